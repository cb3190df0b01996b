package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.PortFailure;
import org.junit.jupiter.api.Test;

interface MailerContract extends Contract {
  private Mailer mailer() {
    return stage().ports().mailer();
  }

  @Test
  default void theSenderWillDo() {
    assertThat(mailer().check()).isEqualTo(new Answer.Yes());
  }

  @Test
  default void saysWhatSesHasAgainstAnAddress() {
    EmailAddress free = new EmailAddress("free@corp.example");
    EmailAddress bounced = new EmailAddress("bounced+once@corp.example");
    EmailAddress complained = new EmailAddress("complained@corp.example");
    if (stage().suppress(bounced.value(), "BOUNCE")) {
      stage().suppress(complained.value(), "COMPLAINT");
      assertThat(mailer().mailbox(free)).isEqualTo(new Mailbox.Open());
      assertThat(mailer().mailbox(bounced)).isEqualTo(new Mailbox.Suppressed("BOUNCE"));
      assertThat(mailer().mailbox(complained)).isEqualTo(new Mailbox.Suppressed("COMPLAINT"));
    } else {
      assertThat(mailer().mailbox(free)).isInstanceOf(Mailbox.Unknown.class);
    }
  }

  @Test
  default void saysWhatSesLetsTheAccountSend() {
    if (stage().quota(50, 7)) {
      assertThat(mailer().allowance()).isEqualTo(new Allowance.Known(7, 50));
      mailer().send(new Mail(new EmailAddress("one-less@corp.example"), "one", "text", "html"));
      assertThat(mailer().allowance()).isEqualTo(new Allowance.Known(7, 49));
      stage().quota(0, 7);
      assertThatThrownBy(
              () ->
                  mailer()
                      .send(new Mail(new EmailAddress("over@corp.example"), "x", "text", "html")))
          .isInstanceOfSatisfying(
              PortFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(PortFailure.Kind.REFUSED));
      stage().quota(50_000, 14);
    } else {
      assertThat(mailer().allowance()).isInstanceOf(Allowance.Unknown.class);
    }
  }

  @Test
  default void sendsAMail() {
    String address = "sends-a-mail@corp.example";
    mailer().send(new Mail(new EmailAddress(address), "Ünïcode → subject", "text", "<p>html</p>"));
    assertThat(stage().mailsTo(address)).isEqualTo(1);
  }
}
