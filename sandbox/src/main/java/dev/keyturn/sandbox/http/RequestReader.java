package dev.keyturn.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the requests of one connection, one after the other, within limits on heads and bodies. */
final class RequestReader {
  private static final int MOST_HEAD = 64 * 1024;
  private static final int MOST_BODY = 64 * 1024 * 1024;

  private final InputStream in;
  private final OutputStream out;

  RequestReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** What is no request of HTTP; the connection cannot be read further. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** The next request, or nothing where the caller has closed the connection. */
  Optional<Request> read() throws IOException {
    String first = line();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = List.of(first.split(" ", -1));
    if (words.size() != 3) {
      throw new Malformed("not a request line");
    }
    Map<String, List<String>> headers = headers();
    if (says(headers, "expect", "100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    String target = words.get(1);
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    try {
      Percent.decode(path);
      return Optional.of(
          new Request(
              words.get(0),
              path,
              Percent.parameters(query, false),
              headers,
              new Bytes(body(headers))));
    } catch (IllegalArgumentException e) {
      throw new Malformed(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    int size = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      size += line.length();
      if (colon < 1 || size > MOST_HEAD) {
        throw new Malformed("not a header, or too many");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static boolean says(Map<String, List<String>> headers, String name, String value) {
    return headers.getOrDefault(name, List.of()).stream().anyMatch(value::equalsIgnoreCase);
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    if (says(headers, "transfer-encoding", "chunked")) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (int size = chunkSize(); size != 0; size = chunkSize()) {
        if (size > MOST_BODY - whole.size()) {
          throw new Malformed("body too large");
        }
        whole.write(exactly(size));
        line();
      }
      headers();
      return whole.toByteArray();
    }
    return exactly(
        Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst()));
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", -1)[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    if (length < 0 || length > MOST_BODY) {
      throw new Malformed("body too large");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** A line without its end; empty at the end of the head and of the connection. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() > MOST_HEAD) {
        throw new Malformed("line too long");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
