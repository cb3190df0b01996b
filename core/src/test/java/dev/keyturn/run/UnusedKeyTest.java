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
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Scope;
import dev.keyturn.run.Intervention.Command;
import dev.keyturn.run.Intervention.Proposal;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    AccountFixture account = new AccountFixture().alice().retiringUnused(45).remindEvery(30);
    account.key(ALICE, KeyStatus.ACTIVE, 90);
    return account;
  }

  /** What happens in a number of days, each with its number. */
  private static List<String> daily(AccountFixture account, int days) {
    List<String> done = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      int number = day;
      account.apply().report().rows().forEach(row -> done.add(number + " " + said(row)));
      account.later(Duration.ofDays(1));
    }
    return done;
  }

  private static String said(Row row) {
    String reason = row.decision().reason().name();
    return row.outcome() instanceof Row.Outcome.Failed ? reason + " failed" : reason;
  }

  private static Map<KeyId, KeyStatus> keys(AccountFixture account) {
    return account.aws.now(ALICE).keys().stream()
        .collect(Collectors.toMap(AccessKey::id, AccessKey::status));
  }

  private static AccountFixture deactivated() {
    AccountFixture account = unused();
    daily(account, 12);
    assertThat(keys(account)).isEqualTo(Map.of(KEY, KeyStatus.INACTIVE));
    return account;
  }

  @Test
  void itsOwnerIsWarnedThenItIsSwitchedOffThenDeletedAndNoKeyIsMade() {
    AccountFixture account = unused();
    assertThat(daily(account, 40)).isEqualTo(WAY);
    assertThat(keys(account)).isEmpty();
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
    assertThat(account.aws.objects).isEmpty();
    assertThat(account.aws.mails)
        .extracting(Mail::subject)
        .containsExactly(
            "Unused", "Unused", "Unused", "Unused", "UnusedDeactivated", "UnusedDeleted");
    assertThat(account.notes().unused()).isEmpty();
  }

  @Test
  void everyWarningNamesTheSameDay() {
    AccountFixture account = unused();
    daily(account, 11);
    assertThat(account.aws.mails)
        .hasSize(4)
        .allSatisfy(
            mail ->
                assertThat(mail.text())
                    .contains("deactivatedOn=" + AccountFixture.TODAY.plusDays(11)));
  }

  @Test
  void theForecastSaysWhatEachDayBrings() {
    Plan plan = unused().planned(Weather.fine());
    assertThat(forecast(plan, 39)).isEqualTo(WAY);
  }

  @Test
  void aForecastDoesNotTakeAKeyForUnusedWhoseUseIsUnknown() {
    AccountFixture account = new AccountFixture().alice().retiringUnused(45);
    account.key(ALICE, KeyStatus.ACTIVE, 31);
    Connection connection =
        new Connection(
            account.aws, Weather.on("last use of " + KEY, Fate.DENIED), account.runtime());
    Plan plan = planned(account.run(connection, account.runtime()), 400);
    Forecast.each(
        plan,
        day ->
            assertThat(day.due())
                .extracting(due -> due.decision().reason())
                .doesNotContain(Reason.Warn.UNUSED, Reason.Deactivate.STILL_UNUSED));
  }

  @Test
  void theForecastOfANamedUserSaysWhatThatOfAllUsersSays() {
    List<String> way =
        List.of("15 UNUSED", "23 UNUSED", "24 UNUSED", "25 UNUSED", "26 STILL_UNUSED");
    for (boolean used : List.of(false, true)) {
      AccountFixture account = new AccountFixture().alice().retiringUnused(45).remindEvery(30);
      account.key(ALICE, KeyStatus.ACTIVE, 31);
      if (used) {
        account.used(KEY);
      }
      Connection connection = new Connection(account.aws, Weather.fine(), account.runtime());
      List<String> named = forecast(planned(account.run(connection, account.runtime()), 30), 30);
      assertThat(named).isEqualTo(forecast(account.planned(Weather.fine()), 30));
      assertThat(named.containsAll(way)).as("%s", named).isEqualTo(!used);
      assertThat(count(connection, "last use")).isEqualTo(1);
      assertThat(count(connection, "ask for the report")).isZero();
    }
  }

  @Test
  void aPlanOfTodayAsksForNoLastUseThatItDoesNotNeed() {
    AccountFixture account = new AccountFixture().alice().retiringUnused(45);
    account.key(ALICE, KeyStatus.ACTIVE, 31);
    Connection connection = new Connection(account.aws, Weather.fine(), account.runtime());
    planned(account.run(connection, account.runtime()), 0);
    assertThat(count(connection, "last use")).isZero();
  }

  private static long count(Connection connection, String verb) {
    return connection.log.stream().filter(call -> call.is(verb)).count();
  }

  private static Plan planned(Run run, int days) {
    try {
      return run.plan(
          RunRequest.of(new Scope.Only(Set.of(ALICE))).until(AccountFixture.TODAY.plusDays(days)));
    } catch (CannotBegin e) {
      throw new IllegalStateException("could not begin", e);
    }
  }

  private static List<String> forecast(Plan plan, int days) {
    List<String> forecast = new ArrayList<>();
    for (int day = 0; day <= days; day++) {
      for (Plan.Due due : Forecast.of(plan, plan.today().plusDays(day)).due()) {
        forecast.add(day + " " + due.decision().reason());
      }
    }
    return forecast;
  }

  @Test
  void aKeyThatIsUsedInTimeStaysAndIsReplacedAsAlways() {
    AccountFixture account = unused();
    daily(account, 11);
    account.used(KEY);
    assertThat(daily(account, 1)).containsExactly("0 OVERDUE");
  }

  @Test
  void aUseOfTheLastHoursCountsThoughTheReportDoesNotShowIt() {
    AccountFixture account = unused();
    daily(account, 11);
    Run run =
        account.run(
            new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime());
    Plan plan = AccountFixture.plan(run);
    assertThat(plan.due())
        .extracting(due -> due.decision().reason())
        .isEqualTo(List.of(Reason.Deactivate.STILL_UNUSED));
    account.used(KEY);
    Row row = AccountFixture.apply(run, plan).rows().getFirst();
    assertThat(row.decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(keys(account)).isEqualTo(Map.of(KEY, KeyStatus.ACTIVE));
  }

  @Test
  void aKeyThatIsSwitchedOnAgainStaysForAsLongAsIfItHadBeenUsed() {
    AccountFixture account = deactivated();
    account.aws.setStatus(ALICE, KEY, KeyStatus.ACTIVE);
    Plan plan = account.planned(Weather.fine());
    assertThat(daily(account, 1)).containsExactly("0 KEPT_BY_OWNER");
    assertThat(account.notes().unused(KEY).orElseThrow().phase()).isEqualTo(Unused.Phase.KEPT);
    assertThat(Forecast.of(plan, plan.today().plusDays(1)).due())
        .extracting(due -> due.decision().reason())
        .containsExactly(Reason.Rotate.OVERDUE);
    assertThat(keys(account)).isEqualTo(Map.of(KEY, KeyStatus.ACTIVE));
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
    assertThat(daily(account, 1))
        .as("it is overdue and counts as used")
        .containsExactly("0 OVERDUE");
  }

  @Test
  void undoSwitchesItOnAndNoRunSwitchesItOffAgain() throws CannotBegin {
    AccountFixture account = deactivated();
    Intervention undo =
        account.intervention(
            new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime());
    Proposal proposal = undo.propose(Command.UNDO, ALICE);
    undo.carryOut(proposal, (Remedy.Change) proposal.remedy());
    assertThat(keys(account)).isEqualTo(Map.of(KEY, KeyStatus.ACTIVE));
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
    assertThat(account.notes().unused(KEY).orElseThrow().phase()).isEqualTo(Unused.Phase.KEPT);
    assertThat(account.aws.mails.getLast().subject()).isEqualTo("BroughtBack");
    assertThat(daily(account, 1)).containsExactly("0 OVERDUE");
  }

  @Test
  void undoBesideAKeyThatWorksRecordsNoRotation() throws CannotBegin {
    AccountFixture account = unused();
    account.key(ALICE, KeyStatus.ACTIVE, 20);
    for (int day = 0; day < 12; day++) {
      account.used(OTHER).apply();
      account.later(Duration.ofDays(1));
    }
    assertThat(keys(account)).containsEntry(KEY, KeyStatus.INACTIVE);
    Intervention undo =
        account.intervention(
            new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime());
    Proposal proposal = undo.propose(Command.UNDO, ALICE);
    undo.carryOut(proposal, (Remedy.Change) proposal.remedy());
    assertThat(keys(account)).doesNotContainValue(KeyStatus.INACTIVE);
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
  }

  @Test
  void aKeptKeyStaysKeptWhileItsUserHasNoAddress() {
    AccountFixture account = deactivated();
    account.aws.setStatus(ALICE, KEY, KeyStatus.ACTIVE);
    daily(account, 1);
    account.aws.untag(ALICE, List.of("email"));
    daily(account, 3);
    assertThat(account.notes().unused(KEY).orElseThrow().phase()).isEqualTo(Unused.Phase.KEPT);
  }

  @Test
  void anUnusedKeyBesideAUsedOneMakesRoom() {
    AccountFixture account = unused();
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    for (int day = 0; day < 20; day++) {
      account.used(OTHER);
      account.apply();
      account.later(Duration.ofDays(1));
    }
    assertThat(keys(account)).containsOnlyKeys(OTHER);
    account.used(OTHER);
    assertThat(daily(account, 1)).containsExactly("0 OVERDUE");
  }

  @Test
  void anExemptionBetweenWarningAndSwitchingOffStartsTheWarningAgain() {
    AccountFixture account = unused();
    daily(account, 5);
    account.aws.tag(ALICE, Map.of("keyturn-exempt", "2027-06-01 CHG-1"));
    daily(account, 30);
    account.aws.untag(ALICE, List.of("keyturn-exempt"));
    assertThat(daily(account, 12)).startsWith("0 UNUSED").endsWith("11 STILL_UNUSED");
  }

  @Test
  void anInterruptedRetirementEndsAsAnUninterruptedOne() {
    for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
      for (String call : List.of("tag", "deactivate", "mail", "delete", "untag")) {
        AccountFixture account = unused();
        boolean cut = false;
        for (int day = 0; day < 60; day++) {
          cut = cut || (day >= 11 && account.cut(Weather.once(call, fate)));
          account.apply();
          account.later(Duration.ofDays(1));
        }
        assertThat(cut).as("%s %s", fate, call).isTrue();
        assertThat(keys(account)).as("%s %s", fate, call).isEmpty();
        assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
        assertThat(account.aws.mails)
            .extracting(Mail::subject)
            .as("%s %s", fate, call)
            .contains("Unused", "UnusedDeactivated", "UnusedDeleted");
      }
    }
  }

  @Test
  void aDeniedStepLeavesNoRecord() {
    AccountFixture account = unused();
    daily(account, 11);
    Row row = account.apply(Weather.on("deactivate", Fate.DENIED)).row();
    assertThat(said(row)).isEqualTo("STILL_UNUSED failed");
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
    assertThat(daily(account.later(Duration.ofDays(1)), 1)).containsExactly("0 STILL_UNUSED");
  }

  @Test
  void nothingIsSwitchedOffIfThatCannotBeNoted() {
    AccountFixture account = unused();
    daily(account, 11);
    Row row = account.apply(Weather.on("write the notes", Fate.REFUSED)).row();
    assertThat(said(row)).isEqualTo("STILL_UNUSED failed");
    assertThat(keys(account)).isEqualTo(Map.of(KEY, KeyStatus.ACTIVE));
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
  }

  /** A person who may tag users clears the record of a key that is inactive, or writes it back. */
  @Test
  void forgedTagsDeleteNothingAndSwitchNothingOff() {
    AccountFixture account = deactivated();
    account.aws.untag(ALICE, List.of(AccountFixture.DATE_TAG, AccountFixture.OLD_KEY_TAG));
    assertThat(daily(account, 30)).isEmpty();
    assertThat(keys(account)).isEqualTo(Map.of(KEY, KeyStatus.INACTIVE));
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
    AccountFixture account = unused();
    account.aws.uses.put(
        KEY,
        new LastUse.At(account.clock.instant().minus(Duration.ofDays(44)), "s3", "eu-central-1"));
    assertThat(daily(account, 1)).containsExactly("0 OVERDUE");
  }
}
