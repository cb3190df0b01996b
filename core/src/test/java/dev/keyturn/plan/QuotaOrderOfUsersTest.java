package dev.keyturn.plan;

import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.settings.Options.ActionLimit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which users count towards {@code MAX_ACTIONS_PER_RUN}, and which of them go first. */
class QuotaOrderOfUsersTest {
  private static final Deactivated OFF = new Deactivated(ago(8), OLD);

  private static final List<Decision.Due> BEGUN_BY_AN_EARLIER_RUN =
      List.of(
          new Rotate(Reason.Rotate.RESUME_STORED, OLD, new Stage.Announce(OLD)),
          new Deactivate(Reason.Deactivate.RESUME_DEACTIVATION, OLD, DeactivationStep.NOTIFYING),
          new Delete(Reason.Delete.RESUME_DELETION, OFF, DeletionStep.NOTIFYING));
  private static final List<Decision.Due> NEW =
      List.of(
          new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Begin()),
          new Deactivate(Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.DEACTIVATING),
          new Delete(Reason.Delete.RETENTION_OVER, OFF, DeletionStep.DELETING));
  private static final List<Decision.Due> WITHOUT_CHANGE_OF_A_KEY =
      List.of(
          new Warn(Reason.Warn.WARNING, List.of()),
          new RestartGrace(OLD),
          new Clear(Reason.Clear.OLD_KEY_GONE),
          new Hold(Reason.Hold.EXEMPT));

  private static Plan.Due due(String name, int keyDays, Decision.Due decision) {
    return new Plan.Due(
        new Facts(
            new UserName(name),
            alice().facts().owner(),
            List.of(
                new AccessKey(
                    new KeyId("AKIA" + name.toUpperCase(Locale.ROOT) + "000000000000"),
                    KeyStatus.ACTIVE,
                    noon(keyDays))),
            new RotationRecord.None(),
            true,
            new Exemption.None(),
            Evidence.none()),
        decision);
  }

  private static Plan.Due rotating(String name, int keyDays, Reason.Rotate reason) {
    return due(name, keyDays, new Rotate(reason, OLD, new Stage.Begin()));
  }

  private static List<String> deferred(List<Plan.Due> due, ActionLimit limit) {
    return Quota.deferred(due, limit).stream().map(user -> user.user().value()).toList();
  }

  @Test
  void countsWhatReplacesDeactivatesOrDeletesAKeyAndNothingElse() {
    Stream.concat(BEGUN_BY_AN_EARLIER_RUN.stream(), NEW.stream())
        .forEach(one -> assertThat(Quota.counts(due("ann", 9, one))).as("%s", one).isTrue());
    for (Decision.Due one : WITHOUT_CHANGE_OF_A_KEY) {
      assertThat(Quota.counts(due("ann", 9, one))).as("%s", one).isFalse();
      assertThat(deferred(List.of(due("ann", 9, one)), new ActionLimit.Allotted(0))).isEmpty();
    }
  }

  @Test
  void resumesOnlyWhatAnEarlierRunBegan() {
    for (Decision.Due one : BEGUN_BY_AN_EARLIER_RUN) {
      assertThat(Quota.resumes(due("ann", 9, one))).as("%s", one).isTrue();
    }
    Stream.concat(NEW.stream(), WITHOUT_CHANGE_OF_A_KEY.stream())
        .forEach(one -> assertThat(Quota.resumes(due("ann", 9, one))).as("%s", one).isFalse());
  }

  @Test
  void takesThreeReasonsForOrdersOfAnAdministrator() {
    for (Reason.Rotate reason : Reason.Rotate.values()) {
      assertThat(Quota.ordered(rotating("ann", 9, reason)))
          .as("%s", reason)
          .isEqualTo(Set.of(Reason.Rotate.ORDERED, Reason.Rotate.COMPROMISED).contains(reason));
    }
    for (Reason.Deactivate reason : Reason.Deactivate.values()) {
      Deactivate off = new Deactivate(reason, OLD, DeactivationStep.DEACTIVATING);
      assertThat(Quota.ordered(due("ann", 9, off)))
          .as("%s", reason)
          .isEqualTo(reason == Reason.Deactivate.SHUT_OUT);
    }
  }

  @Test
  void startedUsersGoFirstThenOrdersThenTheOldestKeysThenNames() {
    List<Plan.Due> due =
        List.of(
            due("hal", 999, new Warn(Reason.Warn.WARNING, List.of())),
            rotating("fay", 80, Reason.Rotate.OVERDUE),
            rotating("eve", 80, Reason.Rotate.OVERDUE),
            rotating("ann", 90, Reason.Rotate.OVERDUE),
            rotating("gus", 3, Reason.Rotate.ORDERED),
            rotating("bob", 4, Reason.Rotate.COMPROMISED),
            due("zoe", 1, BEGUN_BY_AN_EARLIER_RUN.getFirst()));
    assertThat(due.stream().sorted(Quota.ORDER).map(user -> user.user().value()))
        .containsExactly("zoe", "bob", "gus", "ann", "eve", "fay", "hal");
    assertThat(deferred(due, new ActionLimit.AtMost(3))).containsExactly("ann", "eve", "fay");
  }

  @Test
  void saysWhichLimitDefers() {
    List<Plan.Due> due = List.of(rotating("ann", 90, Reason.Rotate.OVERDUE));
    assertThat(Quota.deferred(due, new ActionLimit.None())).isEmpty();
    assertThat(Quota.deferred(due, new ActionLimit.AtMost(1))).isEmpty();
    assertThat(Quota.deferred(due, new ActionLimit.Allotted(1))).isEmpty();
    assertThat(Quota.deferred(due, new ActionLimit.Allotted(0)))
        .containsExactly(new Plan.Deferred(due.getFirst(), new Deferral.ByAllotment(0)));
    List<Plan.Due> two = List.of(due.getFirst(), rotating("bob", 80, Reason.Rotate.OVERDUE));
    assertThat(Quota.deferred(two, new ActionLimit.AtMost(1)))
        .containsExactly(new Plan.Deferred(two.getLast(), new Deferral.ByLimit(1)));
  }
}
