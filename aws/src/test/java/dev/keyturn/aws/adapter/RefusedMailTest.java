package dev.keyturn.aws.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.aws.Aws;
import dev.keyturn.aws.Server;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.PortFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which refusals of SES concern every mail, so that a run stops, and which only one recipient (SES
 * API v2 reference, SendEmail, "Errors"). The sender is keys@mail.corp.example.
 */
class RefusedMailTest {
  private static PortFailure refusal(int status, String code, String words) throws IOException {
    byte[] reply = "{\"message\": \"%s\"}".formatted(words).getBytes(UTF_8);
    HttpServer ses =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ses.createContext(
        "/v2/email/outbound-emails",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("x-amzn-ErrorType", code);
          exchange.sendResponseHeaders(status, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    ses.start();
    try (Aws aws = Server.connect(ses.getAddress().getPort())) {
      return catchThrowableOfType(
          PortFailure.class,
          () ->
              aws.ports()
                  .mailer()
                  .send(new Mail(new EmailAddress("alice@corp.example"), "s", "t", "h")));
    } finally {
      ses.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | AccountSuspendedException          | Account is suspended.
          400 | SendingPausedException             | Sending is paused for this account.
          400 | MailFromDomainNotVerifiedException | The MAIL FROM domain is not verified.
          404 | NotFoundException                  | Configuration set default was not found.
          400 | ConfigurationSetDoesNotExist       | Configuration set default does not exist.
          400 | LimitExceededException             | There are too many instances of the resource.
          400 | BadRequestException                | Configuration set <default> does not exist.
          400 | MessageRejected | Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: keys@mail.corp.example
          400 | MessageRejected | Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: mail.corp.example, x@y.example
          400 | MessageRejected | Daily message quota exceeded.
          """)
  void aRefusalOfTheAccountOrItsSenderConcernsAllMails(int status, String code, String words)
      throws IOException {
    PortFailure failure = refusal(status, code, words);
    assertThat(failure.kind()).isEqualTo(PortFailure.Kind.REFUSED);
    assertThat(failure.general()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | MessageRejected     | Address blacklisted.
          400 | MessageRejected     | Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: alice@corp.example
          400 | MessageRejected     | Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: another-keys@mail.corp.example
          400 | BadRequestException | Domain contains dot-atom
          403 | AccessDeniedException | User is not authorized to perform ses:SendEmail
          """)
  void aRefusalOfOneRecipientConcernsNoOther(int status, String code, String words)
      throws IOException {
    assertThat(refusal(status, code, words).general()).isFalse();
  }
}
