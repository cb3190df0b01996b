package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.account.Secret;
import dev.keyturn.sandbox.http.AwsChunked;
import dev.keyturn.sandbox.http.Percent;
import dev.keyturn.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The SigV4 signature that a request carries, in its header or, presigned, in its query
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 *
 * @param presigned whether it came in the query
 * @param token the session token, or nothing
 */
public record Signature(
    String keyId,
    String day,
    String region,
    String service,
    String time,
    List<String> signedHeaders,
    String value,
    boolean presigned,
    String token) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern HEADER =
      Pattern.compile(
          ALGORITHM + " +Credential=([^,\\s]+), *SignedHeaders=([^,\\s]+), *Signature=([0-9a-f]+)");
  private static final String CONTENT_HASH = "x-amz-content-sha256";

  public Signature {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /** The signature of a request, or nothing where it has none that can be read. */
  public static Optional<Signature> of(Request request) {
    Matcher header = HEADER.matcher(request.header("authorization").orElse(""));
    if (header.matches()) {
      return read(
          header.group(1),
          header.group(2),
          header.group(3),
          request.header("x-amz-date").orElse(""),
          false,
          request.header("x-amz-security-token").orElse(""));
    }
    return request
        .query("X-Amz-Signature")
        .flatMap(
            value ->
                read(
                    request.query("X-Amz-Credential").orElse(""),
                    request.query("X-Amz-SignedHeaders").orElse(""),
                    value,
                    request.query("X-Amz-Date").orElse(""),
                    true,
                    request.query("X-Amz-Security-Token").orElse("")));
  }

  private static Optional<Signature> read(
      String credential,
      String headers,
      String value,
      String time,
      boolean presigned,
      String token) {
    List<String> scope = List.of(credential.split("/", -1));
    if (scope.size() != 5) {
      return Optional.empty();
    }
    return Optional.of(
        new Signature(
            scope.get(0),
            scope.get(1),
            scope.get(2),
            scope.get(3),
            time,
            List.of(headers.split(";", -1)),
            value,
            presigned,
            token));
  }

  /**
   * Whether the holder of the secret signed this request. The request's time is not compared with
   * the account's clock, which may be set by days, while callers sign with their machine's time.
   */
  public boolean matches(Request request, Secret secret) {
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            time,
            day + "/" + region + "/" + service + "/aws4_request",
            hex(sha256(canonical(request).getBytes(StandardCharsets.UTF_8))));
    byte[] key = ("AWS4" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
    for (String part : List.of(day, region, service, "aws4_request", toSign)) {
      key = hmac(key, part);
    }
    return MessageDigest.isEqual(
        hex(key).getBytes(StandardCharsets.US_ASCII), value.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Whether the body is the one whose hash was signed; hashes stated as unsigned or streaming have
   * nothing to compare.
   */
  public static boolean bodyMatches(Request request) {
    return request
        .header(CONTENT_HASH)
        .filter(hash -> hash.matches("[0-9a-f]{64}"))
        .map(hash -> hash.equals(hex(sha256(request.body().array()))))
        .orElse(true);
  }

  /** The request with its body taken out of {@code aws-chunked} framing, if it is in it. */
  public static Request unframed(Request request) {
    return request.header(CONTENT_HASH).filter(hash -> hash.startsWith("STREAMING-")).isPresent()
        ? request.withBody(AwsChunked.decode(request.body()))
        : request;
  }

  private String canonical(Request request) {
    String query =
        request.query().stream()
            .filter(p -> !p.name().equals("X-Amz-Signature"))
            .map(p -> Percent.encode(p.name()) + "=" + Percent.encode(p.value()))
            .sorted(
                Comparator.comparing((String pair) -> pair.substring(0, pair.indexOf('=')))
                    .thenComparing(p -> p))
            .collect(Collectors.joining("&"));
    String headers =
        signedHeaders.stream()
            .map(
                name ->
                    name
                        + ":"
                        + request.header(name).orElse("").strip().replaceAll(" +", " ")
                        + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        canonicalPath(request),
        query,
        headers,
        String.join(";", signedHeaders),
        hash(request));
  }

  /** S3 signs the path as sent; every other service signs it encoded once more. */
  private String canonicalPath(Request request) {
    return service.equals("s3")
        ? Percent.encodePath(Percent.decode(request.path()))
        : Percent.encodePath(request.path());
  }

  private String hash(Request request) {
    if (presigned && service.equals("s3")) {
      return "UNSIGNED-PAYLOAD";
    }
    return request.header(CONTENT_HASH).orElseGet(() -> hex(sha256(request.body().array())));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
