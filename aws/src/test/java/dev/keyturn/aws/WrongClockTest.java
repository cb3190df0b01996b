package dev.keyturn.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.aws.client.ClockSkew;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.PortFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkGlobalTime;

/** A machine with a wrong clock: AWS refuses its signatures and reports the right time. */
class WrongClockTest {
  private static final Duration TOLERATED = Duration.ofMinutes(5);
  private static final UserName ALICE = new UserName("alice");
  private static final String IDENTITY =
      "<R><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/x</Arn><Account>123456789012</Account></GetCallerIdentityResult></R>";
  private static final String KEY =
      "<R><CreateAccessKeyResult><AccessKey><UserName>alice</UserName><AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId><Status>Active</Status><SecretAccessKey>s</SecretAccessKey><CreateDate>2026-01-01T00:00:00Z</CreateDate></AccessKey></CreateAccessKeyResult></R>";
  private static final String EXPIRED =
      "<R><Error><Code>SignatureDoesNotMatch</Code><Message>Signature"
          + " expired</Message></Error></R>";
  private static final String TOO_SKEWED =
      "<Error><Code>RequestTimeTooSkewed</Code><Message>apart</Message></Error>";
  private static final DateTimeFormatter SIGNED =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * An AWS whose clock is ahead of this machine's; the JDK's own server would set the date itself.
   */
  private static final class Elsewhere implements AutoCloseable {
    private final ServerSocket server;
    private final Duration ahead;
    private final boolean neverContent;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    Elsewhere(Duration ahead, boolean neverContent) throws IOException {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      this.ahead = ahead;
      this.neverContent = neverContent;
      Thread.ofVirtual().start(this::serve);
    }

    Aws connect() {
      return Server.connect(server.getLocalPort());
    }

    private void serve() {
      while (!server.isClosed()) {
        try (Socket connection = server.accept()) {
          BufferedReader in =
              new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
          String request = in.readLine();
          Map<String, String> headers = new HashMap<>();
          for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                line.substring(0, colon).toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip());
          }
          int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
          StringBuilder body = new StringBuilder();
          while (body.length() < length) {
            body.append((char) in.read());
          }
          connection
              .getOutputStream()
              .write(
                  answer(request, headers.getOrDefault("x-amz-date", ""), body.toString())
                      .getBytes(US_ASCII));
        } catch (IOException closed) {
          // The test is over, or the other side hung up.
        }
      }
    }

    private String answer(String request, String date, String body) {
      boolean s3 = !body.contains("Action=");
      String action =
          s3 ? request.split(" ", -1)[0] : body.replaceAll("(?s).*?Action=(\\w+).*", "$1");
      calls.add(action);
      Instant now = Instant.now().plus(ahead);
      Instant signed = SIGNED.parse(date, Instant::from);
      boolean refused =
          neverContent || Duration.between(signed, now).abs().compareTo(TOLERATED) > 0;
      String text =
          refused
              ? (s3 ? TOO_SKEWED : EXPIRED)
              : switch (action) {
                case "GetCallerIdentity" -> IDENTITY;
                case "CreateAccessKey" -> KEY;
                default -> "";
              };
      return "HTTP/1.1 %s\r\nDate: %s\r\nETag: \"1\"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
          .formatted(
              refused ? "403 Forbidden" : "200 OK",
              DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)),
              text.length(),
              text);
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  /** The SDK keeps the learnt time difference for the whole process. */
  @BeforeEach
  @AfterEach
  void forgetTheTime() {
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, -10, 300})
  void aCallIsRepeatedWithTheTimeOfAws(int minutes) throws IOException {
    try (Elsewhere there = new Elsewhere(Duration.ofMinutes(minutes), false);
        Aws aws = there.connect()) {
      assertThat(aws.ports().account().identify().accountId()).isEqualTo("123456789012");
      assertThat(there.calls).containsExactly("GetCallerIdentity", "GetCallerIdentity");
      assertThat(Duration.between(Instant.now(), aws.ports().account().now()).toMinutes())
          .isBetween(minutes - 1L, minutes + 1L);
    }
  }

  @Test
  void aKeyIsCreatedOnceWithAWrongClock() throws IOException {
    try (Elsewhere there = new Elsewhere(Duration.ofMinutes(10), false);
        Aws aws = there.connect()) {
      aws.ports().keys().create(ALICE);
      aws.ports().keys().create(ALICE);
      assertThat(there.calls).hasSize(3).containsOnly("CreateAccessKey");
    }
  }

  @Test
  void objectsAreStoredWithAWrongClock() throws IOException {
    try (Elsewhere there = new Elsewhere(Duration.ofMinutes(20), false);
        Aws aws = there.connect()) {
      assertThat(
              aws.ports()
                  .bucketObjects()
                  .write("state/x", "x", new BucketObjects.Expected.Nothing()))
          .isInstanceOf(BucketObjects.WriteResult.Written.class);
    }
  }

  @Test
  void aRepeatedRefusalSaysHowWrongTheClockIs() throws IOException {
    try (Elsewhere there = new Elsewhere(Duration.ofMinutes(10), true);
        Aws aws = there.connect()) {
      PortFailure failure =
          catchThrowableOfType(PortFailure.class, () -> aws.ports().account().identify());
      assertThat(failure.kind()).isEqualTo(PortFailure.Kind.CREDENTIALS);
      assertThat(failure)
          .hasMessageContaining("this machine's clock is 10 minutes behind AWS's")
          .hasMessageContaining("Signature expired");
      assertThat(there.calls).hasSize(2);
    }
  }

  @Test
  void aWrongSecretIsNotReportedAsAWrongClock() throws IOException {
    try (Elsewhere there = new Elsewhere(Duration.ZERO, true);
        Aws aws = there.connect()) {
      PortFailure failure =
          catchThrowableOfType(PortFailure.class, () -> aws.ports().account().identify());
      assertThat(failure).hasMessageNotContaining("clock");
      assertThat(there.calls).hasSize(1);
    }
  }

  @Test
  void theMessageSaysWhetherTheClockIsAheadOrBehind() {
    assertThat(ClockSkew.words(Duration.ofSeconds(-630)))
        .isEqualTo("this machine's clock is 11 minutes ahead of AWS's");
    assertThat(ClockSkew.words(Duration.ofHours(5)))
        .isEqualTo("this machine's clock is 5 hours behind AWS's");
    assertThat(ClockSkew.words(Duration.ofDays(40)))
        .isEqualTo("this machine's clock is 40 days behind AWS's");
  }
}
