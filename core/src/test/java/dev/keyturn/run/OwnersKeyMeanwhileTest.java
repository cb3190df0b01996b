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
  private static Weather ownerMakesAKey(AccountFixture lab) {
    return Weather.before("create", () -> lab.key(ALICE, KeyStatus.ACTIVE, 0));
  }

  /** A run in which the owner does so leaves the record for the next. */
  private static AccountFixture.Done theRecordStays(AccountFixture lab) {
    AccountFixture.Done done = lab.apply(ownerMakesAKey(lab));
    assertThat(lab.aws.now(ALICE).tags()).containsKey(AccountFixture.DATE_TAG);
    return done;
  }

  @Test
  void neverDeletesTheOwnersSimultaneousKeyIfNoOtherRunIsActive() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done = lab.apply(ownerMakesAKey(lab));
    assertThat(done.row().decision().toString()).contains("the owner has just made a second key");
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
    for (int day = 0; day < 30; day++) {
      lab.later(Duration.ofDays(1)).apply();
    }
    assertThat(lab.aws.now(ALICE).keys()).hasSize(2).allMatch(key -> key.active());
    assertThat(lab.aws.mails).hasSize(30).allMatch(mail -> mail.subject().equals("SlotsTaken"));
  }

  @Test
  void withoutALeaseItCountsAsAnOrphanWhileTheOldKeyKeepsWorking() {
    AccountFixture lab = AccountFixture.rotationDue().withoutLease();
    lab.apply(ownerMakesAKey(lab));
    lab.later(Duration.ofMinutes(20)).apply();
    assertThat(lab.aws.now(ALICE).keys())
        .extracting(key -> key.id().value())
        .containsExactly("AKIA000000000001", "AKIA000000000003");
    assertThat(lab.aws.now(ALICE).keys()).allMatch(key -> key.active());
  }

  @Test
  void theRecordStaysWhereAnotherRunWasAtWorkInTheLastFiveMinutes() {
    for (int seconds : List.of(297, 298, 299, 300)) {
      AccountFixture lab = AccountFixture.rotationDue();
      // It is more than a second from there to where this run begins.
      Leases.put(lab, State.GIVEN_BACK, lab.clock.instant().minusSeconds(seconds));
      lab.apply(ownerMakesAKey(lab));
      assertThat(lab.aws.now(ALICE).tags().containsKey(AccountFixture.DATE_TAG))
          .as("%d seconds ago", seconds)
          .isEqualTo(seconds < 299);
    }
  }

  @Test
  void keepsTheRecordIfTheOtherRunDiedAtAnUnknownTime() {
    AccountFixture lab = AccountFixture.rotationDue();
    Leases.put(lab, State.HELD, lab.clock.instant().minusSeconds(200));
    theRecordStays(lab);
  }

  @Test
  void aLeaseFromTheFutureIsNoProofOfQuiet() {
    AccountFixture lab = AccountFixture.rotationDue();
    Leases.put(lab, State.GIVEN_BACK, lab.clock.instant().plusSeconds(3_600));
    theRecordStays(lab);
  }

  @Test
  void aLeaseThatNoRunCanHaveWrittenIsNoProofOfQuiet() {
    for (Instant until : List.of(Instant.parse("2126-11-22T12:00:00Z"), Instant.MAX)) {
      AccountFixture lab = Leases.put(AccountFixture.rotationDue(), State.HELD, until);
      AccountFixture.Done done = theRecordStays(lab);
      assertThat(done.row().outcome().toString()).doesNotContain("defect");
    }
  }

  @Test
  void aRotationThatAnEarlierRunBeganIsNotForgottenForTheOwnersKey() {
    AccountFixture lab =
        AccountFixture.rotationDue()
            .record("2026-11-22T11:00:00Z rotating", new KeyId("AKIA000000000001"));
    theRecordStays(lab);
  }
}
