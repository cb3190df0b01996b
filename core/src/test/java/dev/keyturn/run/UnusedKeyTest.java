package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes.Unused;
import dev.keyturn.mail.Mail;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.run.Intervention.Command;
import dev.keyturn.run.Intervention.Proposal;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code UNUSED_DAYS}: the whole way of a key that nothing uses. */
class UnusedKeyTest {
  private static final KeyId KEY = new KeyId("AKIA000000000001");
  private static final KeyId OTHER = new KeyId("AKIA000000000002");

  /** The days of the whole way: warning, 11 days later deactivation, 8 days later deletion. */
  private static final List<String> WAY =
      List.of(
          "0 UNUSED", "8 UNUSED", "9 UNUSED", "10 UNUSED", "11 STILL_UNUSED", "19 RETENTION_OVER");

  private static AccountFixture unused() {
    AccountFixture lab = new AccountFixture().alice().retiringUnused(45).remindEvery(30);
    lab.key(ALICE, KeyStatus.ACTIVE, 90);
    return lab;
  }

  /** What happens in a number of days, each with its number. */
  private static List<String> daily(AccountFixture lab, int days) {
    List<String> done = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      int number = day;
      lab.apply().report().rows().forEach(row -> done.add(number + " " + said(row)));
      lab.later(Duration.ofDays(1));
    }
    return done;
  }

  private static String said(Row row) {
    String reason = row.decision().reason().name();
    return row.outcome() instanceof Row.Outcome.Failed ? reason + " failed" : reason;
  }

  private static Map<KeyId, KeyStatus> keys(AccountFixture lab) {
    return lab.aws.now(ALICE).keys().stream()
        .collect(Collectors.toMap(AccessKey::id, AccessKey::status));
  }

  private static AccountFixture deactivated() {
    AccountFixture lab = unused();
    daily(lab, 12);
    assertThat(keys(lab)).isEqualTo(Map.of(KEY, KeyStatus.INACTIVE));
    return lab;
  }

  @Test
  void itsOwnerIsWarnedThenItIsSwitchedOffThenDeletedAndNoKeyIsMade() {
    AccountFixture lab = unused();
    assertThat(daily(lab, 40)).isEqualTo(WAY);
    assertThat(keys(lab)).isEmpty();
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
    assertThat(lab.aws.objects).isEmpty();
    assertThat(lab.aws.mails)
        .extracting(Mail::subject)
        .containsExactly(
            "Unused", "Unused", "Unused", "Unused", "UnusedDeactivated", "UnusedDeleted");
    assertThat(lab.notes().unused()).isEmpty();
  }

  @Test
  void everyWarningNamesTheSameDay() {
    AccountFixture lab = unused();
    daily(lab, 11);
    assertThat(lab.aws.mails)
        .hasSize(4)
        .allSatisfy(
            mail ->
                assertThat(mail.text())
                    .contains("deactivatedOn=" + AccountFixture.TODAY.plusDays(11)));
  }

  @Test
  void theForecastSaysWhatEachDayBrings() {
    Plan plan = unused().planned(Weather.fine());
    List<String> forecast = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      for (Plan.Due due : Forecast.of(plan, plan.today().plusDays(day)).due()) {
        forecast.add(day + " " + due.decision().reason());
      }
    }
    assertThat(forecast).isEqualTo(WAY);
  }

  @Test
  void aForecastDoesNotTakeAKeyForUnusedWhoseUseIsUnknown() {
    AccountFixture lab = new AccountFixture().alice().retiringUnused(45);
    lab.key(ALICE, KeyStatus.ACTIVE, 31);
    Plan plan = lab.planned(Weather.on("ask for the report", Fate.REFUSED));
    Forecast.each(
        plan,
        day ->
            assertThat(day.due())
                .extracting(due -> due.decision().reason())
                .doesNotContain(Reason.Warn.UNUSED, Reason.Deactivate.STILL_UNUSED));
  }

  @Test
  void aKeyThatIsUsedInTimeStaysAndIsReplacedAsAlways() {
    AccountFixture lab = unused();
    daily(lab, 11);
    lab.used(KEY);
    assertThat(daily(lab, 1)).containsExactly("0 OVERDUE");
  }

  @Test
  void aUseOfTheLastHoursCountsThoughTheReportDoesNotShowIt() {
    AccountFixture lab = unused();
    daily(lab, 11);
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), lab.runtime()), lab.runtime());
    Plan plan = AccountFixture.plan(run);
    assertThat(plan.due())
        .extracting(due -> due.decision().reason())
        .isEqualTo(List.of(Reason.Deactivate.STILL_UNUSED));
    lab.used(KEY);
    Row row = AccountFixture.apply(run, plan).rows().getFirst();
    assertThat(row.decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(keys(lab)).isEqualTo(Map.of(KEY, KeyStatus.ACTIVE));
  }

  @Test
  void aKeyThatIsSwitchedOnAgainStaysForAsLongAsIfItHadBeenUsed() {
    AccountFixture lab = deactivated();
    lab.aws.setStatus(ALICE, KEY, KeyStatus.ACTIVE);
    Plan plan = lab.planned(Weather.fine());
    assertThat(daily(lab, 1)).containsExactly("0 KEPT_BY_OWNER");
    assertThat(lab.notes().unused(KEY).orElseThrow().phase()).isEqualTo(Unused.Phase.KEPT);
    assertThat(Forecast.of(plan, plan.today().plusDays(1)).due())
        .extracting(due -> due.decision().reason())
        .containsExactly(Reason.Rotate.OVERDUE);
    assertThat(keys(lab)).isEqualTo(Map.of(KEY, KeyStatus.ACTIVE));
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
    assertThat(daily(lab, 1)).as("it is overdue and counts as used").containsExactly("0 OVERDUE");
  }

  @Test
  void undoSwitchesItOnAndNoRunSwitchesItOffAgain() throws CannotBegin {
    AccountFixture lab = deactivated();
    Intervention undo =
        lab.intervention(new Connection(lab.aws, Weather.fine(), lab.runtime()), lab.runtime());
    Proposal proposal = undo.propose(Command.UNDO, ALICE);
    undo.carryOut(proposal, (Remedy.Change) proposal.remedy());
    assertThat(keys(lab)).isEqualTo(Map.of(KEY, KeyStatus.ACTIVE));
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
    assertThat(lab.notes().unused(KEY).orElseThrow().phase()).isEqualTo(Unused.Phase.KEPT);
    assertThat(lab.aws.mails.getLast().subject()).isEqualTo("BroughtBack");
    assertThat(daily(lab, 1)).containsExactly("0 OVERDUE");
  }

  @Test
  void undoBesideAKeyThatWorksRecordsNoRotation() throws CannotBegin {
    AccountFixture lab = unused();
    lab.key(ALICE, KeyStatus.ACTIVE, 20);
    for (int day = 0; day < 12; day++) {
      lab.used(OTHER).apply();
      lab.later(Duration.ofDays(1));
    }
    assertThat(keys(lab)).containsEntry(KEY, KeyStatus.INACTIVE);
    Intervention undo =
        lab.intervention(new Connection(lab.aws, Weather.fine(), lab.runtime()), lab.runtime());
    Proposal proposal = undo.propose(Command.UNDO, ALICE);
    undo.carryOut(proposal, (Remedy.Change) proposal.remedy());
    assertThat(keys(lab)).doesNotContainValue(KeyStatus.INACTIVE);
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
  }

  @Test
  void aKeptKeyStaysKeptWhileItsUserHasNoAddress() {
    AccountFixture lab = deactivated();
    lab.aws.setStatus(ALICE, KEY, KeyStatus.ACTIVE);
    daily(lab, 1);
    lab.aws.untag(ALICE, List.of("email"));
    daily(lab, 3);
    assertThat(lab.notes().unused(KEY).orElseThrow().phase()).isEqualTo(Unused.Phase.KEPT);
  }

  @Test
  void anUnusedKeyBesideAUsedOneMakesRoom() {
    AccountFixture lab = unused();
    lab.key(ALICE, KeyStatus.ACTIVE, 61);
    for (int day = 0; day < 20; day++) {
      lab.used(OTHER);
      lab.apply();
      lab.later(Duration.ofDays(1));
    }
    assertThat(keys(lab)).containsOnlyKeys(OTHER);
    lab.used(OTHER);
    assertThat(daily(lab, 1)).containsExactly("0 OVERDUE");
  }

  @Test
  void anExemptionBetweenWarningAndSwitchingOffStartsTheWarningAgain() {
    AccountFixture lab = unused();
    daily(lab, 5);
    lab.aws.tag(ALICE, Map.of("keyturn-exempt", "2027-06-01 CHG-1"));
    daily(lab, 30);
    lab.aws.untag(ALICE, List.of("keyturn-exempt"));
    assertThat(daily(lab, 12)).startsWith("0 UNUSED").endsWith("11 STILL_UNUSED");
  }

  @Test
  void anInterruptedRetirementEndsAsAnUninterruptedOne() {
    for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
      for (String call : List.of("tag", "deactivate", "mail", "delete", "untag")) {
        AccountFixture lab = unused();
        boolean cut = false;
        for (int day = 0; day < 60; day++) {
          cut = cut || (day >= 11 && lab.cut(Weather.once(call, fate)));
          lab.apply();
          lab.later(Duration.ofDays(1));
        }
        assertThat(cut).as("%s %s", fate, call).isTrue();
        assertThat(keys(lab)).as("%s %s", fate, call).isEmpty();
        assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
        assertThat(lab.aws.mails)
            .extracting(Mail::subject)
            .as("%s %s", fate, call)
            .contains("Unused", "UnusedDeactivated", "UnusedDeleted");
      }
    }
  }

  @Test
  void aDeniedStepLeavesNoRecord() {
    AccountFixture lab = unused();
    daily(lab, 11);
    Row row = lab.apply(Weather.on("deactivate", Fate.DENIED)).row();
    assertThat(said(row)).isEqualTo("STILL_UNUSED failed");
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
    assertThat(daily(lab.later(Duration.ofDays(1)), 1)).containsExactly("0 STILL_UNUSED");
  }

  @Test
  void nothingIsSwitchedOffIfThatCannotBeNoted() {
    AccountFixture lab = unused();
    daily(lab, 11);
    Row row = lab.apply(Weather.on("write the notes", Fate.REFUSED)).row();
    assertThat(said(row)).isEqualTo("STILL_UNUSED failed");
    assertThat(keys(lab)).isEqualTo(Map.of(KEY, KeyStatus.ACTIVE));
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
  }

  /** A person who may tag users clears the record of a key that is inactive, or writes it back. */
  @Test
  void forgedTagsDeleteNothingAndSwitchNothingOff() {
    AccountFixture lab = deactivated();
    lab.aws.untag(ALICE, List.of(AccountFixture.DATE_TAG, AccountFixture.OLD_KEY_TAG));
    assertThat(daily(lab, 30)).isEmpty();
    assertThat(keys(lab)).isEqualTo(Map.of(KEY, KeyStatus.INACTIVE));
    AccountFixture on = deactivated();
    on.aws.setStatus(ALICE, KEY, KeyStatus.ACTIVE);
    on.record("2026-01-01 deactivating", KEY);
    assertThat(daily(on, 1)).as("its owner switched it on").containsExactly("0 KEPT_BY_OWNER");
    AccountFixture own = unused();
    own.used(KEY).aws.setStatus(ALICE, KEY, KeyStatus.INACTIVE);
    own.record("2026-01-01 deactivated", KEY);
    daily(own, 30);
    assertThat(keys(own)).as("its owner switched it off").containsOnlyKeys(KEY);
  }

  @Test
  void aUseLongAgoIsAUseAllTheSame() {
    AccountFixture lab = unused();
    lab.aws.uses.put(
        KEY, new LastUse.At(lab.clock.instant().minus(Duration.ofDays(44)), "s3", "eu-central-1"));
    assertThat(daily(lab, 1)).containsExactly("0 OVERDUE");
  }
}
