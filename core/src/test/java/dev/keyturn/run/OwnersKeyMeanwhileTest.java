package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.state.LeaseText.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An owner makes a key just before Keyturn would: it is told from an orphan where no other run was
 * at work.
 */
class OwnersKeyMeanwhileTest {
  /** The owner makes a second key by hand just before Keyturn would. */
  private static Weather ownerMakesAKey(AccountFixture account) {
    return Weather.before("create", () -> account.key(ALICE, KeyStatus.ACTIVE, 0));
  }

  /** A run in which the owner does so leaves the record for the next. */
  private static AccountFixture.Done theRecordStays(AccountFixture account) {
    AccountFixture.Done done = account.apply(ownerMakesAKey(account));
    assertThat(account.aws.now(ALICE).tags()).containsKey(AccountFixture.DATE_TAG);
    return done;
  }

  @Test
  void neverDeletesTheOwnersSimultaneousKeyIfNoOtherRunIsActive() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = account.apply(ownerMakesAKey(account));
    assertThat(done.row().decision().toString()).contains("the owner has just made a second key");
    assertThat(account.notes().creating()).as("no record makes it an orphan").isEmpty();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
    for (int day = 0; day < 30; day++) {
      account.later(Duration.ofDays(1)).apply();
    }
    assertThat(account.aws.now(ALICE).keys()).hasSize(2).allMatch(key -> key.active());
    assertThat(account.aws.mails).hasSize(30).allMatch(mail -> mail.subject().equals("SlotsTaken"));
  }

  @Test
  void withoutALeaseItCountsAsAnOrphanWhileTheOldKeyKeepsWorking() {
    AccountFixture account = AccountFixture.rotationDue().withoutLease();
    account.apply(ownerMakesAKey(account));
    account.later(Duration.ofMinutes(20)).apply();
    assertThat(account.aws.now(ALICE).keys())
        .extracting(key -> key.id().value())
        .containsExactly("AKIA000000000001", "AKIA000000000003");
    assertThat(account.aws.now(ALICE).keys()).allMatch(key -> key.active());
  }

  @Test
  void theRecordStaysWhereAnotherRunWasAtWorkInTheLastFiveMinutes() {
    for (int seconds : List.of(297, 298, 299, 300)) {
      AccountFixture account = AccountFixture.rotationDue();
      // It is more than a second from there to where this run begins.
      Leases.put(account, State.GIVEN_BACK, account.clock.instant().minusSeconds(seconds));
      account.apply(ownerMakesAKey(account));
      assertThat(account.aws.now(ALICE).tags().containsKey(AccountFixture.DATE_TAG))
          .as("%d seconds ago", seconds)
          .isEqualTo(seconds < 299);
    }
  }

  @Test
  void keepsTheRecordIfTheOtherRunDiedAtAnUnknownTime() {
    AccountFixture account = AccountFixture.rotationDue();
    Leases.put(account, State.HELD, account.clock.instant().minusSeconds(200));
    theRecordStays(account);
  }

  @Test
  void aLeaseFromTheFutureIsNoProofOfQuiet() {
    AccountFixture account = AccountFixture.rotationDue();
    Leases.put(account, State.GIVEN_BACK, account.clock.instant().plusSeconds(3_600));
    theRecordStays(account);
  }

  @Test
  void aLeaseThatNoRunCanHaveWrittenIsNoProofOfQuiet() {
    for (Instant until : List.of(Instant.parse("2126-11-22T12:00:00Z"), Instant.MAX)) {
      AccountFixture account = Leases.put(AccountFixture.rotationDue(), State.HELD, until);
      AccountFixture.Done done = theRecordStays(account);
      assertThat(done.row().outcome().toString()).doesNotContain("defect");
    }
  }

  @Test
  void aRotationThatAnEarlierRunBeganIsNotForgottenForTheOwnersKey() {
    AccountFixture account =
        AccountFixture.rotationDue()
            .record("2026-11-22T11:00:00Z rotating", new KeyId("AKIA000000000001"));
    theRecordStays(account);
  }
}
