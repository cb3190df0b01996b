package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.event.Event;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.state.Lease;
import dev.keyturn.state.LeaseText;
import dev.keyturn.state.LeaseText.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lease prevents two runs from acting at the same time, and blocks no run otherwise. */
class LeaseTest {
  private static List<Event> waits(AccountFixture account) {
    return account.events.stream().filter(Event.AnotherRun.class::isInstance).toList();
  }

  @Test
  void isTakenBeforeTheFirstEffectNamesItsHolderAndIsGivenBackAfterTheLast() {
    AccountFixture account = AccountFixture.rotationDue();
    LeaseText[] atWork = new LeaseText[1];
    AccountFixture.Done done =
        account.apply(Weather.before("tag", () -> atWork[0] = Leases.text(account)));
    assertThat(atWork[0].state()).isEqualTo(State.HELD);
    assertThat(atWork[0].holder())
        .isEqualTo("keyturn, run " + done.report().runId() + ", as arn:aws:iam::1:user/me");
    assertThat(atWork[0].until()).isAfter(account.clock.instant());
    assertThat(Leases.text(account).state()).isEqualTo(State.GIVEN_BACK);
    assertThat(Leases.text(account).holder()).isEqualTo(atWork[0].holder());
    assertThat(done.calls()).endsWith(Leases.WRITE + "\n");
  }

  @Test
  void doesNotWaitAfterARunThatEnded() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    Instant before = account.clock.instant();
    account.key(ALICE, KeyStatus.ACTIVE, 1);
    account.apply();
    assertThat(waits(account)).isEmpty();
    assertThat(Duration.between(before, account.clock.instant()))
        .isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void reportsAnActiveRunOncePollsEveryFiveSecondsAndPlansAgain() {
    AccountFixture account = Leases.held(AccountFixture.rotationDue(), Duration.ofSeconds(42));
    Instant until = Leases.text(account).until();
    AccountFixture.Done done = account.apply();
    assertThat(waits(account)).containsExactly(new Event.AnotherRun("the other run", until));
    assertThat(done.count(Leases.READ)).isBetween(8L, 11L);
    assertThat(done.count("list users")).isEqualTo(2);
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(account.clock.instant()).isBetween(until, until.plusSeconds(6));
  }

  @Test
  void aRunThatWaitedDoesWhatIsDueThenAndNothingThatTheOtherHasDone() {
    AccountFixture account = Leases.held(AccountFixture.rotationDue(), Duration.ofSeconds(50));
    int[] reads = new int[1];
    AccountFixture.Done second =
        account.apply(
            call -> {
              if (call.is(Leases.READ) && ++reads[0] == 2) {
                account.withoutLease().apply();
                account.aws.leases = true;
                Leases.put(account, State.GIVEN_BACK, account.clock.instant());
              }
              return Fate.FINE;
            });
    assertThat(second.report().rows()).isEmpty();
    assertThat(second.connection().log).noneMatch(Weather.Call::write);
    assertThat(account.aws.mails).hasSize(1);
    assertThat(Leases.text(account).state()).isEqualTo(State.GIVEN_BACK);
  }

  @Test
  void aLeaseThatIsGivenBackEarlyIsTakenWithinFiveSeconds() {
    AccountFixture account = Leases.held(AccountFixture.rotationDue(), Duration.ofSeconds(50));
    Instant began = account.clock.instant();
    int[] reads = new int[1];
    account.apply(
        call -> {
          if (call.is(Leases.READ) && ++reads[0] == 2) {
            Leases.put(account, State.GIVEN_BACK, account.clock.instant());
          }
          return Fate.FINE;
        });
    assertThat(account.aws.mails).hasSize(1);
    assertThat(Duration.between(began, account.clock.instant())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aRunThatDiedHoldsUpTheNextForNoMoreThanAMinuteWhereverItDied() {
    for (Supplier<AccountFixture> due :
        List.<Supplier<AccountFixture>>of(
            AccountFixture::rotationDue,
            AccountFixture::deactivationDue,
            AccountFixture::deletionDue)) {
      int calls = due.get().apply().connection().log.size();
      for (int k = 1; k <= calls; k++) {
        AccountFixture account = due.get();
        account.cut(Weather.at(k, Fate.CUT_AFTER));
        Instant died = account.clock.instant();
        Instant[] began = new Instant[1];
        RuntimeEnvironment runtime = account.runtime();
        account.apply(
            call -> {
              if (call.is(Leases.WRITE) && began[0] == null) {
                began[0] = account.clock.instant();
              }
              return Fate.FINE;
            },
            runtime);
        if (began[0] != null) {
          assertThat(Duration.between(died, began[0]))
              .as("call %d", k)
              .isLessThan(Duration.ofMinutes(1));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{}",
        "[1]",
        "{\"state\":\"HELD\"}",
        "{\"state\":\"HELD\",\"until\":\"tomorrow\"}",
        "{\"state\":\"TAKEN\",\"until\":\"2099-01-01T00:00:00Z\"}",
        "{\"state\":\"HELD\",\"until\":{\"at\":\"2099-01-01T00:00:00Z\"}}",
        "{\"state\":\"HELD\",\"until\":\"2099-01-01T00:00:0"
      })
  void takesADamagedLease(String damaged) {
    assertThat(LeaseText.read(damaged)).isEmpty();
    AccountFixture account = AccountFixture.rotationDue();
    account.aws.bucketObjects.put(BucketPaths.LEASE, damaged);
    assertThat(account.apply().row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(waits(account)).isEmpty();
    assertThat(Leases.text(account).state()).isEqualTo(State.GIVEN_BACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT3M", "PT10M", "P365D", "P2000000D"})
  void aLeaseThatEndsLaterThanAnyRunsDoesIsTakenAtOnce(Duration rest) {
    AccountFixture account = Leases.held(AccountFixture.rotationDue(), rest);
    assertThat(account.apply().row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(waits(account)).isEmpty();
    assertThat(Leases.text(account).state()).isEqualTo(State.GIVEN_BACK);
    assertThat(Leases.text(account).holder()).isNotEqualTo("the other run");
  }

  @Test
  void isRenewedWhileItsHolderWaits() {
    AccountFixture account =
        AccountFixture.rotationDue()
            .record("2026-11-22T11:58:00Z rotating", new KeyId("AKIA000000000001"));
    RuntimeEnvironment runtime = account.runtime();
    RuntimeEnvironment watched =
        new RuntimeEnvironment(
            runtime.clock(),
            time -> {
              runtime.waits().pause(time);
              assertThat(Leases.text(account).isOver(account.clock.instant())).isFalse();
            },
            runtime.random(),
            runtime.executor());
    AccountFixture.Done done = account.apply(Weather.fine(), watched);
    assertThat(account.events).anyMatch(Event.Settling.class::isInstance);
    assertThat(done.count(Leases.WRITE)).as("about every fifteen seconds").isBetween(10L, 20L);
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
  }

  @Test
  void isRenewedByTheFirstEffectThatIsMoreThanFifteenSecondsLater() {
    for (int millis : List.of(14_700, 14_801)) {
      AccountFixture account = new AccountFixture().alice();
      account.key(ALICE, KeyStatus.ACTIVE, 31);
      // Taken; then the ledger and the keys of alice, of a tenth of a second each with the write.
      AccountFixture.Done done =
          account.apply(
              Weather.before("write the ledger", () -> account.later(Duration.ofMillis(millis))));
      assertThat(done.count(Leases.WRITE)).as("%d", millis).isEqualTo(millis == 14_700 ? 2 : 3);
    }
  }

  @Test
  void continuesAndReportsABucketWithoutConditionalWrites() {
    AccountFixture account = AccountFixture.rotationDue().withoutLease();
    assertThat(account.apply().row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(account.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(event.toString()).contains("lease", "NotImplemented"));
  }

  /** A run that cannot begin without the lease. */
  private static Connection cannotBegin(AccountFixture account, Weather weather) {
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, weather, runtime);
    Run run = account.run(connection, runtime);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.planAndApply(RunRequest.everyone()))
        .withMessageContaining("The lease that keeps two runs apart could not be taken");
    return connection;
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"REFUSED", "THROTTLED", "UNREACHABLE", "LOST_BEFORE"})
  void aRunThatCannotHaveItCannotBeginForItsHolderWouldThinkItselfAlone(Fate fate) {
    for (String verb : List.of(Leases.READ, Leases.WRITE)) {
      AccountFixture account = AccountFixture.rotationDue();
      cannotBegin(account, Weather.on(verb, fate));
      assertThat(account.aws.now(ALICE).keys()).hasSize(1);
      assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
      assertThat(account.lines()).isEmpty();
    }
  }

  @Test
  void aRunThatIsForestalledAtItsFirstWriteWaitsLikeAnyOther() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        account.apply(
            Weather.before(Leases.WRITE, () -> Leases.held(account, Duration.ofSeconds(30))));
    assertThat(waits(account)).hasSize(1);
    assertThat(done.count("list users")).isEqualTo(2);
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
  }

  @Test
  void isReadOnceWhereNothingIsInTheWay() {
    assertThat(AccountFixture.rotationDue().apply().count(Leases.READ)).isEqualTo(1);
  }

  @Test
  void isNotWrittenBlindlyWhereItCouldNotBeReadForAnythingButADenial() {
    for (Fate fate : List.of(Fate.REFUSED, Fate.UNREACHABLE)) {
      assertThat(cannotBegin(AccountFixture.rotationDue(), Weather.on(Leases.READ, fate)).calls())
          .doesNotContain(Leases.WRITE);
    }
  }

  @Test
  void cannotBeginWithoutPermissionToWriteItAndChangesNothing() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(cannotBegin(account, Weather.on(Leases.WRITE, Fate.DENIED)).log)
        .noneMatch(Weather.Call::write);
    assertThat(account.lines()).isEmpty();
  }

  @Test
  void aDeniedReadIsNoObstacleWhereThereIsNoLeaseYet() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(account.apply(Weather.once(Leases.READ, Fate.DENIED)).row().outcome())
        .isInstanceOf(Outcome.Rotated.class);
    assertThat(Leases.text(account).state()).isEqualTo(State.GIVEN_BACK);
  }

  @Test
  void cannotBeginWithoutPermissionToReadIt() {
    AccountFixture account = AccountFixture.rotationDue();
    cannotBegin(account, Weather.on(Leases.READ, Fate.DENIED));
    assertThat(account.effects()).isEmpty();
  }

  @Test
  void aDeniedReadIsOneWhereALeaseIsThere() {
    AccountFixture account = Leases.held(AccountFixture.rotationDue(), Duration.ofSeconds(50));
    RuntimeEnvironment runtime = account.runtime();
    Connection connection =
        new Connection(account.aws, Weather.on(Leases.READ, Fate.DENIED), runtime);
    Run run = account.run(connection, runtime);
    Plan plan = AccountFixture.plan(run);
    assertThatExceptionOfType(CannotBegin.class).isThrownBy(() -> run.apply(plan, Deadline.none()));
    assertThat(connection.log).noneMatch(Weather.Call::write);
    assertThat(Leases.text(account).holder()).isEqualTo("the other run");
  }

  @Test
  void aReplyThatIsLostOnAnyOfItsWritesLosesNothing() {
    for (int lost = 1; lost <= 3; lost++) {
      int which = lost;
      AccountFixture account = AccountFixture.rotationDue();
      int[] writes = new int[1];
      AccountFixture.Done done =
          account.apply(
              call -> {
                if (call.is("last use")) {
                  account.later(Duration.ofSeconds(16));
                }
                return call.is(Leases.WRITE) && ++writes[0] == which ? Fate.LOST_AFTER : Fate.FINE;
              });
      assertThat(done.count(Leases.WRITE)).as("take, renew, give back, and one again").isEqualTo(4);
      assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
      assertThat(Leases.text(account).state()).isEqualTo(State.GIVEN_BACK);
      assertThat(waits(account)).isEmpty();
    }
  }

  @Test
  void aLeaseThatCannotBeReleasedExpiresAndFailsNoUser() {
    for (Fate fate : List.of(Fate.DENIED, Fate.REFUSED, Fate.LOST_BEFORE)) {
      AccountFixture account = AccountFixture.rotationDue();
      int[] writes = new int[1];
      AccountFixture.Done done =
          account.apply(call -> call.is(Leases.WRITE) && ++writes[0] > 1 ? fate : Fate.FINE);
      assertThat(done.report().failed()).isZero();
      assertThat(Leases.text(account).state()).isEqualTo(State.HELD);
      assertThat(Leases.text(account).isOver(account.clock.instant().plusSeconds(60))).isTrue();
    }
  }

  /** Otherwise a single object in the bucket would stop all rotations without any report. */
  @Test
  void aLeaseThatIsRewrittenAgainAndAgainEndsTheRunAfterAWhile() {
    AccountFixture account = AccountFixture.rotationDue();
    Weather rewritten =
        call -> {
          if (call.is(Leases.READ)) {
            Leases.held(account, Duration.ofSeconds(40));
          }
          return Fate.FINE;
        };
    Instant before = account.clock.instant();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> account.apply(rewritten))
        .withStackTraceContaining("see who writes under state/");
    assertThat(Duration.between(before, account.clock.instant()))
        .isBetween(Lease.LONGEST_WAIT, Lease.LONGEST_WAIT.plusMinutes(1));
    assertThat(account.effects()).isEmpty();
  }

  @Test
  void aRunWithoutTheTimeToWaitDoesNotBegin() {
    AccountFixture account = Leases.held(AccountFixture.rotationDue(), Duration.ofSeconds(50));
    for (boolean planned : List.of(true, false)) {
      RuntimeEnvironment runtime = account.runtime();
      Connection connection = new Connection(account.aws, Weather.fine(), runtime);
      Run run = account.run(connection, runtime);
      Instant end = account.clock.instant().plusSeconds(10);
      Deadline deadline = () -> account.clock.instant().isAfter(end);
      Plan plan = AccountFixture.plan(run);
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(
              () -> {
                if (planned) {
                  run.apply(plan, deadline);
                } else {
                  run.planAndApply(RunRequest.everyone().within(deadline));
                }
              })
          .withMessageContaining("Another run was at work all the time")
          .withMessageContaining("nothing was changed for 1 users")
          .satisfies(refused -> assertThat(refused.deferred()).isOne());
      assertThat(connection.log).noneMatch(Weather.Call::write);
      assertThat(Leases.text(account).holder()).isEqualTo("the other run");
    }
  }

  @Test
  void aRunThatCannotHaveItSaysForHowManyUsersSomethingWasDue() {
    AccountFixture account = AccountFixture.rotationDue().atMost(1);
    for (String name : List.of("bob", "carol", "dora")) {
      UserName user = new UserName(name);
      account.user(user, Map.of("email", name + "@corp.example"));
      account.key(user, KeyStatus.ACTIVE, 70);
    }
    Weather weather =
        call -> {
          if (call.is(Leases.READ)) {
            Leases.held(account, Duration.ofSeconds(40));
          }
          return call.is("keys of dora") ? Fate.DENIED : Fate.FINE;
        };
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> account.apply(weather))
        .withStackTraceContaining("nothing was changed for 4 users");
  }

  @Test
  void releasesTheLeaseIfItCannotPlanAgainAfterWaiting() {
    AccountFixture account = Leases.held(AccountFixture.rotationDue(), Duration.ofSeconds(20));
    RuntimeEnvironment runtime = account.runtime();
    int[] listed = new int[1];
    Run run =
        account.run(
            new Connection(
                account.aws,
                call -> call.is("list users") && ++listed[0] > 1 ? Fate.REFUSED : Fate.FINE,
                runtime),
            runtime);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.planAndApply(RunRequest.everyone()));
    assertThat(Leases.text(account).state()).isEqualTo(State.GIVEN_BACK);
    assertThat(Leases.text(account).holder()).isNotEqualTo("the other run");
  }

  @Test
  void aPlanThatWasMadeBeforeIsCarriedOutOnceTheOtherRunHasEnded() {
    AccountFixture account = Leases.held(AccountFixture.rotationDue(), Duration.ofSeconds(20));
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    assertThat(AccountFixture.apply(run, AccountFixture.plan(run)).count(Verb.ROTATE)).isEqualTo(1);
    assertThat(waits(account)).hasSize(1);
  }

  @Test
  void aRunWithNothingToWriteTakesNoneAndAsksForNone() {
    AccountFixture young = new AccountFixture().alice();
    young.key(ALICE, KeyStatus.ACTIVE, 5);
    AccountFixture smudged =
        AccountFixture.rotationDue().record("nonsense", new KeyId("AKIA000000000001"));
    for (AccountFixture account : List.of(young, smudged)) {
      Leases.held(account, Duration.ofSeconds(50));
      AccountFixture.Done done = account.apply();
      assertThat(done.calls())
          .doesNotContain("lease")
          .doesNotContain("audit")
          .doesNotContain("may I act");
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(waits(account)).isEmpty();
    }
  }

  @Test
  void credentialsThatEndAtTheLeaseEndTheRunBeforeAnythingIsTouched() {
    AccountFixture account = AccountFixture.rotationDue();
    RuntimeEnvironment runtime = account.runtime();
    Weather weather =
        call -> {
          if (call.is(Leases.READ)) {
            throw new PortFailure(PortFailure.Kind.CREDENTIALS, "the token has expired");
          }
          return Fate.FINE;
        };
    Run run = account.run(new Connection(account.aws, weather, runtime), runtime);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.planAndApply(RunRequest.everyone()))
        .withMessageContaining("the token has expired");
    assertThat(account.effects()).isEmpty();
  }
}
