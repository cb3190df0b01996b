package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static dev.keyturn.run.AccountFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Reason;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code NOTICE_DAYS}, run by run: whose key is replaced was warned in time, as Keyturn noted. */
class NoticeDaysTest {
  private static final Duration DAY = Duration.ofDays(1);

  /** Alice's only key, of this age in days; a week's notice. */
  private static AccountFixture aged(int days) {
    AccountFixture account = new AccountFixture().alice().notice(7);
    account.key(ALICE, KeyStatus.ACTIVE, days);
    return account;
  }

  /** What each of a number of daily runs did to Alice, as {@code warn NOTICE_RUNS}. */
  private static List<String> daily(AccountFixture account, int days) {
    List<String> done = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      done.add(word(account.apply().report()));
      account.later(DAY);
    }
    return done;
  }

  private static String word(Report report) {
    return report.rows().isEmpty()
        ? "nothing"
        : report.rows().getFirst().decision().verb().word()
            + " "
            + report.rows().getFirst().decision().reason();
  }

  @Test
  void anOverdueKeyIsReplacedAWeekAfterItsFirstWarning() {
    AccountFixture account = aged(200);
    assertThat(daily(account, 8))
        .startsWith("warn NOTICE_RUNS")
        .endsWith("warn NOTICE_RUNS", "rotate OVERDUE")
        .filteredOn("warn NOTICE_RUNS"::equals)
        .hasSize(7);
    assertThat(account.aws.mails).hasSize(8);
    assertThat(account.aws.mails.getFirst().text()).contains("replacedOn=" + TODAY.plusDays(7));
  }

  @Test
  void whoWasWarnedAllTheTimeIsRotatedOnTheFirstDay() {
    assertThat(daily(aged(31), 31)).endsWith("warn WARNING", "rotate OVERDUE");
  }

  /** A user who gets an address when a key is nearly due has the whole notice, too. */
  @Test
  void theMailNamesTheDayOnWhichTheKeyIsReplaced() {
    AccountFixture account = aged(58);
    assertThat(daily(account, 8))
        .containsExactly(
            "warn WARNING",
            "warn WARNING",
            "warn WARNING",
            "warn NOTICE_RUNS",
            "warn NOTICE_RUNS",
            "warn NOTICE_RUNS",
            "warn NOTICE_RUNS",
            "rotate OVERDUE");
    assertThat(account.aws.mails.subList(0, 7))
        .allSatisfy(mail -> assertThat(mail.text()).contains("replacedOn=" + TODAY.plusDays(7)));
  }

  @Test
  void withoutNoticeAnOverdueKeyIsReplacedAtOnceAndNothingIsNoted() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 31);
    account.apply();
    assertThat(account.notes().warned()).isEmpty();
    assertThat(account.aws.bucketObjects).doesNotContainKey(BucketPaths.NOTES);
    assertThat(daily(account.later(Duration.ofDays(30)), 1)).containsExactly("rotate OVERDUE");
  }

  @Test
  void aWarningThatSesRefusedDoesNotCount() {
    AccountFixture account = aged(61);
    account.apply(Weather.on("mail", Fate.REFUSED));
    assertThat(account.notes().warned()).isEmpty();
    account.later(Duration.ofDays(7));
    assertThat(daily(account, 1)).containsExactly("warn NOTICE_RUNS");
  }

  /** A run that began before midnight may send its mails after it. */
  @Test
  void theNoticeBeginsOnTheDayOnWhichTheMailWasAccepted() {
    AccountFixture account = aged(61);
    account.apply(Weather.before("mail", () -> account.later(DAY)));
    assertThat(account.notes().warned().values())
        .extracting(Notes.Warned::since)
        .containsExactly(TODAY.plusDays(1));
  }

  /** The first warning went to another address. */
  @Test
  void aNewOwnerIsWarnedAsLong() {
    AccountFixture account = aged(61);
    account.apply();
    account.later(Duration.ofDays(7));
    account.aws.tag(ALICE, Map.of("email", "successor@corp.example"));
    assertThat(daily(account, 8)).endsWith("warn NOTICE_RUNS", "rotate OVERDUE");
  }

  /** Tags and reminders are not asked: only what is in the notes counts. */
  @Test
  void whatIsNotNotedWasNotSaid() {
    AccountFixture account = aged(61).remindEvery(7);
    account.apply();
    assertThat(account.aws.bucketObjects.getOrDefault(BucketPaths.REMINDERS, ""))
        .contains("NOTICE_RUNS");
    account.aws.bucketObjects.remove(BucketPaths.NOTES);
    account.later(Duration.ofDays(7));
    assertThat(daily(account, 1)).containsExactly("warn NOTICE_RUNS");
  }

  @Test
  void aDayToComeIsNotBelieved() {
    AccountFixture account = aged(61);
    AccessKey key = account.aws.keys(ALICE).getFirst();
    account.note(
        account
            .notes()
            .warned(ALICE, key.id(), new EmailAddress("alice@corp.example"), TODAY.plusDays(1)));
    assertThat(daily(account, 8)).endsWith("warn NOTICE_RUNS", "rotate OVERDUE");
  }

  /** The record says where to resume; it does not say that the owner was warned. */
  @Test
  void aRecordOfARotationIsNoWarning() {
    AccountFixture account = aged(61);
    AccessKey key = account.aws.keys(ALICE).getFirst();
    account.record(
        new RotationRecord.Rotating(account.clock.instant().minus(Duration.ofHours(1)), key.id())
            .dateTag(),
        key.id());
    assertThat(daily(account, 7)).containsOnly("warn NOTICE_RUNS");
    assertThat(daily(account, 1)).containsExactly("rotate RESUME_CREATE");
  }

  @Test
  void whileTheNotesCannotBeReadNoKeyIsMadeAndNoOwnerIsWarnedForNothing() {
    assertThat(word(aged(61).apply(Weather.on("read the notes", Fate.DENIED)).report()))
        .isEqualTo("hold NOTES_UNREADABLE");
  }

  @Test
  void weeklyRemindersComeOnTheFirstDayAndOnTheLastThree() {
    assertThat(daily(aged(200).remindEvery(7), 8))
        .containsExactly(
            "warn NOTICE_RUNS",
            "nothing",
            "nothing",
            "nothing",
            "warn NOTICE_RUNS",
            "warn NOTICE_RUNS",
            "warn NOTICE_RUNS",
            "rotate OVERDUE");
  }

  /** What a run does on each of the next days is what the plan said today. */
  @Test
  void theForecastIsWhatHappens() {
    for (int remindEvery : new int[] {1, 7}) {
      AccountFixture account = aged(55).remindEvery(remindEvery);
      Run run =
          account.run(
              new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime());
      Plan plan = AccountFixture.plan(run);
      List<String> foretold = new ArrayList<>();
      for (LocalDate day = TODAY; foretold.size() < 9; day = day.plusDays(1)) {
        Plan.Entry entry = Forecast.of(plan, day).entries().getFirst();
        foretold.add(
            entry instanceof Plan.Decided decided && decided.decision() instanceof Due due
                ? due.verb().word() + " " + due.reason()
                : "nothing");
      }
      assertThat(daily(account, 9)).isEqualTo(foretold).contains("rotate OVERDUE");
    }
  }

  /** A key in its notice is not one that no run will ever rotate. */
  @Test
  void aKeyInItsNoticeIsNotListedAsNeverRotated() {
    AccountFixture account = aged(200).remindEvery(7);
    account.apply();
    account.later(DAY);
    Plan plan = account.planned(Weather.fine());
    assertThat(((Plan.Decided) plan.entries().getFirst()).decision())
        .isEqualTo(new Decision.Nothing(Reason.Nothing.REMINDED));
    assertThat(account.apply().report().neverRotated()).isEmpty();
  }

  @Test
  void whatIsNotedOfAKeyThatIsGoneIsForgotten() {
    AccountFixture account = aged(61);
    account.apply();
    assertThat(account.notes().warned()).hasSize(1);
    account.aws.delete(ALICE, account.aws.keys(ALICE).getFirst().id());
    account.aws.addKey(ALICE, KeyStatus.ACTIVE, account.clock.instant().minus(Duration.ofDays(50)));
    account.later(DAY);
    account.apply();
    assertThat(account.notes().warned()).hasSize(1);
    assertThat(account.notes().warned().keySet())
        .containsExactly(account.aws.keys(ALICE).getFirst().id());
  }

  @Test
  void withoutANoticePeriodNoWarningIsNoted() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 31);
    account.apply();
    assertThat(account.aws.mails).hasSize(1);
    assertThat(account.notes().warned()).isEmpty();
  }
}
