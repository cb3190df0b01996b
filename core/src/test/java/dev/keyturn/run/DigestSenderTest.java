package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.Mail;
import dev.keyturn.plan.Plan;
import dev.keyturn.port.Ports;
import dev.keyturn.run.DigestSender.Sent;
import dev.keyturn.run.Run.Applied;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.settings.Options.Contact;
import org.junit.jupiter.api.Test;

/** Who gets the digest of a run, and what happens if it cannot be sent. */
class DigestSenderTest {
  private static final EmailAddress ADMINS = new EmailAddress("admins@corp.example");
  private static final Sent NOTHING = new Sent.Nothing();

  private final AccountFixture account =
      AccountFixture.rotationDue().administrators(new Contact.Known(ADMINS));
  private Weather weather = Weather.fine();

  /** The run that is due now. */
  private Applied applied() {
    Plan plan = account.planned(Weather.fine());
    Report report = account.apply().report();
    account.aws.mails.clear();
    return new Applied(plan, report);
  }

  private DigestSender sender() {
    Ports ports = new Connection(account.aws, weather, account.runtime()).ports();
    return new DigestSender(
        account.settings,
        ports,
        (to, digest, day) ->
            new Mail(to, "%s on %s".formatted(digest.replaced().number(), day), page(digest), ""));
  }

  private static String page(Digest digest) {
    return switch (digest.page()) {
      case Digest.Page.At(FilePlace place) -> place.key();
      case Digest.Page.None _ -> "no page";
    };
  }

  @Test
  void aDigestIsOneMailToTheAdministrators() {
    Applied applied = applied();
    assertThat(sender().wanted(applied)).isTrue();
    assertThat(sender().send(applied)).isEqualTo(new Sent.To(ADMINS));
    assertThat(account.aws.mails)
        .containsExactly(new Mail(ADMINS, "1 on 2026-11-22", "no page", ""));
  }

  @Test
  void aDigestNamesThePageOfItsRun() {
    assertThat(sender().send(applied(), "report.html")).isEqualTo(new Sent.To(ADMINS));
    assertThat(account.aws.mails).extracting(Mail::text).containsExactly("report.html");
  }

  @Test
  void noDigestIsSentWithoutARecipient() {
    Applied applied = applied();
    account.administrators(new Contact.None());
    assertThat(sender().wanted(applied)).isFalse();
    assertThat(sender().send(applied)).isEqualTo(NOTHING);
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void noDigestIsSentIfThereIsNothingToReport() {
    account.apply();
    Applied quiet = applied();
    assertThat(quiet.report().rows()).isEmpty();
    assertThat(sender().wanted(quiet)).isFalse();
    assertThat(sender().send(quiet)).isEqualTo(NOTHING);
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void aDigestThatIsRefusedIsReportedAndDoesNotFailTheRun() {
    Applied applied = applied();
    weather = Weather.on("mail", Fate.REFUSED);
    assertThat(sender().send(applied))
        .isInstanceOfSatisfying(
            Sent.Not.class, not -> assertThat(not.why()).contains("mail", "REFUSED"));
  }

  @Test
  void aDefectOfTheDigestIsReportedAndDoesNotFailTheRun() {
    DigestSender sender =
        new DigestSender(
            account.settings,
            new Connection(account.aws, weather, account.runtime()).ports(),
            (_, _, _) -> {
              throw new IllegalStateException("no template");
            });
    assertThat(sender.send(applied()))
        .isEqualTo(
            new Sent.Not(
                "a defect of Keyturn, please report it: java.lang.IllegalStateException: no"
                    + " template"));
  }
}
