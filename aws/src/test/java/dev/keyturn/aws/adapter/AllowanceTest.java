package dev.keyturn.aws.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.aws.Aws;
import dev.keyturn.aws.Server;
import dev.keyturn.port.Allowance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SES's quota lets an account send. */
class AllowanceTest {
  private static Allowance allowance(double perDay, double sent, double perSecond)
      throws IOException {
    byte[] reply =
        "{\"SendingEnabled\": true, \"ProductionAccessEnabled\": true, \"SendQuota\": {\"Max24HourSend\": %s, \"SentLast24Hours\": %s, \"MaxSendRate\": %s}}"
            .formatted(perDay, sent, perSecond)
            .getBytes(US_ASCII);
    HttpServer ses =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ses.createContext(
        "/v2/email/account",
        exchange -> {
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    ses.start();
    try (Aws aws = Server.connect(ses.getAddress().getPort())) {
      return aws.ports().mailer().allowance();
    } finally {
      ses.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 14, 0 in 24 hours", "200, 0, 0, 0 a second", "0, 0, 0, 0 a second"})
  void aQuotaOrRateOfZeroLetsTheAccountSendNothing(
      double perDay, double sent, double perSecond, String told) throws IOException {
    assertThat(allowance(perDay, sent, perSecond))
        .isInstanceOfSatisfying(
            Allowance.Paused.class,
            paused -> assertThat(paused.why()).contains("no mail at all", told));
  }

  @Test
  void aQuotaThatIsUsedUpIsNotOneOfZero() throws IOException {
    assertThat(allowance(200, 200, 1)).isEqualTo(new Allowance.Known(1, 0));
    assertThat(allowance(-1, 200, 14)).isEqualTo(new Allowance.Known(14, Long.MAX_VALUE));
  }
}
