package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.NeverRotated;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.NeverRotatedKeys;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The overdue keys that no run rotates until a person acts; and what else a plan counts. */
class NeverRotatedKeysTest {
  private static final UserName ROBOT = new UserName("robot");
  private static final UserName BOB = new UserName("bob");
  private static final UserName CAROL = new UserName("carol");
  private static final UserName DAVE = new UserName("dave");

  private static Plan survey(AccountFixture account) {
    try {
      return account
          .run(new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime())
          .plan(RunRequest.everyone().over(new PlanHorizon.Survey(90)));
    } catch (CannotBegin e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<NeverRotated> found(AccountFixture account) {
    return NeverRotatedKeys.of(survey(account));
  }

  private static NeverRotated found(UserName user, AccessKey key, long age, Reason reason) {
    return new NeverRotated(user, Optional.of(key.id()), age, reason);
  }

  private static AccountFixture with(UserName user, AccountFixture account) {
    return account.user(user, Map.of("email", user + "@corp.example"));
  }

  @Test
  void areTheActiveKeysOfUsersWithoutAnAddressOnceTheyAreOverdue() {
    AccountFixture account = new AccountFixture().user(ROBOT, Map.of()).user(BOB, Map.of());
    account.key(ROBOT, KeyStatus.ACTIVE, 61);
    account.key(ROBOT, KeyStatus.INACTIVE, 99);
    account.key(BOB, KeyStatus.ACTIVE, 60);
    assertThat(found(account))
        .containsExactly(new NeverRotated(ROBOT, Optional.empty(), 61, Reason.Nothing.NO_ADDRESS));
  }

  @Test
  void areNamedOnceWhereTheUserIsQuarantinedAndHasNoAddress() {
    AccountFixture account = new AccountFixture().user(ROBOT, Map.of());
    AccessKey key = account.key(ROBOT, KeyStatus.ACTIVE, 61);
    account.aws.quarantined.add(ROBOT);
    assertThat(found(account)).containsExactly(found(ROBOT, key, 61, Reason.Hold.QUARANTINED));
  }

  @Test
  void areNotThoseBesideAnUnusedKeyThatMakesRoom() {
    AccountFixture account = new AccountFixture().alice().retiringUnused(45);
    AccessKey unused = account.key(ALICE, KeyStatus.ACTIVE, 90);
    AccessKey used = account.key(ALICE, KeyStatus.ACTIVE, 61);
    account.used(used.id());
    account.apply();
    assertThat(account.notes().unused()).containsOnlyKeys(unused.id());
    assertThat(found(account)).isEmpty();
  }

  @Test
  void areTheOverdueKeysWithoutRoomForANewOne() {
    AccountFixture account = new AccountFixture().alice();
    AccessKey old = account.key(ALICE, KeyStatus.ACTIVE, 61);
    account.key(ALICE, KeyStatus.ACTIVE, 60);
    assertThat(found(account)).containsExactly(found(ALICE, old, 61, Reason.Warn.BOTH_ACTIVE));
    AccountFixture other = new AccountFixture().alice();
    AccessKey only = other.key(ALICE, KeyStatus.ACTIVE, 61);
    other.key(ALICE, KeyStatus.INACTIVE, 99);
    assertThat(found(other)).containsExactly(found(ALICE, only, 61, Reason.Warn.SLOT_TAKEN));
  }

  @Test
  void haveTheSameReasonOnADayWithoutAReminder() {
    for (KeyStatus status : List.of(KeyStatus.ACTIVE, KeyStatus.INACTIVE)) {
      AccountFixture account = new AccountFixture().alice().remindEvery(7);
      AccessKey old = account.key(ALICE, KeyStatus.ACTIVE, 61);
      account.key(ALICE, status, 3);
      account.apply();
      account.later(Duration.ofDays(1));
      assertThat(survey(account).decisions())
          .extracting(user -> user.decision())
          .containsExactly(new Nothing(Reason.Nothing.REMINDED));
      Reason reason = status == KeyStatus.ACTIVE ? Reason.Warn.BOTH_ACTIVE : Reason.Warn.SLOT_TAKEN;
      assertThat(found(account)).containsExactly(found(ALICE, old, 62, reason));
    }
  }

  @Test
  void areNoKeysWhoseNoticeRuns() {
    AccountFixture account = new AccountFixture().alice().remindEvery(5).notice(9);
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    assertThat(survey(account).decisions())
        .extracting(user -> user.decision().reason())
        .containsExactly(Reason.Warn.NOTICE_RUNS);
    assertThat(found(account)).isEmpty();
    account.apply();
    account.later(Duration.ofDays(1));
    assertThat(survey(account).decisions())
        .extracting(user -> user.decision().reason())
        .containsExactly(Reason.Nothing.REMINDED);
    assertThat(found(account)).isEmpty();
  }

  @Test
  void areHeldForAsLongAsAPersonDoesNothing() {
    AccountFixture account = new AccountFixture().user(ALICE, Map.of("email", "n/a"));
    AccessKey key = account.key(ALICE, KeyStatus.ACTIVE, 61);
    assertThat(found(account)).containsExactly(found(ALICE, key, 61, Reason.Hold.ADDRESS_INVALID));
  }

  @Test
  void areNoKeysThatAreExemptOrRotatedToday() {
    assertThat(found(AccountFixture.rotationDue())).isEmpty();
    AccountFixture account = AccountFixture.rotationDue();
    account.aws.tag(ALICE, Map.of("keyturn-exempt", "2026-12-31 why"));
    assertThat(survey(account).due().getFirst().decision().reason()).isEqualTo(Reason.Hold.EXEMPT);
    assertThat(found(account)).isEmpty();
  }

  @Test
  void areSortedByAgeThenByUser() {
    AccountFixture account = new AccountFixture().user(ROBOT, Map.of()).user(DAVE, Map.of());
    account.key(ROBOT, KeyStatus.ACTIVE, 80);
    account.key(DAVE, KeyStatus.ACTIVE, 80);
    with(BOB, account);
    account.key(BOB, KeyStatus.ACTIVE, 90);
    account.key(BOB, KeyStatus.ACTIVE, 70);
    assertThat(found(account))
        .extracting(NeverRotated::user)
        .containsExactly(BOB, DAVE, ROBOT, BOB);
  }

  @Test
  void aPlanCountsWhatIsDueDeferredUnreadAndQuietAsManaged() {
    AccountFixture account = AccountFixture.rotationDue().atMost(1);
    with(BOB, account).key(BOB, KeyStatus.ACTIVE, 99);
    with(CAROL, account).key(CAROL, KeyStatus.ACTIVE, 99);
    with(DAVE, account).key(DAVE, KeyStatus.ACTIVE, 3);
    account.user(ROBOT, Map.of()).key(ROBOT, KeyStatus.ACTIVE, 3);
    Plan plan = account.planned(Weather.on("keys of carol", Fate.DENIED));
    assertThat(plan.due()).hasSize(1);
    assertThat(plan.deferred()).hasSize(1);
    assertThat(plan.unread()).hasSize(1);
    assertThat(plan.quiet()).hasSize(1);
    assertThat(plan.managed()).isEqualTo(4);
    assertThat(plan.setup())
        .isEqualTo(AccountFixture.SETTINGS.setup(new BucketLayout.OneAccount()));
  }

  @Test
  void aPlanSaysWhatTheReportSaysOfTheRootUser() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(survey(account).reportedRoot()).isEmpty();
    account.aws.root = Optional.of(new ReportedRoot(1, false));
    assertThat(survey(account).reportedRoot()).contains(new ReportedRoot(1, false));
  }
}
