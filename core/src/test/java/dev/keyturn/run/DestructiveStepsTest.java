package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Reason;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No destructive step follows from what could not be read, or was read too long ago. */
class DestructiveStepsTest {
  private static final String UNDISTURBED = rotated();

  private static String rotated() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    return account.standing();
  }

  private static void failed(AccountFixture.Done done) {
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(done.report().failed()).isEqualTo(1);
  }

  @Test
  void aFailingReadIsNeverTakenForANo() {
    for (String read : List.of("last use", "look for", "keys of", "tags of")) {
      for (Fate fate : List.of(Fate.DENIED, Fate.THROTTLED, Fate.LOST_BEFORE, Fate.UNREACHABLE)) {
        for (AccountFixture account : List.of(AccountFixture.deactivationDue(), orphaned())) {
          String before = account.standing();
          int[] lists = new int[1];
          AccountFixture.Done done = account.apply(call -> failing(call, read, fate, lists));
          assertThat(done.connection().log).noneMatch(Weather.Call::write);
          failed(done);
          assertThat(account.standing()).isEqualTo(before);
        }
      }
    }
  }

  /** Fails once the plan is made, so that the second look is the one that fails. */
  private static Fate failing(Weather.Call call, String read, Fate fate, int[] lists) {
    lists[0] += call.is("keys of") ? 1 : 0;
    return lists[0] > 1 && call.is(read) ? fate : Fate.FINE;
  }

  @Test
  void aFailingReadWhileThePlanIsMadeIsARow() {
    AccountFixture account = AccountFixture.deactivationDue();
    account.user(new UserName("bob"), Map.of("email", "b@corp.example"));
    AccountFixture.Done done = account.apply(Weather.on("last use", Fate.DENIED));
    assertThat(done.row().decision()).isEqualTo(new Hold(Reason.Hold.READ_FAILED));
    failed(done);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
  }

  /** A rotation that was cut off between the key and its file. */
  private static AccountFixture orphaned() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(account.cut(Weather.once("create", Fate.CUT_AFTER))).isTrue();
    return account.later(Duration.ofMinutes(20));
  }

  @Test
  void anOrphanIsDeletedOnlyOnceItsNameIsClaimed() {
    AccountFixture account = orphaned();
    AccountFixture.Done done = account.apply();
    assertThat(done.calls())
        .containsSubsequence("claim AKIA000000000002\ndelete AKIA000000000002\n");
    AccountFixture denied = orphaned();
    failed(denied.apply(Weather.on("claim", Fate.DENIED)));
    assertThat(denied.aws.now(ALICE).keys()).hasSize(2);
    AccountFixture lost = orphaned();
    lost.apply(Weather.once("claim", Fate.LOST_AFTER));
    assertThat(lost.standing()).isEqualTo(UNDISTURBED);
  }

  @Test
  void aMachineThatSleptBetweenReadingAndActingSwitchesNothingOff() {
    for (AccountFixture account :
        List.of(AccountFixture.deactivationDue(), AccountFixture.deletionDue())) {
      List<AccessKey> before = account.aws.now(ALICE).keys();
      AccountFixture.Done done =
          account.apply(
              call -> {
                if (call.is("tag alice:")) {
                  account.later(Duration.ofSeconds(61));
                }
                return Fate.FINE;
              });
      failed(done);
      assertThat(account.aws.now(ALICE).keys()).isEqualTo(before);
      account.apply();
      assertThat(account.aws.now(ALICE).keys()).isNotEqualTo(before);
    }
  }

  @Test
  void aMachineThatSleptAfterReadingWritesNoRecordOverThatOfAnotherRun() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        account.apply(
            call -> {
              if (call.is("tags of")) {
                account.later(Duration.ofSeconds(61));
              }
              return Fate.FINE;
            });
    failed(done);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
    account.apply();
    assertThat(account.standing()).isEqualTo(UNDISTURBED);
  }
}
