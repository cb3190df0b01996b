package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.Quota;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who comes first where a run may do only so much: every decision against every other. */
class QuotaOrderTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final Rotating ROTATING = new Rotating(NOW, OLD);
  private static final Deleting DELETING = new Deleting(LocalDate.EPOCH, OLD);
  private static final ActionLimit ONE = new ActionLimit.AtMost(1);

  private static final List<Due> BEGUN_BEFORE =
      List.of(
          new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Make(ROTATING)),
          new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Replace(ROTATING, NEW)),
          new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Announce(NEW)),
          new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Notify(NEW)),
          new Deactivate(Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.NOTIFYING),
          new Deactivate(Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.RECORDING),
          new Delete(Reason.Delete.RETENTION_OVER, DELETING, DeletionStep.NOTIFYING));
  private static final List<Due> BEGUN_NOW =
      List.of(
          new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Begin()),
          new Deactivate(Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.DEACTIVATING),
          new Delete(Reason.Delete.RETENTION_OVER, DELETING, DeletionStep.DELETING));
  private static final List<Due> UNCOUNTED =
      List.of(
          new Warn(Reason.Warn.WARNING, List.of()),
          new RestartGrace(OLD),
          new Clear(Reason.Clear.OLD_KEY_GONE),
          new Hold(Reason.Hold.EXEMPT));

  /** A user whose oldest key, one of two, is so old; without a key if that is negative. */
  private static Plan.Due user(String name, int ageDays, Due decision) {
    Instant made = NOW.minus(Duration.ofDays(ageDays));
    List<AccessKey> keys =
        ageDays < 0
            ? List.of()
            : List.of(
                new AccessKey(NEW, KeyStatus.ACTIVE, NOW),
                new AccessKey(OLD, KeyStatus.ACTIVE, made));
    return new Plan.Due(
        new Facts(
            new UserName(name),
            new Owner.None(),
            keys,
            new RotationRecord.None(),
            true,
            new Exemption.None(),
            Evidence.none()),
        decision);
  }

  private static List<UserName> left(List<Plan.Due> due, ActionLimit limit) {
    return Quota.deferred(due, limit).stream().map(Plan.Deferred::user).toList();
  }

  private static void assertGoesFirst(Plan.Due first, Plan.Due second) {
    assertThat(left(List.of(first, second), ONE))
        .as("%s before %s", first.decision(), second.decision())
        .isEqualTo(left(List.of(second, first), ONE))
        .containsExactly(second.user());
  }

  @Test
  void whateverAnEarlierRunBeganGoesBeforeWhateverBeginsNow() {
    for (Due before : BEGUN_BEFORE) {
      for (Due now : BEGUN_NOW) {
        assertGoesFirst(user("zoe", 1, before), user("ada", 400, now));
      }
    }
  }

  @Test
  void amongThoseTheOldestKeyGoesFirstThenTheName() {
    for (List<Due> alike : List.of(BEGUN_BEFORE, BEGUN_NOW)) {
      for (Due one : alike) {
        for (Due other : alike) {
          assertGoesFirst(user("zoe", 62, one), user("ada", 61, other));
          assertGoesFirst(user("ada", 61, one), user("zoe", 61, other));
          assertGoesFirst(user("zoe", -1, one), user("ada", 400, other));
        }
      }
    }
  }

  @Test
  void whateverMakesSwitchesOffAndDeletesNoKeyTakesNoPlaceAndIsNeverLeft() {
    List<Plan.Due> all = new ArrayList<>();
    UNCOUNTED.forEach(decision -> all.add(user("user-" + all.size(), 400, decision)));
    all.add(user("zoe", 61, BEGUN_NOW.getFirst()));
    assertThat(left(all, ONE)).isEmpty();
    all.add(user("ada", 62, BEGUN_NOW.getFirst()));
    assertThat(left(all, ONE)).containsExactly(new UserName("zoe"));
  }

  @Test
  void defersNoUserWithoutALimit() {
    List<Plan.Due> all =
        List.of(user("ada", 61, BEGUN_NOW.getFirst()), user("bob", 61, BEGUN_NOW.getLast()));
    assertThat(left(all, new ActionLimit.None())).isEmpty();
    assertThat(left(all, new ActionLimit.AtMost(2))).isEmpty();
  }
}
