package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.mail.Mail;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Verb;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The day that a mail names is the day on which it comes, and what a mail says of keys is so. */
class DaysInMailsTest {
  private static final Pattern DAY =
      Pattern.compile("(?:replaced|deactivated|deleted)On=([0-9-]+)");
  private static final KeyId OLD = new KeyId("AKIA000000000001");

  private static AccountFixture warned() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 31);
    return account;
  }

  private static AccountFixture reactivated() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    return account;
  }

  /** The next step comes on the day that the mail of a kind names, and not on the day before. */
  private static void check(AccountFixture account, String kind, Verb next) {
    account.apply();
    assertThat(account.aws.mails)
        .last()
        .satisfies(mail -> assertThat(mail.subject()).isEqualTo(kind));
    Matcher named = DAY.matcher(account.aws.mails.getLast().text());
    assertThat(named.find()).isTrue();
    LocalDate day = LocalDate.parse(named.group(1));
    assertThat(day).isAfter(account.today());
    account.later(Duration.ofDays(ChronoUnit.DAYS.between(account.today(), day) - 1));
    assertThat(account.planned(Weather.fine()).entries())
        .noneMatch(
            entry ->
                entry instanceof Plan.Decided decided
                    && decided.decision() instanceof Due due
                    && due.verb() == next);
    account.later(Duration.ofDays(1));
    assertThat(account.apply().row().decision().verb()).as(kind).isEqualTo(next);
  }

  @Test
  void theNextStepComesOnTheDayThatTheMailNames() {
    check(warned(), "Warned", Verb.ROTATE);
    check(AccountFixture.rotationDue(), "Replaced", Verb.DEACTIVATE);
    check(AccountFixture.neverFetched(), "NeverFetched", Verb.DEACTIVATE);
    check(AccountFixture.deactivationDue(), "Deactivated", Verb.DELETE);
    check(reactivated(), "Reactivated", Verb.DEACTIVATE);
  }

  @Test
  void aMailSaysOfAKeyWhenItWasLastUsedOrThatThisCouldNotBeRead() {
    AccountFixture read = warned().used(OLD);
    read.apply();
    assertThat(read.aws.mails.getFirst().text()).contains("service=s3");
    AccountFixture unread = warned().used(OLD);
    Weather weather =
        call -> call.is("last use") || call.is("read the report") ? Fate.DENIED : Fate.FINE;
    assertThat(unread.apply(weather).report().failed()).isZero();
    assertThat(unread.aws.mails.getFirst().text())
        .contains("sighting=Unknown")
        .contains("AKIA000000000001")
        .doesNotContain("service=s3");
  }

  @Test
  void aMailAboutTwoKeysNamesBothAndSaysWhichAreAgeing() {
    AccountFixture account = warned();
    account.key(ALICE, KeyStatus.ACTIVE, 5);
    account.apply();
    assertThat(account.aws.mails)
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.subject()).isEqualTo("SlotsTaken");
              assertThat(mail.text())
                  .contains("id=AKIA000000000001", "id=AKIA000000000002")
                  .contains("ageing=[AKIA000000000001]");
            });
  }

  @Test
  void ofHoldsTheOwnerHearsWhereTheyCanDoSomethingAboutTheirKeys() {
    AccountFixture wrongKey = AccountFixture.deactivationDue();
    wrongKey.aws.setStatus(ALICE, new KeyId("AKIA000000000002"), KeyStatus.INACTIVE);
    assertThat(subjects(wrongKey)).containsExactly("WrongKeyOff");
    AccountFixture fetched = AccountFixture.deactivationDue();
    fetched.aws.uses.clear();
    assertThat(subjects(fetched)).containsExactly("NeverFetched");
  }

  @Test
  void ofOtherHoldsTheReportAloneTells() {
    AccountFixture none = AccountFixture.deactivationDue();
    none.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE);
    none.aws.setStatus(ALICE, new KeyId("AKIA000000000002"), KeyStatus.INACTIVE);
    AccountFixture unreadable = AccountFixture.rotationDue().record("soon", OLD);
    for (AccountFixture account : List.of(none, unreadable)) {
      assertThat(subjects(account)).isEmpty();
      assertThat(account.apply().row().decision().verb()).isEqualTo(Verb.HOLD);
    }
  }

  private static List<String> subjects(AccountFixture account) {
    account.apply();
    return account.aws.mails.stream().map(Mail::subject).toList();
  }
}
