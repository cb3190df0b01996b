package dev.keyturn.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no SDK sends are answered, and the sandbox serves on. */
final class MalformedRequestsTest {
  private final Clients clients = new Clients();

  @AfterEach
  void close() {
    assertThat(clients.sts(clients.root()).getCallerIdentity().arn()).endsWith(":root");
    clients.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1\r\n\r\n",
        "GET /?a=%4 HTTP/1.1\r\n\r\n",
        "GET /?a=%g1 HTTP/1.1\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/1.1\r\nno header\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
        "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n",
      })
  void whatIsNoRequestIsABadRequest(String request) throws IOException {
    assertThat(answer(request)).startsWith("HTTP/1.1 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "Chunked", "CHUNKED"})
  void aBodyInChunksIsReadInAnyCase(String chunked) throws IOException {
    String body = "Action=ListUsers&Version=2010-05-08";
    String head =
        """
        POST / HTTP/1.1\r
        Content-Type: application/x-www-form-urlencoded\r
        Connection: close\r
        """;
    String inChunks =
        answer(
            head
                + "Transfer-Encoding: "
                + chunked
                + "\r\n\r\n"
                + Integer.toHexString(body.length())
                + "\r\n"
                + body
                + "\r\n0\r\n\r\n");
    assertThat(withoutIds(inChunks))
        .isEqualTo(
            withoutIds(answer(head + "Content-Length: " + body.length() + "\r\n\r\n" + body)))
        .contains("MissingAuthenticationToken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7fffffff", "80000000", "-1", "fffffffff", "100", ""})
  void aSignedChunkLargerThanItsBodyIsABadRequest(String size) throws IOException {
    String body = size + ";chunk-signature=x\r\nabc\r\n";
    assertThat(
            answer(
                "PUT /box-one/a HTTP/1.1\r\nHost: s3.amazonaws.com\r\nConnection: close\r\n"
                    + "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body))
        .startsWith("HTTP/1.1 4");
  }

  @Test
  void aBlankBodyOfJsonIsAnEmptyOne() throws IOException {
    assertThat(
            answer(
                "POST /v2/email/outbound-emails HTTP/1.1\r\nConnection: close\r\nContent-Length:"
                    + " 2\r\n\r\n \n"))
        .startsWith("HTTP/1.1 4");
    assertThat(clients.control("POST", "ses", " ")).isNotNull();
  }

  private static String withoutIds(String reply) {
    return reply
        .replaceAll("[0-9a-f-]{30,}", "ID")
        .replaceAll("(?m)^Date: .*$", "")
        .replaceAll("Content-Length: \\d+", "");
  }

  private String answer(String request) throws IOException {
    URI endpoint = clients.sandbox.endpoint();
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
