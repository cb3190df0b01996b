package dev.keyturn.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.run.DigestSender.Sent;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the function logs if it cannot send the mails at the end of a run over an organization. */
class OrganizationMailsTest {
  private static final OrganizationReport REPORT =
      new OrganizationReport(
          "keyturn",
          "o-exampleorgid",
          LocalDate.of(2026, 11, 22),
          List.of(
              AccountResult.of(
                  new AccountId("111122223333"), "one", AccountState.LOST, "no result")));

  private final List<String> lines = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();

  private static Settings settings() {
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("LAMBDA_FUNCTION_NAME", "keyturn"),
            Map.entry("SES_EMAIL", "keys@corp.example"),
            Map.entry("SES_REGION", "eu-central-1"),
            Map.entry("IAM_EMAIL_TAG_KEY", "email"),
            Map.entry("S3_CSV_BUCKET", "corp-keyturn"),
            Map.entry("LAST_CHECK_DATE_TAG_KEY", "key-check"),
            Map.entry("LAST_CHECK_OLD_KEY_TAG_KEY", "key-old"),
            Map.entry("WARNING_DAYS", "30"),
            Map.entry("OVERDUE_DAYS", "60"),
            Map.entry("DEACTIVATE_DAYS", "10"),
            Map.entry("DELETION_DAYS", "10"),
            Map.entry("ORG_ID", "o-exampleorgid"),
            Map.entry("ADMIN_EMAIL", "admin@corp.example"));
    return switch (Settings.read(environment)) {
      case Checked.Sound sound -> sound.settings();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }

  /** Refuses mails to an address. */
  private OrganizationMails mails(Allowance allowance, String refused) {
    return mails(allowance, refused, PortFailure.ofAll(Kind.REFUSED, "SES SendEmail: refused"));
  }

  private OrganizationMails mails(Allowance allowance, String refused, PortFailure failure) {
    return new OrganizationMails(
        settings(),
        new Mailer() {
          @Override
          public Answer check() {
            return new Answer.Yes();
          }

          @Override
          public Mailbox mailbox(EmailAddress address) {
            return new Mailbox.Open();
          }

          @Override
          public Allowance allowance() {
            return allowance;
          }

          @Override
          public void send(Mail mail) {
            if (mail.to().value().equals(refused)) {
              throw failure;
            }
            sent.add(mail.to().value());
          }
        });
  }

  private void send(OrganizationMails mails) {
    LogLines log = new LogLines(InstantSource.system(), lines::add);
    log.told(mails.digest(REPORT, Optional.empty(), Optional.empty()));
    log.told(mails.contacts(REPORT, _ -> "team@corp.example", 0));
  }

  private void assertNotSent(String why) {
    assertThat(lines)
        .filteredOn(line -> line.contains("ERROR"))
        .singleElement()
        .asString()
        .contains("\"event\":\"digestNotSent\"", "\"level\":\"ERROR\"", why);
  }

  @Test
  void mailsThatAreSentAreNoErrors() {
    send(mails(new Allowance.Known(1, 9), ""));
    assertThat(sent).containsExactly("admin@corp.example", "team@corp.example");
    assertThat(lines).singleElement().asString().contains("\"event\":\"digest\"");
  }

  @Test
  void aContactWhomSesRefusesKeepsNoMailFromTheOthers() {
    PortFailure refused = new PortFailure(Kind.REFUSED, "SES SendEmail: not verified");
    assertThat(contacts(refused)).containsExactly("b@corp.example", "c@corp.example");
    for (Kind kind : List.of(Kind.DENIED, Kind.UNREACHABLE, Kind.THROTTLED)) {
      assertThat(contacts(new PortFailure(kind, "SES SendEmail"))).as(kind.name()).isEmpty();
    }
    assertThat(contacts(PortFailure.ofAll(Kind.REFUSED, "SES SendEmail: paused"))).isEmpty();
  }

  /** Who is told by a mailer that fails for the first of three contacts. */
  private List<String> contacts(PortFailure failure) {
    sent.clear();
    Map<AccountId, String> contacts = new TreeMap<>(Comparator.comparing(AccountId::value));
    contacts.put(new AccountId("111122223333"), "a@corp.example");
    contacts.put(new AccountId("222233334444"), "b@corp.example");
    contacts.put(new AccountId("333344445555"), "c@corp.example");
    OrganizationReport report =
        new OrganizationReport(
            "keyturn",
            "o-exampleorgid",
            LocalDate.of(2026, 11, 22),
            contacts.keySet().stream()
                .map(id -> AccountResult.of(id, "name", AccountState.LOST, "no result"))
                .toList());
    assertThat(
            mails(new Allowance.Known(1, 9), "a@corp.example", failure)
                .contacts(report, account -> contacts.getOrDefault(account, ""), 0))
        .isInstanceOfSatisfying(
            Sent.Not.class, not -> assertThat(not.why()).endsWith(failure.message()));
    return List.copyOf(sent);
  }

  @Test
  void mailsToContactsLeaveRoomForThoseToOwners() {
    OrganizationMails mails = mails(new Allowance.Known(1, 3), "");
    mails.contacts(REPORT, _ -> "team@corp.example", 3);
    assertThat(sent).isEmpty();
    mails.contacts(REPORT, _ -> "team@corp.example", 2);
    assertThat(sent).containsExactly("team@corp.example");
  }

  @Test
  void aDigestThatSesRefusesIsNotARunThatCouldNotBegin() {
    send(mails(new Allowance.Known(1, 9), "admin@corp.example"));
    assertThat(sent).containsExactly("team@corp.example");
    assertNotSent("SES SendEmail: refused");
  }

  @Test
  void aDigestBeyondTheQuotaIsNotARunThatCouldNotBegin() {
    send(mails(new Allowance.Known(1, 0), ""));
    assertThat(sent).isEmpty();
    assertNotSent("SES's quota is used up");
  }

  @Test
  void contactsWhoCannotBeToldAreNotARunThatCouldNotBegin() {
    send(mails(new Allowance.Unknown("denied"), "team@corp.example"));
    assertThat(sent).containsExactly("admin@corp.example");
    assertNotSent("Not all contacts of accounts could be notified: SES SendEmail: refused");
  }
}
