package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.event.Event;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.NoActionDays.Weekdays;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.run.Weather.Call;
import dev.keyturn.run.Weather.Fate;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which calls the credential report and the ledger spare, and which they must not. */
class BulkReadingTest {
  private static final UserName BOB = new UserName("bob");

  /** Alice, as old as time, with a key of an age. */
  private static AccountFixture alice(int keyDays) {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, keyDays);
    return account;
  }

  private static AccountFixture looked(int keyDays) {
    AccountFixture account = alice(keyDays);
    account.apply();
    return nextDay(account);
  }

  private static AccountFixture nextDay(AccountFixture account) {
    account.events.clear();
    account.aws.mails.clear();
    return account.later(Duration.ofDays(1));
  }

  private static long looks(AccountFixture.Done done) {
    return done.count("keys of");
  }

  private static void toggle(AccountFixture account) {
    var key = account.aws.now(ALICE).keys().getFirst().id();
    account.aws.setStatus(ALICE, key, KeyStatus.INACTIVE);
    account.later(Duration.ofMinutes(1));
    account.aws.setStatus(ALICE, key, KeyStatus.ACTIVE);
  }

  private static Stream<Named<UnaryOperator<AccountFixture>>> settings() {
    NoActionDays weekends =
        new NoActionDays(
            List.of(new Weekdays(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)), ZoneOffset.UTC);
    return Stream.of(
        Named.of("the usual settings", account -> account),
        Named.of("UNUSED_DAYS", account -> account.retiringUnused(60)),
        Named.of("ON_EXPOSED", AccountFixture::replacingExposed),
        Named.of("NO_ACTION_ON", account -> account.noAction(weekends)),
        Named.of("MAX_OVERDUE_DAYS", account -> account.overdueAtMost(180)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aQuietDayTakesNoCallForAnyUserAndWritesNothing(UnaryOperator<AccountFixture> set) {
    AccountFixture account = set.apply(alice(3));
    account.apply();
    nextDay(account);
    AccountFixture.Done quiet = account.apply();
    assertThat(quiet.calls())
        .isEqualTo(
            """
            who am I
            check the bucket
            check the sender
            read the notes
            ask for the report
            list users
            read the report
            read the ledger
            """);
    assertThat(quiet.report().rows()).isEmpty();
    assertThat(quiet.report().managed()).isEqualTo(1);
  }

  @Test
  void aKeyThatWasSwitchedOffAndOnYesterdayIsFoundToday() {
    AccountFixture account = looked(59);
    assertThat(looks(account.apply())).as("she is warned").isOne();
    toggle(nextDay(account));
    AccountFixture.Done done = nextDay(account).apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Rotate.OVERDUE);
    assertThat(done.row().outcome()).isInstanceOf(Row.Outcome.Rotated.class);
  }

  @Test
  void findsADueKeyThatWasToggledWhileYoungWithoutAReadSince() {
    AccountFixture account = looked(20);
    toggle(account);
    assertThat(looks(nextDay(account).apply())).as("what is reported has changed").isOne();
    assertThat(looks(nextDay(account).apply())).as("and was verified").isZero();
    AccountFixture.Done done = account.later(Duration.ofDays(10)).apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Warn.WARNING);
  }

  @Test
  void aPlanOfTheWarnedTakesNoCallForThemAndSaysTheirKeys() {
    AccountFixture account = looked(40);
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Run run = account.run(connection, runtime);
    Row row = run.report(AccountFixture.plan(run)).rows().getFirst();
    assertThat(row.decision().verb()).isEqualTo(Verb.WARN);
    assertThat(row.keys()).isEqualTo(account.aws.now(ALICE).keys());
    assertThat(connection.calls()).doesNotContain("keys of");
    assertThat(connection.log).noneMatch(Call::write);
  }

  @Test
  void aPlanWritesNoLedger() {
    AccountFixture account = alice(3);
    account.planned(Weather.fine());
    assertThat(account.aws.bucketObjects).isEmpty();
  }

  @Test
  void whoIsYoungerThanTheWarningIsNeverLookedAt() {
    for (int days : List.of(30, 31)) {
      AccountFixture account = new AccountFixture();
      account.later(Duration.ofDays(-days)).made(ALICE, Map.of("email", "alice@corp.example"));
      account.later(Duration.ofDays(days)).key(ALICE, KeyStatus.ACTIVE, 1);
      AccountFixture.Done done = account.apply();
      assertThat(looks(done)).as("%d days", days).isEqualTo(days == 31 ? 1 : 0);
      assertThat(done.count("read the report")).isOne();
    }
  }

  @Test
  void aKeyThatIsReportedAsOldIsLookedAtHoweverYoungItsUserSeems() {
    AccountFixture account =
        new AccountFixture().made(ALICE, Map.of("email", "alice@corp.example"));
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Rotate.OVERDUE);
  }

  @Test
  void aYoungUserIsLookedAtWhereThereIsNoReport() {
    AccountFixture account =
        new AccountFixture().made(ALICE, Map.of("email", "alice@corp.example"));
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    AccountFixture.Done done = account.apply(Weather.on("read the report", Fate.DENIED));
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Rotate.OVERDUE);
  }

  @Test
  void aPlanForALaterDayReadsUsersThatMayBeDueByThen() throws CannotBegin {
    AccountFixture account = new AccountFixture();
    account.later(Duration.ofDays(-5)).made(ALICE, Map.of("email", "alice@corp.example"));
    account.later(Duration.ofDays(5)).key(ALICE, KeyStatus.ACTIVE, 1);
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    Plan near = run.plan(RunRequest.everyone().until(AccountFixture.TODAY.plusDays(10)));
    assertThat(near.entries()).singleElement().isInstanceOf(Plan.Quiet.class);
    assertThat(near.until()).isEqualTo(AccountFixture.TODAY.plusDays(10));
    assertThat(run.report(near).rows()).isEmpty();
    assertThat(Forecast.of(near, AccountFixture.TODAY.plusDays(10)).entries())
        .isEqualTo(near.entries());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Forecast.of(near, AccountFixture.TODAY.plusDays(11)))
        .withMessageContaining("is after 2026-12-02");
    Plan far = run.plan(RunRequest.everyone().until(AccountFixture.TODAY.plusDays(40)));
    assertThat(run.report(Forecast.of(far, AccountFixture.TODAY.plusDays(40))).rows()).hasSize(1);
    assertThat(run.plan(RunRequest.everyone()).until()).isEqualTo(AccountFixture.TODAY);
  }

  @Test
  void whoHasNoActiveKeyIsNotLookedAt() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.INACTIVE, 90);
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    assertThat(AccountFixture.plan(run).entries())
        .singleElement()
        .isInstanceOfSatisfying(
            Plan.Quiet.class,
            quiet -> assertThat(quiet.why()).isEqualTo(Reason.Nothing.NO_ACTIVE_KEY));
  }

  @Test
  void anAddressThatIsNoneIsHeldWithoutALookOnceItsKeysAreKnown() {
    AccountFixture account = new AccountFixture().user(ALICE, Map.of("email", "nowhere"));
    account.key(ALICE, KeyStatus.ACTIVE, 3);
    assertThat(looks(account.apply())).isOne();
    AccountFixture.Done done = nextDay(account).apply();
    assertThat(looks(done)).isZero();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.ADDRESS_INVALID);
  }

  @Test
  void alwaysReadsUsersWithAnExemptionOrARotation() {
    AccountFixture exempt = looked(3);
    exempt.aws.tag(ALICE, Map.of("keyturn-exempt", "2027-01-31 moving"));
    assertThat(looks(exempt.apply())).isOne();
    AccountFixture rotating = looked(70);
    AccountFixture.Done done = rotating.apply();
    assertThat(looks(done)).isOne();
    assertThat(done.count("read the report")).as("the report saves no call").isZero();
  }

  @Test
  void readsAUserWhoWasCreatedAgainUnderTheSameName() {
    AccountFixture account = looked(3);
    account.apply();
    account.aws.users.remove(ALICE);
    account.later(Duration.ofDays(-60)).made(ALICE, Map.of("email", "alice@corp.example"));
    account.later(Duration.ofDays(60)).key(ALICE, KeyStatus.ACTIVE, 45);
    AccountFixture.Done done = account.later(Duration.ofHours(1)).apply();
    assertThat(looks(done)).isEqualTo(2);
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Warn.WARNING);
  }

  @Test
  void readsUsersThatAreNotInTheReport() {
    AccountFixture account = looked(3);
    account.apply();
    account.user(BOB, Map.of("email", "bob@corp.example")).key(BOB, KeyStatus.ACTIVE, 45);
    AccountFixture.Done done = account.later(Duration.ofHours(1)).apply();
    assertThat(done.row().user()).isEqualTo(BOB);
    assertThat(done.count("keys of bob")).isEqualTo(2);
    assertThat(done.count("keys of alice")).isZero();
  }

  @Test
  void aLedgerThatIsLostForeignOrDamagedCostsALookAndNothingElse() {
    for (Optional<String> text :
        List.of(
            Optional.<String>empty(),
            Optional.of("nonsense"),
            Optional.of("keyturn ledger 1 of 999999999999\nsha256 0\n"))) {
      AccountFixture account = looked(45);
      account.aws.bucketObjects.remove(BucketPaths.LEDGER);
      text.ifPresent(other -> account.aws.bucketObjects.put(BucketPaths.LEDGER, other));
      AccountFixture.Done done = account.apply();
      assertThat(looks(done)).as("%s", text).isEqualTo(2);
      assertThat(done.row().decision().reason()).isEqualTo(Reason.Warn.WARNING);
      assertThat(done.row().outcome()).isEqualTo(new Row.Outcome.Done());
      assertThat(looks(nextDay(account).apply())).as("the ledger was written again").isOne();
    }
  }

  @Test
  void aLedgerThatCannotBeReadOrWrittenIsSaidAndCostsALook() {
    AccountFixture account = looked(45);
    AccountFixture.Done unread = account.apply(Weather.on("read the ledger", Fate.DENIED));
    assertThat(looks(unread)).isEqualTo(2);
    assertThat(account.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .singleElement()
        .isEqualTo(new Event.Unchecked("ledger", "read the ledger: DENIED"));
    AccountFixture first = alice(3);
    first.apply(Weather.on("write the ledger", Fate.DENIED));
    assertThat(first.events).contains(new Event.LedgerNotKept("write the ledger: DENIED"));
    assertThat(first.aws.bucketObjects).doesNotContainKey(BucketPaths.LEDGER);
  }

  @Test
  void anotherRunsLedgerIsLeftAsItIs() {
    AccountFixture account = alice(3);
    account.apply(
        call -> {
          if (call.is("write the ledger")) {
            account.aws.bucketObjects.put(BucketPaths.LEDGER, "the other's");
          }
          return Fate.FINE;
        });
    assertThat(account.aws.bucketObjects).containsEntry(BucketPaths.LEDGER, "the other's");
    assertThat(account.events).noneMatch(Event.LedgerNotKept.class::isInstance);
  }

  @Test
  void aReportThatIsDeniedMeansALookAtEachAndIsSaid() {
    AccountFixture account = looked(45);
    AccountFixture.Done done = account.apply(Weather.on("read the report", Fate.DENIED));
    assertThat(looks(done)).isEqualTo(2);
    assertThat(done.count("read the report")).isOne();
    assertThat(done.count("read the ledger")).isZero();
    assertThat(done.row().outcome()).isEqualTo(new Row.Outcome.Done());
    assertThat(account.events).contains(new Event.WithoutReport("read the report: DENIED"));
  }

  @Test
  void readsAnExistingReportWithoutPermissionToRequestOne() {
    AccountFixture none = alice(3);
    none.apply(Weather.on("ask for the report", Fate.DENIED));
    assertThat(none.events).contains(new Event.WithoutReport("ask for the report: DENIED"));
    AccountFixture one = looked(3);
    one.aws.requestReport();
    assertThat(looks(one.apply(Weather.on("ask for the report", Fate.DENIED)))).isZero();
  }

  @Test
  void aReportIsAskedForAgainWhereThereIsNone() {
    AccountFixture account = looked(3);
    AccountFixture.Done done = account.apply(Weather.once("ask for the report", Fate.UNREACHABLE));
    assertThat(done.count("ask for the report")).isEqualTo(2);
    assertThat(looks(done)).isZero();
  }

  @Test
  void aReportIsWaitedForTwentySecondsAndNoLonger() {
    AccountFixture ready = looked(3);
    ready.aws.reportTakes = Duration.ofSeconds(3);
    AccountFixture.Done done = ready.apply();
    assertThat(looks(done)).isZero();
    assertThat(done.count("read the report")).isBetween(3L, 5L);
    assertThat(ready.events).filteredOn(Event.AwaitingReport.class::isInstance).hasSize(1);

    AccountFixture never = looked(3);
    never.aws.reportTakes = Duration.ofHours(1);
    var begun = never.clock.instant();
    assertThat(looks(never.apply())).isOne();
    assertThat(Duration.between(begun, never.clock.instant()))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(25));
    assertThat(never.events)
        .contains(new Event.WithoutReport("AWS is still generating it, after 20 seconds"));
  }

  @Test
  void aReportThatIsThrottledOrLostIsLookedForAgain() {
    for (Fate fate : List.of(Fate.THROTTLED, Fate.UNREACHABLE, Fate.LOST_BEFORE)) {
      AccountFixture account = looked(3);
      assertThat(looks(account.apply(Weather.once("read the report", fate)))).isZero();
      AccountFixture always = looked(3);
      assertThat(looks(always.apply(Weather.on("read the report", fate)))).isOne();
      assertThat(always.events)
          .contains(new Event.WithoutReport("read the report: " + fate + ", after 20 seconds"));
    }
  }

  @Test
  void aRunWithLittleTimeDoesNotWaitForTheReport() {
    AccountFixture account = looked(3);
    account.aws.reportTakes = Duration.ofHours(1);
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Run run = account.run(connection, runtime);
    Deadline near = () -> connection.calls().contains("read the report");
    assertThat(
            catchThrowableOfType(
                CannotBegin.class, () -> run.plan(RunRequest.everyone().within(near))))
        .hasMessageContaining("could not be read in the time");
    assertThat(account.events)
        .contains(
            new Event.WithoutReport("AWS is still generating it, and this run has little time"));
  }

  @Test
  void aLineThatMakesNoSenseIsSaid() {
    AccountFixture account = looked(3);
    account.aws.unreadableLines = 2;
    account.apply();
    assertThat(account.events).contains(new Event.LinesPassedOver(2));
    AccountFixture fine = looked(3);
    fine.apply();
    assertThat(fine.events).noneMatch(Event.LinesPassedOver.class::isInstance);
  }

  @Test
  void whereTwoKeysAreInTheWayTheOneThatIsOffIsLookedForEachDay() {
    AccountFixture account = alice(45);
    account.key(ALICE, KeyStatus.INACTIVE, 90);
    account.apply();
    AccountFixture.Done done = nextDay(account).apply();
    assertThat(looks(done)).as("with the fresh look").isEqualTo(2);
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Warn.SLOT_TAKEN);
    AccountFixture young = alice(5);
    young.key(ALICE, KeyStatus.INACTIVE, 90);
    young.apply();
    assertThat(looks(nextDay(young).apply())).as("nothing is due").isZero();
  }

  @Test
  void aKeyThatTheReportDoesNotTellOfIsFoundBeforeActingAndForAllDaysAfter() {
    AccountFixture account = looked(45);
    AccessKey off = account.key(ALICE, KeyStatus.INACTIVE, 0);
    account.later(Duration.ofHours(1));
    AccountFixture.Done first = account.apply();
    assertThat(first.row().decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(first.row().keys()).contains(off);
    AccountFixture.Done second = nextDay(account).apply();
    assertThat(second.row().decision().reason()).isEqualTo(Reason.Warn.SLOT_TAKEN);
    assertThat(account.aws.mails).hasSize(1);
  }

  @Test
  void whatIsLearnedBeforeAndWhileActingIsKeptAlike() {
    AccountFixture account = looked(45);
    account.key(ALICE, KeyStatus.INACTIVE, 0);
    account.user(BOB, Map.of("email", "bob@corp.example")).key(BOB, KeyStatus.ACTIVE, 5);
    account.later(Duration.ofHours(1)).apply();
    AccountFixture.Done second = nextDay(account).apply();
    assertThat(second.connection().log).noneMatch(call -> call.is("keys of bob"));
    assertThat(second.row().decision().reason()).isEqualTo(Reason.Warn.SLOT_TAKEN);
  }

  @Test
  void aWarningSaysTheUseThatWasReported() {
    AccountFixture account = alice(45);
    account.used(account.aws.now(ALICE).keys().getFirst().id());
    AccountFixture.Done done = account.apply();
    assertThat(done.count("last use")).isZero();
    assertThat(account.aws.mails.getFirst().text()).contains("service=s3");
  }

  @Test
  void usersWhoAreAskedForByNameAreLookedAtWithoutTheReport() throws CannotBegin {
    AccountFixture account = looked(45);
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    account.run(connection, runtime).plan(RunRequest.of(new Scope.Only(Set.of(ALICE))));
    assertThat(connection.calls()).contains("keys of alice").doesNotContain("report");
  }

  @Test
  void ofManyOnlyThoseWhoNeedItAreLookedAt() {
    AccountFixture account = new AccountFixture();
    for (int i = 0; i < 40; i++) {
      UserName user = new UserName("user-%02d".formatted(i));
      account.user(user, Map.of("email", user + "@corp.example"));
      account.key(user, i % 4 == 0 ? KeyStatus.INACTIVE : KeyStatus.ACTIVE, 5);
    }
    assertThat(looks(account.apply())).isEqualTo(30);
    assertThat(looks(nextDay(account).apply())).isZero();
  }
}
