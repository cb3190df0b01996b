package dev.keyturn.run;

import static dev.keyturn.run.Lab.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.UserName;
import dev.keyturn.policy.Verb;
import dev.keyturn.run.LeaseText.State;
import dev.keyturn.run.Row.Outcome;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lease keeps a second run from acting while one is at work, and is in nobody's way else. */
class LeaseTest {
  private static final String READ = "read the lease";
  private static final String WRITE = "write the lease";

  private static LeaseText text(Lab lab) {
    return LeaseText.read(lab.aws.papers.getOrDefault(Lease.NAME, "")).orElseThrow();
  }

  /** Another run has the lease for so long yet. */
  private static Lab held(Lab lab, Duration rest) {
    return put(lab, State.HELD, lab.clock.instant().plus(rest));
  }

  private static Lab put(Lab lab, State state, Instant until) {
    lab.aws.papers.put(Lease.NAME, new LeaseText("the other run", state, until).json());
    return lab;
  }

  private static long count(Lab.Done done, String what) {
    return done.connection().log.stream().filter(call -> call.is(what)).count();
  }

  private static List<Event> waits(Lab lab) {
    return lab.events.stream().filter(Event.AnotherRun.class::isInstance).toList();
  }

  /** Just before the first call that begins so, this happens. */
  private static Weather before(String verb, Runnable act) {
    boolean[] over = new boolean[1];
    return call -> {
      if (!over[0] && call.is(verb)) {
        over[0] = true;
        act.run();
      }
      return Fate.FINE;
    };
  }

  private static Weather stolenBefore(Lab lab, String verb) {
    return before(
        verb,
        () -> {
          lab.later(Duration.ofSeconds(20));
          held(lab, Duration.ofSeconds(50));
        });
  }

  @Test
  void isTakenBeforeTheFirstEffectNamesItsHolderAndIsGivenBackAfterTheLast() {
    Lab lab = Lab.rotationDue();
    LeaseText[] atWork = new LeaseText[1];
    Lab.Done done = lab.apply(before("tag", () -> atWork[0] = text(lab)));
    assertThat(atWork[0].state()).isEqualTo(State.HELD);
    assertThat(atWork[0].holder())
        .isEqualTo("keyturn, run " + done.report().runId() + ", as arn:aws:iam::1:user/me");
    assertThat(atWork[0].until()).isAfter(lab.clock.instant());
    assertThat(text(lab).state()).isEqualTo(State.GIVEN_BACK);
    assertThat(text(lab).holder()).isEqualTo(atWork[0].holder());
    assertThat(done.calls()).endsWith(WRITE + "\n");
  }

  @Test
  void nobodyIsWaitedForAfterARunThatEnded() {
    Lab lab = Lab.rotationDue();
    lab.apply();
    Instant before = lab.clock.instant();
    lab.key(ALICE, KeyStatus.ACTIVE, 1);
    lab.apply();
    assertThat(waits(lab)).isEmpty();
    assertThat(Duration.between(before, lab.clock.instant())).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aRunThatFindsAnotherAtWorkSaysSoOnceLooksEveryFiveSecondsAndPlansAnewAfterIt() {
    Lab lab = held(Lab.rotationDue(), Duration.ofSeconds(42));
    Instant until = text(lab).until();
    Lab.Done done = lab.apply();
    assertThat(waits(lab)).containsExactly(new Event.AnotherRun("the other run", until));
    assertThat(count(done, READ)).isBetween(8L, 11L);
    assertThat(count(done, "list users")).isEqualTo(2);
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(lab.clock.instant()).isBetween(until, until.plusSeconds(6));
  }

  @Test
  void aRunThatWaitedDoesWhatIsDueThenAndNothingThatTheOtherHasDone() {
    Lab lab = held(Lab.rotationDue(), Duration.ofSeconds(50));
    boolean[] done = new boolean[1];
    Lab.Done second =
        lab.apply(
            call -> {
              if (call.is(READ) && !done[0] && call.number() > 10) {
                done[0] = true;
                lab.withoutLease().apply();
                lab.aws.leases = true;
                put(lab, State.GIVEN_BACK, lab.clock.instant());
              }
              return Fate.FINE;
            });
    assertThat(second.report().rows()).isEmpty();
    assertThat(second.connection().log).noneMatch(Weather.Call::write);
    assertThat(lab.aws.mails).hasSize(1);
    assertThat(text(lab).state()).isEqualTo(State.GIVEN_BACK);
  }

  @Test
  void aLeaseThatIsGivenBackEarlyIsTakenWithinFiveSeconds() {
    Lab lab = held(Lab.rotationDue(), Duration.ofSeconds(50));
    Instant began = lab.clock.instant();
    int[] reads = new int[1];
    lab.apply(
        call -> {
          if (call.is(READ) && ++reads[0] == 2) {
            put(lab, State.GIVEN_BACK, lab.clock.instant());
          }
          return Fate.FINE;
        });
    assertThat(lab.aws.mails).hasSize(1);
    assertThat(Duration.between(began, lab.clock.instant())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aRunThatDiedHoldsUpTheNextForNoMoreThanAMinuteWhereverItDied() {
    for (Supplier<Lab> due :
        List.<Supplier<Lab>>of(Lab::rotationDue, Lab::deactivationDue, Lab::deletionDue)) {
      int calls = due.get().apply().connection().log.size();
      for (int k = 1; k <= calls; k++) {
        Lab lab = due.get();
        lab.cut(Weather.at(k, Fate.CUT_AFTER));
        Instant died = lab.clock.instant();
        Instant[] began = new Instant[1];
        World world = lab.world();
        lab.apply(
            call -> {
              if (call.is(WRITE) && began[0] == null) {
                began[0] = lab.clock.instant();
              }
              return Fate.FINE;
            },
            world);
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
  void aDamagedLeaseIsNobodysAndIsTaken(String damaged) {
    assertThat(LeaseText.read(damaged)).isEmpty();
    Lab lab = Lab.rotationDue();
    lab.aws.papers.put(Lease.NAME, damaged);
    assertThat(lab.apply().row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(waits(lab)).isEmpty();
    assertThat(text(lab).state()).isEqualTo(State.GIVEN_BACK);
  }

  @Test
  void aLeaseReadsAsItWasWrittenAndWithoutAHolderIsSomebodys() {
    LeaseText lease =
        new LeaseText("a \"run\"\n", State.HELD, Instant.parse("2026-11-22T12:00:00Z"));
    assertThat(LeaseText.read(lease.json())).contains(lease);
    assertThat(LeaseText.read("{\"state\":\"HELD\",\"until\":\"2026-11-22T12:00:00Z\"}"))
        .contains(new LeaseText("somebody", State.HELD, lease.until()));
    assertThat(lease.isOver(lease.until().minusSeconds(1))).isFalse();
    assertThat(lease.isOver(lease.until())).isTrue();
    assertThat(
            new LeaseText("x", State.GIVEN_BACK, lease.until())
                .isOver(lease.until().minusSeconds(1)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT3M", "PT10M", "P365D", "P2000000D"})
  void aLeaseThatEndsLaterThanAnyRunsDoesIsTakenAtOnce(Duration rest) {
    Lab lab = held(Lab.rotationDue(), rest);
    assertThat(lab.apply().row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(waits(lab)).isEmpty();
    assertThat(text(lab).state()).isEqualTo(State.GIVEN_BACK);
    assertThat(text(lab).holder()).isNotEqualTo("the other run");
  }

  @Test
  void aLeaseCanEndInItsTermAndTwoMinutesOfClocksThatDifferAndNoLater() {
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    Instant latest = now.plusSeconds(50 + 120);
    assertThat(new LeaseText("x", State.HELD, latest).isOver(now)).isFalse();
    assertThat(new LeaseText("x", State.HELD, latest.plusMillis(1)).isOver(now)).isTrue();
    assertThat(new LeaseText("x", State.HELD, Instant.MAX).isOver(now)).isTrue();
  }

  @Test
  void aLeaseThatNoRunCanHaveWrittenIsNoProofOfQuiet() {
    for (Instant until : List.of(Instant.parse("2126-11-22T12:00:00Z"), Instant.MAX)) {
      Lab lab = put(Lab.rotationDue(), State.HELD, until);
      Lab.Done done = lab.apply(ownerMakesAKey(lab));
      assertThat(done.row().outcome().toString()).doesNotContain("defect");
      assertThat(lab.aws.now(ALICE).tags()).containsKey(Lab.DATE_TAG);
    }
  }

  @Test
  void aRunThatLostItStopsItsEffectsButASecretThatExistsIsStored() {
    Lab lab = Lab.rotationDue();
    Lab.Done done = lab.apply(stolenBefore(lab, "create"));
    assertThat(done.row().outcome().toString()).contains("another run has taken the lease");
    assertThat(done.calls())
        .contains("store AKIA000000000002\nwrite the audit trail\nwrite the lease");
    assertThat(done.calls()).doesNotContain("mail").doesNotContain("stored");
    assertThat(lab.standing()).contains("new key, ACTIVE, with its file");
    assertThat(text(lab).holder()).isEqualTo("the other run");
    lab.later(Duration.ofMinutes(5)).apply();
    assertThat(lab.standing()).contains("told [Replaced]");
  }

  @Test
  void aRunThatLostItDropsAKeyThatItJustMadeAndCannotStore() {
    Lab lab = Lab.rotationDue();
    Weather stolen = stolenBefore(lab, "create");
    Lab.Done done = lab.apply(call -> call.is("store") ? Fate.DENIED : stolen.of(call));
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(lab.aws.now(ALICE).keys()).hasSize(1);
    assertThat(lab.lines())
        .filteredOn(line -> line.effect() == Effect.DELETE_KEY)
        .singleElement()
        .satisfies(line -> assertThat(line.result()).isEqualTo(new AuditLine.Result.Done()));
  }

  @Test
  void aRunThatLostItBeforeItsFirstEffectTouchesNothingAndStaysLost() {
    for (Supplier<Lab> due :
        List.<Supplier<Lab>>of(Lab::rotationDue, Lab::deactivationDue, Lab::deletionDue)) {
      Lab lab = due.get();
      Lab.Done done = lab.apply(stolenBefore(lab, "write the audit trail"));
      assertThat(done.row().outcome().toString()).contains("another run has taken the lease");
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(text(lab).holder()).isEqualTo("the other run");
    }
  }

  @Test
  void itStaysLostForAllUsersOfTheRun() {
    Lab lab = Lab.rotationDue();
    UserName bob = new UserName("bob");
    lab.user(bob, Map.of("email", "bob@corp.example"));
    lab.key(bob, KeyStatus.ACTIVE, 90);
    Lab.Done done = lab.apply(stolenBefore(lab, "write the audit trail"));
    assertThat(done.report().failed()).isEqualTo(2);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
    assertThat(count(done, WRITE)).as("taken, and renewed in vain once").isEqualTo(2);
  }

  @Test
  void isRenewedWhileItsHolderWaitsSoThatNobodyFindsItOver() {
    Lab lab =
        Lab.rotationDue().record("2026-11-22T11:58:00Z rotating", new KeyId("AKIA000000000001"));
    World world = lab.world();
    World watched =
        new World(
            world.clock(),
            time -> {
              world.waits().pause(time);
              assertThat(text(lab).isOver(lab.clock.instant())).isFalse();
            },
            world.random(),
            world.executor());
    Lab.Done done = lab.apply(Weather.fine(), watched);
    assertThat(lab.events).anyMatch(Event.Settling.class::isInstance);
    assertThat(count(done, WRITE)).as("about every fifteen seconds").isBetween(10L, 20L);
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
  }

  @Test
  void isRenewedByTheFirstEffectThatIsMoreThanFifteenSecondsLater() {
    for (int millis : List.of(14_700, 14_801)) {
      Lab lab = new Lab().alice();
      lab.key(ALICE, KeyStatus.ACTIVE, 31);
      // Taken; then keys of alice and the last use, of a tenth of a second each with the write.
      Lab.Done done = lab.apply(before("last use", () -> lab.later(Duration.ofMillis(millis))));
      assertThat(count(done, WRITE)).as("%d", millis).isEqualTo(millis == 14_700 ? 2 : 3);
    }
  }

  @Test
  void whereTheBucketKnowsNoConditionalWritesTheRunGoesOnAndSaysSo() {
    Lab lab = Lab.rotationDue().withoutLease();
    assertThat(lab.apply().row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(lab.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(event.toString()).contains("lease", "NotImplemented"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"REFUSED", "THROTTLED", "UNREACHABLE", "LOST_BEFORE"})
  void aLeaseThatCannotBeHadStopsNobody(Fate fate) {
    for (String verb : List.of(READ, WRITE)) {
      Lab lab = Lab.rotationDue();
      assertThat(lab.apply(Weather.on(verb, fate)).row().outcome())
          .isInstanceOf(Outcome.Rotated.class);
      assertThat(lab.events).filteredOn(Event.Unchecked.class::isInstance).hasSize(1);
    }
  }

  @Test
  void aRunThatIsForestalledAtItsFirstWriteWaitsLikeAnyOther() {
    Lab lab = Lab.rotationDue();
    Lab.Done done = lab.apply(before(WRITE, () -> held(lab, Duration.ofSeconds(30))));
    assertThat(waits(lab)).hasSize(1);
    assertThat(count(done, "list users")).isEqualTo(2);
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
  }

  @Test
  void isReadOnceWhereNothingIsInTheWay() {
    assertThat(count(Lab.rotationDue().apply(), READ)).isEqualTo(1);
  }

  @Test
  void isNotWrittenBlindlyWhereItCouldNotBeReadForAnythingButADenial() {
    for (Fate fate : List.of(Fate.REFUSED, Fate.UNREACHABLE)) {
      boolean[] over = new boolean[1];
      Lab.Done done =
          Lab.rotationDue()
              .apply(
                  call -> {
                    over[0] |= call.is("tag");
                    return call.is(READ) && !over[0] ? fate : Fate.FINE;
                  });
      assertThat(count(done, WRITE)).as("%s", fate).isZero();
    }
  }

  @Test
  void whoeverMayNotWriteItCannotBeginAndTouchesNothing() {
    Lab lab = Lab.rotationDue();
    World world = lab.world();
    Connection connection = new Connection(lab.aws, Weather.on(WRITE, Fate.DENIED), world);
    Run run = lab.run(connection, world);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.planAndApply(new Scope.Everyone(), Deadline.none()))
        .withMessageContaining("lease")
        .withMessageContaining("DENIED");
    assertThat(connection.log).noneMatch(Weather.Call::write);
    assertThat(lab.lines()).isEmpty();
  }

  @Test
  void aDeniedReadIsNoObstacleWhereThereIsNoLeaseYet() {
    Lab lab = Lab.rotationDue();
    assertThat(lab.apply(Weather.once(READ, Fate.DENIED)).row().outcome())
        .isInstanceOf(Outcome.Rotated.class);
    assertThat(text(lab).state()).isEqualTo(State.GIVEN_BACK);
  }

  @Test
  void whoeverMayNotReadItCannotBegin() {
    Lab lab = Lab.rotationDue();
    World world = lab.world();
    Run run = lab.run(new Connection(lab.aws, Weather.on(READ, Fate.DENIED), world), world);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.planAndApply(new Scope.Everyone(), Deadline.none()))
        .withMessageContaining("lease");
    assertThat(lab.effects()).isEmpty();
  }

  @Test
  void aDeniedReadIsOneWhereALeaseIsThere() {
    Lab lab = held(Lab.rotationDue(), Duration.ofSeconds(50));
    World world = lab.world();
    Connection connection = new Connection(lab.aws, Weather.on(READ, Fate.DENIED), world);
    Run run = lab.run(connection, world);
    Plan plan = Lab.plan(run);
    assertThatExceptionOfType(CannotBegin.class).isThrownBy(() -> run.apply(plan));
    assertThat(connection.log).noneMatch(Weather.Call::write);
    assertThat(text(lab).holder()).isEqualTo("the other run");
  }

  @Test
  void aReplyThatIsLostOnAnyOfItsWritesLosesNothing() {
    for (int lost = 1; lost <= 3; lost++) {
      int which = lost;
      Lab lab = Lab.rotationDue();
      int[] writes = new int[1];
      Lab.Done done =
          lab.apply(
              call -> {
                if (call.is("last use")) {
                  lab.later(Duration.ofSeconds(16));
                }
                return call.is(WRITE) && ++writes[0] == which ? Fate.LOST_AFTER : Fate.FINE;
              });
      assertThat(count(done, WRITE)).as("take, renew, give back, and one again").isEqualTo(4);
      assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
      assertThat(text(lab).state()).isEqualTo(State.GIVEN_BACK);
      assertThat(waits(lab)).isEmpty();
    }
  }

  @Test
  void aLeaseThatCannotBeGivenBackEndsByItselfAndFailsNobody() {
    for (Fate fate : List.of(Fate.DENIED, Fate.REFUSED, Fate.LOST_BEFORE)) {
      Lab lab = Lab.rotationDue();
      int[] writes = new int[1];
      Lab.Done done = lab.apply(call -> call.is(WRITE) && ++writes[0] > 1 ? fate : Fate.FINE);
      assertThat(done.report().failed()).isZero();
      assertThat(text(lab).state()).isEqualTo(State.HELD);
      assertThat(text(lab).isOver(lab.clock.instant().plusSeconds(60))).isTrue();
    }
  }

  @Test
  void aRunWithoutTheTimeToWaitLeavesAllToTheNext() throws CannotBegin {
    Lab lab = held(Lab.rotationDue(), Duration.ofSeconds(50));
    for (boolean planned : List.of(true, false)) {
      World world = lab.world();
      Connection connection = new Connection(lab.aws, Weather.fine(), world);
      Run run = lab.run(connection, world);
      Instant end = lab.clock.instant().plusSeconds(10);
      Deadline deadline = () -> lab.clock.instant().isAfter(end);
      Report report =
          planned
              ? Lab.apply(run, Lab.plan(run), deadline)
              : run.planAndApply(new Scope.Everyone(), deadline);
      assertThat(report.rows())
          .singleElement()
          .extracting(Row::outcome)
          .isEqualTo(
              new Outcome.Left(
                  "not begun: another run was at work all the time; the next run does it"));
      assertThat(connection.log).noneMatch(Weather.Call::write);
      assertThat(text(lab).holder()).isEqualTo("the other run");
    }
  }

  @Test
  void aRunThatCannotPlanAnewAfterItWaitedGivesItBack() {
    Lab lab = held(Lab.rotationDue(), Duration.ofSeconds(20));
    World world = lab.world();
    int[] listed = new int[1];
    Run run =
        lab.run(
            new Connection(
                lab.aws,
                call -> call.is("list users") && ++listed[0] > 1 ? Fate.REFUSED : Fate.FINE,
                world),
            world);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.planAndApply(new Scope.Everyone(), Deadline.none()));
    assertThat(text(lab).state()).isEqualTo(State.GIVEN_BACK);
    assertThat(text(lab).holder()).isNotEqualTo("the other run");
  }

  @Test
  void aPlanThatWasMadeBeforeIsCarriedOutOnceTheOtherRunHasEnded() {
    Lab lab = held(Lab.rotationDue(), Duration.ofSeconds(20));
    World world = lab.world();
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), world), world);
    assertThat(Lab.apply(run, Lab.plan(run)).count(Verb.ROTATE)).isEqualTo(1);
    assertThat(waits(lab)).hasSize(1);
  }

  @Test
  void aRunWithNothingToWriteTakesNoneAndAsksForNone() {
    Lab young = new Lab().alice();
    young.key(ALICE, KeyStatus.ACTIVE, 5);
    Lab smudged = Lab.rotationDue().record("nonsense", new KeyId("AKIA000000000001"));
    for (Lab lab : List.of(young, smudged)) {
      held(lab, Duration.ofSeconds(50));
      Lab.Done done = lab.apply();
      assertThat(done.calls())
          .doesNotContain("lease")
          .doesNotContain("audit")
          .doesNotContain("may I act");
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(waits(lab)).isEmpty();
    }
  }

  /** The owner makes a second key by hand just before Keyturn would. */
  private static Weather ownerMakesAKey(Lab lab) {
    return before("create", () -> lab.key(ALICE, KeyStatus.ACTIVE, 0));
  }

  @Test
  void theOwnersSecondKeyOfThatVeryMomentIsNeverDeletedWhereNobodyElseWasAtWork() {
    Lab lab = Lab.rotationDue();
    Lab.Done done = lab.apply(ownerMakesAKey(lab));
    assertThat(done.row().decision().toString()).contains("the owner has just made a second key");
    assertThat(done.row().decision().reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
    for (int day = 0; day < 30; day++) {
      lab.later(Duration.ofDays(1)).apply();
    }
    assertThat(lab.aws.now(ALICE).keys()).hasSize(2).allMatch(key -> key.active());
    assertThat(lab.aws.mails).hasSize(30).allMatch(mail -> mail.subject().equals("SlotsTaken"));
  }

  @Test
  void withoutALeaseItPassesForAnOrphanWhileTheOldKeyGoesOnWorking() {
    Lab lab = Lab.rotationDue().withoutLease();
    lab.apply(ownerMakesAKey(lab));
    lab.later(Duration.ofMinutes(20)).apply();
    assertThat(lab.aws.now(ALICE).keys())
        .extracting(key -> key.id().value())
        .containsExactly("AKIA000000000001", "AKIA000000000003");
    assertThat(lab.aws.now(ALICE).keys()).allMatch(key -> key.active());
  }

  @Test
  void theRecordStaysWhereAnotherRunWasAtWorkInTheLastFiveMinutes() {
    for (int seconds : List.of(298, 299, 300, 301)) {
      Lab lab = Lab.rotationDue();
      // It is a second from there to where this run begins.
      put(lab, State.GIVEN_BACK, lab.clock.instant().minusSeconds(seconds));
      lab.apply(ownerMakesAKey(lab));
      assertThat(lab.aws.now(ALICE).tags().containsKey(Lab.DATE_TAG))
          .as("%d seconds ago", seconds)
          .isEqualTo(seconds < 300);
    }
  }

  @Test
  void theRecordStaysWhereTheOtherRunDiedAndNobodyKnowsWhen() {
    Lab lab = Lab.rotationDue();
    put(lab, State.HELD, lab.clock.instant().minusSeconds(200));
    lab.apply(ownerMakesAKey(lab));
    assertThat(lab.aws.now(ALICE).tags()).containsKey(Lab.DATE_TAG);
  }

  @Test
  void aLeaseFromTheFutureIsNoProofOfQuiet() {
    Lab lab = Lab.rotationDue();
    put(lab, State.GIVEN_BACK, lab.clock.instant().plusSeconds(3_600));
    lab.apply(ownerMakesAKey(lab));
    assertThat(lab.aws.now(ALICE).tags()).containsKey(Lab.DATE_TAG);
  }

  @Test
  void aRotationThatAnEarlierRunBeganIsNotForgottenForTheOwnersKey() {
    Lab lab =
        Lab.rotationDue().record("2026-11-22T11:00:00Z rotating", new KeyId("AKIA000000000001"));
    lab.apply(ownerMakesAKey(lab));
    assertThat(lab.aws.now(ALICE).tags()).containsKey(Lab.DATE_TAG);
  }

  /** The lease is due to be renewed after a step of the record, and that takes so long. */
  private static Weather slowRenewal(Lab lab, String afterStep, Duration time) {
    boolean[] due = new boolean[1];
    boolean[] over = new boolean[1];
    return call -> {
      if (call.is("tag alice") && call.what().contains(afterStep)) {
        due[0] = true;
        lab.later(Duration.ofSeconds(16));
      } else if (call.is(WRITE) && due[0] && !over[0]) {
        over[0] = true;
        lab.later(time);
      }
      return Fate.FINE;
    };
  }

  @Test
  void noKeyIsSwitchedOffOrDeletedOnFactsThatGrewOldWhileTheLeaseWasRenewed() {
    Lab off = Lab.deactivationDue();
    Lab.Done notOff = off.apply(slowRenewal(off, "deactivating", Duration.ofMinutes(1)));
    assertThat(notOff.row().outcome().toString()).contains("which is too long for a step");
    assertThat(notOff.calls()).doesNotContain("\ndeactivate ");
    Lab gone = Lab.deletionDue();
    Lab.Done notGone = gone.apply(slowRenewal(gone, "deleting", Duration.ofMinutes(1)));
    assertThat(notGone.row().outcome().toString()).contains("which is too long for a step");
    assertThat(notGone.calls()).doesNotContain("\ndelete ");
  }

  @Test
  void aKeyIsMadeWithinAMinuteOfItsRecordThoughTheLeaseTookLongToRenew() {
    Lab lab = Lab.rotationDue();
    Lab.Done done = lab.apply(slowRenewal(lab, "rotating", Duration.ofMinutes(3)));
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
    List<String> records =
        lab.lines().stream()
            .map(AuditLine::object)
            .filter(object -> object.endsWith(" rotating"))
            .toList();
    assertThat(records).hasSize(2);
    Instant recorded = Instant.parse(records.getLast().substring(0, 20));
    assertThat(lab.aws.now(ALICE).keys().getLast().created())
        .isBetween(recorded, recorded.plus(Rotation.CREATE_WITHIN));
  }

  @Test
  void nothingComesBetweenANewKeyAndItsFileHoweverLongTheTrailHasWaited() {
    Lab lab = Lab.rotationDue();
    Lab.Done done = lab.apply(before("create", () -> lab.later(Duration.ofSeconds(30))));
    assertThat(done.calls()).contains("create a key of alice\nstore AKIA000000000002\n");
  }

  @Test
  void credentialsThatEndAtTheLeaseEndTheRunBeforeAnythingIsTouched() {
    Lab lab = Lab.rotationDue();
    World world = lab.world();
    Weather weather =
        call -> {
          if (call.is(READ)) {
            throw new PortFailure(PortFailure.Kind.CREDENTIALS, "the token has expired");
          }
          return Fate.FINE;
        };
    Run run = lab.run(new Connection(lab.aws, weather, world), world);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.planAndApply(new Scope.Everyone(), Deadline.none()))
        .withMessageContaining("the token has expired");
    assertThat(lab.effects()).isEmpty();
  }
}
