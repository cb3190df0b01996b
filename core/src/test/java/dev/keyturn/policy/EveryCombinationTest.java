package dev.keyturn.policy;

import static dev.keyturn.policy.Given.POLICY;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.ago;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.sample.Sample;
import dev.keyturn.sample.Sampled;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is finite is enumerated: every user there can be, against every promise. */
@Sampled(parts = 1)
class EveryCombinationTest {
  /** As {@link Given#POLICY}, and deactivation waits while the old key is in use. */
  private static final Policy WAITING = new Policy(30, 60, 10, 7, 5);

  /** As {@link Given#POLICY}, and owners are warned a week before a replacement. */
  private static final Policy WITH_NOTICE = new Policy(30, 60, 10, 7, 0, Limits.none(), 7);

  /** As {@link Given#POLICY}, and keys that nothing has used for 31 days are retired. */
  private static final Policy RETIRING = POLICY.retiringUnused(31);

  /**
   * Orders and notes about unused keys are tried with one of this number of users, and all without
   * a rotation.
   */
  private static final int EACH_OF = 41;

  private int drawn;
  private final Map<Reason, Long> counts = new HashMap<>();
  private long users;

  @Test
  void everyDecisionAboutEveryUserKeepsThePromises() {
    Combinations.each(
        Sample.drawn(),
        user -> {
          check(user, POLICY);
          checkGrace(user);
          checkNotice(user);
          if (++drawn % EACH_OF == 0
              || user.record() instanceof RotationRecord.None
              || !user.evidence().notes().files().isEmpty()) {
            checkOrders(user);
            checkUnused(user);
          }
        });

    System.out.printf("%,d users, decided with these reasons: %s%n", users, counts);
    Set<Reason> foundOutInARun =
        Set.of(
            Reason.Hold.CHANGED_MEANWHILE,
            Reason.Hold.READ_FAILED,
            Reason.Nothing.REMINDED,
            Reason.Hold.BUCKET_UNCLEAR,
            Reason.Hold.MAIL_UNAVAILABLE,
            // Of settings that this policy leaves out: TagLimitsTest.
            Reason.Hold.FOREIGN_DOMAIN,
            Reason.Hold.EXEMPTION_TOO_LONG,
            Reason.Remark.UNREADABLE_THRESHOLD,
            Reason.Remark.THRESHOLD_OUT_OF_BOUNDS,
            // Of quarantines and calendars: QuarantinedUserTest, NoActionOnTest.
            Reason.Hold.EXPOSED,
            Reason.Hold.QUARANTINED,
            Reason.Remark.NO_ACTION_DAY);
    assertThat(Reason.all())
        .as("every reason is met here or in a run, and none in both")
        .allMatch(reason -> counts.containsKey(reason) != foundOutInARun.contains(reason));
  }

  /** The policies differ in the grace alone. */
  private void checkGrace(Facts user) {
    if (user.record() instanceof Dated || user.record() instanceof Rotated) {
      check(user, WAITING);
    }
  }

  /** The notice matters to users that no rotation was begun for. */
  private void checkNotice(Facts user) {
    if (user.record() instanceof RotationRecord.None) {
      check(user, WITH_NOTICE);
    }
  }

  /** An administrator ordered to replace the old key, or the first one. */
  private void checkOrders(Facts user) {
    Notes notes = user.evidence().notes();
    if (notes.known() && !user.keys().isEmpty()) {
      for (boolean compromised : List.of(false, true)) {
        Notes.Order order = new Notes.Order(user.user(), ago(1), compromised);
        check(user.noted(notes.ordered(old(user), order)), POLICY);
      }
    }
  }

  /** Nothing uses the old key, or the first one; and none of that is noted. */
  private void checkUnused(Facts user) {
    check(user, RETIRING);
    Notes notes = user.evidence().notes();
    if (notes.known() && !user.keys().isEmpty() && user.owner() instanceof Owner.At at) {
      for (int days : List.of(10, 11)) {
        Notes warned = notes.unused(user.user(), old(user), at.address(), ago(days));
        for (Notes noted :
            List.of(warned, warned.retired(old(user), true), warned.kept(old(user), ago(days)))) {
          check(user.noted(noted), RETIRING);
        }
      }
    }
  }

  private static KeyId old(Facts user) {
    return user.record() instanceof UnderWay record ? record.oldKey() : user.keys().getFirst().id();
  }

  /** With every answer to every question. */
  private void check(Facts user, Policy policy) {
    if (decide(user, policy) instanceof Look look) {
      Combinations.answers(look.question()).forEach(answer -> check(user.with(answer), policy));
    }
  }

  private Decision decide(Facts user, Policy policy) {
    users++;
    Decision decision = Planner.decide(user, policy, TODAY);
    counts.merge(decision.reason(), 1L, Long::sum);
    try {
      new Promises(user, policy, decision).hold();
    } catch (AssertionError e) {
      throw new AssertionError(decision + " was decided for " + user, e);
    }
    return decision;
  }
}
