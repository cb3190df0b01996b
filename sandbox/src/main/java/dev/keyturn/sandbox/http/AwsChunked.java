package dev.keyturn.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes {@code aws-chunked} bodies apart: chunks of {@code size[;chunk-signature=…]}, a last one of
 * size 0, then trailers. The seed signature in the header is verified like any other; the chunks'
 * own signatures and trailing checksums are passed over
 * (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html).
 */
public final class AwsChunked {
  private AwsChunked() {}

  public static Bytes decode(Bytes framed) {
    byte[] body = framed.array();
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
    int at = 0;
    while (true) {
      int end = at;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      if (end == body.length) {
        throw new IllegalArgumentException("chunked body without its last chunk");
      }
      String head = new String(body, at, end - at, StandardCharsets.US_ASCII);
      int size = Integer.parseInt(head.split(";", -1)[0].strip(), 16);
      if (size == 0) {
        return new Bytes(out.toByteArray());
      }
      if (size < 0 || size > body.length - end - 1) {
        throw new IllegalArgumentException("chunk larger than the body");
      }
      out.write(body, end + 1, size);
      at = end + 1 + size + 2;
    }
  }
}
