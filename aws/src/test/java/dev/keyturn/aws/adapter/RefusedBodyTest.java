package dev.keyturn.aws.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.Server;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.PortFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A refused put keeps S3's code and message, even if S3 answers before it has the body. */
class RefusedBodyTest {
  /** For bodies of a million bytes or more, the SDK asks S3 first by default. */
  private static final int LARGE = 1_500_000;

  private static final String IDENTITY =
      "<R><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/x</Arn><UserId>X</UserId><Account>123456789012</Account></GetCallerIdentityResult></R>";
  private static final String REFUSAL =
      "<Error><Code>KMS.DisabledException</Code><Message>the key is disabled</Message></Error>";

  @Test
  void aRefusedPutKeepsTheMessageOfS3() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Aws aws = Server.connect(server.getLocalPort())) {
      Thread.ofVirtual().start(() -> refuse(server));
      assertThatThrownBy(
              () ->
                  aws.ports()
                      .bucketObjects()
                      .write(
                          "reports/x.html",
                          "x".repeat(LARGE),
                          new BucketObjects.Expected.Nothing()))
          .hasMessageContaining("the key is disabled (KMS.DisabledException)");
    }
  }

  /** More than is read. */
  private static final String LONGER = "x".repeat(S3BucketObjects.LONGEST + 1);

  @Test
  void anObjectThatCouldNotBeReadAgainIsNotSent() {
    int unused = 1;
    try (Aws aws = Server.connect(unused)) {
      for (String text : List.of(LONGER, "ü".repeat(S3BucketObjects.LONGEST / 2 + 1))) {
        assertThatThrownBy(() -> write(aws, "state/x.json", text))
            .isInstanceOf(PortFailure.class)
            .hasMessageContaining("x.json: not sent")
            .hasMessageContaining("longer than 4 MiB")
            .extracting(failure -> ((PortFailure) failure).kind())
            .isEqualTo(PortFailure.Kind.REFUSED);
      }
    }
  }

  @Test
  void aPageMayBeLongerBecauseOnlyPeopleReadIt() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Aws aws = Server.connect(server.getLocalPort())) {
      Thread.ofVirtual().start(() -> refuse(server));
      assertThatThrownBy(() -> write(aws, "reports/x.html", LONGER))
          .hasMessageContaining("the key is disabled (KMS.DisabledException)");
    }
  }

  private static void write(Aws aws, String name, String text) {
    BucketObjects.WriteResult _ =
        aws.ports().bucketObjects().write(name, text, new BucketObjects.Expected.Nothing());
  }

  /** Like S3: a final answer instead of 100 Continue, if the client expects one. */
  private static void refuse(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket connection = server.accept()) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          String header = line.toLowerCase(Locale.ROOT);
          if (header.startsWith("content-length:")) {
            length = Integer.parseInt(header.substring("content-length:".length()).strip());
          }
          if (header.startsWith("expect:")) {
            length = 0;
            break;
          }
        }
        StringBuilder body = new StringBuilder();
        for (int next = 0; body.length() < length && next >= 0; ) {
          next = in.read();
          body.append((char) next);
        }
        boolean who = body.indexOf("Action=GetCallerIdentity") >= 0;
        String answer = who ? IDENTITY : REFUSAL;
        connection
            .getOutputStream()
            .write(
                "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nx-amz-request-id: 1\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                    .formatted(who ? "200 OK" : "400 Bad Request", answer.length(), answer)
                    .getBytes(US_ASCII));
      } catch (IOException closed) {
        // The test is over, or the other side hung up.
      }
    }
  }
}
