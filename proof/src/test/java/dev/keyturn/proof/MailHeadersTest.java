package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.Answer;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.mail.Accepted;
import dev.keyturn.sandbox.mail.Mailroom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The headers of mails. */
class MailHeadersTest {
  private static final String SENDER = "keys@corp.example";

  @Test
  void preventAutomaticRepliesAndDirectRepliesToTheContact() throws Exception {
    Accepted accepted = sent(SENDER, "admins@corp.example");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(accepted.mail().headers());
    assertThat(headers)
        .containsEntry("Auto-Submitted", "auto-generated")
        .containsEntry("X-Auto-Response-Suppress", "OOF, AutoReply");
    assertThat(accepted.mail().replyTo()).containsExactly("admins@corp.example");
    assertThat(accepted.mail().from()).isEqualTo(SENDER);
  }

  @Test
  void showTheNameOfTheSender() throws Exception {
    assertThat(sent("Keyturn <" + SENDER + ">", "admins@corp.example").mail().from())
        .isEqualTo("Keyturn <" + SENDER + ">");
    assertThat(sent("Schl\u00fcssel <" + SENDER + ">", "admins@corp.example").mail().from())
        .isEqualTo("=?UTF-8?B?U2NobMO8c3NlbA==?= <" + SENDER + ">");
  }

  /** The sandbox refuses what is not ASCII, as SES does. */
  @Test
  void haveDomainsInAscii() throws Exception {
    Accepted accepted = sent("keys@mail.m\u00fcnchen.example", "admins@m\u00fcnchen.example");
    assertThat(accepted.mail().from()).isEqualTo("keys@mail.xn--mnchen-3ya.example");
    assertThat(accepted.mail().replyTo()).containsExactly("admins@xn--mnchen-3ya.example");
  }

  /** A mail that is accepted from a sender whose address or domain is verified. */
  private static Accepted sent(String sender, String contact) throws Exception {
    try (Sandbox sandbox = Sandbox.start(Setup.of(InstantSource.system(), new Random(1)))) {
      Mailroom mailroom = sandbox.account().mailroom(sandbox.region());
      for (String identity : List.of(SENDER, "xn--mnchen-3ya.example")) {
        mailroom.create(identity);
        mailroom.verify(identity);
      }
      Map<String, String> settings =
          new TreeMap<>(Given.environment("corp-keyturn", sender, sandbox.region()));
      settings.put("ADMIN_EMAIL", contact);
      try (Aws aws =
          Aws.connect(
              Given.settings(settings),
              Given.runtime(),
              new StandIn(
                  sandbox.endpoint(),
                  sandbox.region(),
                  sandbox.account().rootKey().id(),
                  sandbox.account().rootKey().secret().reveal()))) {
        assertThat(aws.ports().mailer().check()).isEqualTo(new Answer.Yes());
        aws.ports()
            .mailer()
            .send(new Mail(new EmailAddress("alice@corp.example"), "one", "text", "html"));
      }
      assertThat(mailroom.accepted()).hasSize(1);
      return mailroom.accepted().getFirst();
    }
  }
}
