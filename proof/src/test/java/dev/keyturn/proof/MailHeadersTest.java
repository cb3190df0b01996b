package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Mail;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.mail.Mailroom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The headers of mails. */
class MailHeadersTest {
  private static final String SENDER = "keys@corp.example";

  @Test
  void preventAutomaticRepliesAndDirectRepliesToTheContact() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Setup.of(InstantSource.system(), new Random(1)))) {
      Mailroom mailroom = sandbox.account().mailroom(sandbox.region());
      mailroom.create(SENDER);
      mailroom.verify(SENDER);
      Map<String, String> settings =
          new TreeMap<>(Given.environment("corp-keyturn", SENDER, sandbox.region()));
      settings.put("ADMIN_EMAIL", "admins@corp.example");
      try (Aws aws =
          Aws.connect(
              Given.settings(settings),
              Given.runtime(),
              new StandIn(
                  sandbox.endpoint(),
                  sandbox.region(),
                  sandbox.account().rootKey().id(),
                  sandbox.account().rootKey().secret().reveal()))) {
        aws.ports()
            .mailer()
            .send(new Mail(new EmailAddress("alice@corp.example"), "one", "text", "html"));
      }
      assertThat(mailroom.accepted())
          .singleElement()
          .satisfies(
              accepted -> {
                Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                headers.putAll(accepted.mail().headers());
                assertThat(headers)
                    .containsEntry("Auto-Submitted", "auto-generated")
                    .containsEntry("X-Auto-Response-Suppress", "OOF, AutoReply");
                assertThat(accepted.mail().replyTo()).containsExactly("admins@corp.example");
              });
    }
  }
}
