package dev.keyturn.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;
import dev.keyturn.org.Allotments.Allotment;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.RuntimeEnvironment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An account sends its part of the hub's mails. */
class AllottedMailerTest {
  private static final EmailAddress OWNER = new EmailAddress("alice@corp.example");
  private static final Mail MAIL = new Mail(OWNER, "Warned", "text", "html");

  private Instant now = Instant.EPOCH;
  private final List<Instant> sent = new ArrayList<>();

  private Mailer mailer(Allowance allowance, Allotment allotment) {
    return new AllottedMailer(
        new Mailer() {
          @Override
          public Answer check() {
            return new Answer.Yes();
          }

          @Override
          public Mailbox mailbox(EmailAddress address) {
            return address.equals(OWNER) ? new Mailbox.Open() : new Mailbox.Suppressed("bounce");
          }

          @Override
          public Allowance allowance() {
            return allowance;
          }

          @Override
          public void send(Mail mail) {
            sent.add(now);
          }
        },
        allotment,
        new RuntimeEnvironment(
            () -> now, time -> now = now.plus(time), new SplittableRandom(1), Runnable::run));
  }

  private long secondsFor(Mailer mailer, int mails) {
    for (int i = 0; i < mails; i++) {
      mailer.send(MAIL);
    }
    return sent.getLast().getEpochSecond();
  }

  @Test
  void theRatesOfAccountsAtTheSameTimeAddUpToThatOfSes() {
    Mailer mailer = mailer(new Allowance.Known(10, 50_000), new Allotment(9, 9, 40));
    assertThat(mailer.allowance()).isEqualTo(new Allowance.Known(0.25, 9));
    assertThat(secondsFor(mailer, 9))
        .as("the first at once, then one in four seconds")
        .isEqualTo(32);
  }

  @Test
  void anAccountAloneHasTheWholeRate() {
    Mailer mailer = mailer(new Allowance.Known(1, 3, false), new Allotment(9, 9, 0));
    assertThat(mailer.allowance()).isEqualTo(new Allowance.Known(1, 3, false));
    assertThat(secondsFor(mailer, 9)).isEqualTo(8);
  }

  @Test
  void withoutAnAnswerOfSesTheAllotmentHoldsAndTheUsualRateIsShared() {
    Mailer mailer = mailer(new Allowance.Unknown("denied"), new Allotment(9, 7, 10));
    assertThat(mailer.allowance()).isEqualTo(new Allowance.Unknown("denied", 7));
    assertThat(secondsFor(mailer, 9)).isEqualTo(16);
  }

  @Test
  void whatIsNotSharedIsTheHubs() {
    Allowance paused = new Allowance.Paused();
    Mailer mailer = mailer(paused, new Allotment(9, 9, 2));
    assertThat(mailer.allowance()).isEqualTo(paused);
    assertThat(mailer.check()).isEqualTo(new Answer.Yes());
    assertThat(mailer.mailbox(OWNER)).isEqualTo(new Mailbox.Open());
    assertThat(mailer.mailbox(new EmailAddress("bob@corp.example")))
        .isEqualTo(new Mailbox.Suppressed("bounce"));
  }
}
