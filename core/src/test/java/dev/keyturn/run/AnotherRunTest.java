package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another run changes the same user at the worst moment: which run continues, which stops. */
class AnotherRunTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId SECOND = new KeyId("AKIA000000000002");

  private static void claim(AccountFixture account, KeyId key) {
    account.aws.put(HandOver.objectKey(ALICE, key), "".getBytes(UTF_8));
  }

  /**
   * A run that no lease keeps apart meets a second key, and this beside it, as it makes its own.
   */
  private static AccountFixture.Done meetingASecondKey(AccountFixture account, Runnable beside) {
    return account
        .withoutLease()
        .apply(
            Weather.before(
                "create",
                () -> {
                  account.key(ALICE, KeyStatus.ACTIVE, 0);
                  beside.run();
                }));
  }

  /** A rotation that was cut off between the key and its file. */
  private static AccountFixture orphaned() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(account.cut(Weather.once("create", Fate.CUT_AFTER))).isTrue();
    return account.later(Duration.ofMinutes(20));
  }

  @Test
  void aWriterWhoseNameWasClaimedDropsItsKeyAndMailsNothing() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = account.apply(Weather.before("store", () -> claim(account, SECOND)));
    assertThat(done.row().decision().toString())
        .contains("CHANGED_MEANWHILE")
        .contains("another run took this rotation over and continues it");
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
    assertThat(account.aws.now(ALICE).keys()).extracting(AccessKey::id).containsExactly(OLD);
    assertThat(account.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG)).endsWith(" rotating");
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void anOrphanWhoseFileCameAfterAllIsAnnouncedAndNotDeleted() {
    AccountFixture account = orphaned();
    AccountFixture.Done done = account.apply(Weather.before("claim", () -> account.fileOf(SECOND)));
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(SECOND));
    assertThat(done.calls()).doesNotContain("delete").doesNotContain("create");
    assertThat(account.standing())
        .contains("new key, ACTIVE, with its file")
        .contains("[Replaced]");
  }

  @Test
  void anOrphanThatAnotherRunClaimedFirstIsDeletedAllTheSame() {
    AccountFixture account = orphaned();
    AccountFixture.Done done = account.apply(Weather.before("claim", () -> claim(account, SECOND)));
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(new KeyId("AKIA000000000003")));
    assertThat(account.aws.now(ALICE).keys())
        .extracting(AccessKey::id)
        .containsExactly(OLD, new KeyId("AKIA000000000003"));
    assertThat(account.effects()).noneMatch(effect -> effect.startsWith("claim file "));
  }

  @Test
  void theRunThatFoundNoRoomDeliversASecondKeyWithAFile() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = meetingASecondKey(account, () -> account.fileOf(SECOND));
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(SECOND));
    assertThat(account.standing()).contains("told [Replaced]");
    assertThat(
            Duration.between(AccountFixture.rotationDue().clock.instant(), account.clock.instant()))
        .as("the other run gets a moment to continue")
        .isGreaterThan(Duration.ofSeconds(3));
  }

  @Test
  void leavesASecondKeyWithoutAFileToTheRunThatCreatedIt() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = meetingASecondKey(account, () -> {});
    assertThat(done.row().decision().toString())
        .contains("a second key appeared; now it would be rotate (RESUME_ORPHAN)");
    assertThat(account.aws.now(ALICE).keys()).hasSize(2);
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void aRotationThatAnotherRunCompletedWhileThisOneFoundNoRoomIsLeftAlone() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        meetingASecondKey(
            account, () -> account.fileOf(SECOND).record("2026-11-22T12:00:01Z stored", OLD));
    assertThat(done.row().decision().toString())
        .contains("a second key appeared; now it would be rotate (RESUME_ANNOUNCE)");
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void aSecondKeyBesideARecordThatSaysNothingIsLeftAlone() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = meetingASecondKey(account, () -> account.record("soon", OLD));
    assertThat(done.row().decision().toString())
        .contains("a second key appeared; now it would be hold");
    assertThat(account.aws.mails).isEmpty();
  }

  /**
   * Two active keys and no record to be seen; the second one so young, with its file or without.
   */
  private static AccountFixture twoActive(Duration age, boolean file) {
    AccountFixture account = AccountFixture.rotationDue();
    account.aws.addKey(ALICE, KeyStatus.ACTIVE, account.clock.instant().minus(age));
    return file ? account.fileOf(SECOND) : account;
  }

  @Test
  void doesNotWarnAboutTwoKeysIfARunHasJustDeliveredTheNewer() {
    AccountFixture account = twoActive(Duration.ofMinutes(4), true);
    assertThat(account.apply().row().decision().toString())
        .contains("another run made the newest of these keys a moment ago");
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void theOwnerIsWarnedOfTwoKeysWhereTheNewerIsTheirOwnOrOld() {
    for (AccountFixture account :
        List.of(
            twoActive(Duration.ofMinutes(4), false),
            twoActive(Duration.ofMinutes(6), true),
            twoActive(Duration.ofMinutes(6), false))) {
      assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Warn.BOTH_ACTIVE);
      assertThat(account.aws.mails).hasSize(1);
    }
  }

  @Test
  void aWarningReadsTheTagsAgainWhereTheListingIsOverAQuarterOfAnHourOld() {
    for (int seconds : List.of(890, 901)) {
      AccountFixture account = new AccountFixture().alice();
      account.key(ALICE, KeyStatus.ACTIVE, 31);
      String calls =
          account
              .apply(Weather.before("keys of", () -> account.later(Duration.ofSeconds(seconds))))
              .calls();
      assertThat(calls.contains("tags of alice")).isEqualTo(seconds == 901);
    }
  }

  /** Alice's rotation waits for reads to settle, and this happens while it waits. */
  private static AccountFixture.Done settling(AccountFixture account, Runnable meanwhile) {
    return waiting(account.record("2026-11-22T11:58:00Z rotating", OLD), meanwhile);
  }

  private static AccountFixture.Done waiting(AccountFixture account, Runnable meanwhile) {
    RuntimeEnvironment runtime = account.runtime();
    return account.apply(
        Weather.fine(),
        new RuntimeEnvironment(
            runtime.clock(),
            time -> {
              runtime.waits().pause(time);
              meanwhile.run();
            },
            runtime.random(),
            runtime.executor()));
  }

  @Test
  void whatTheOwnerTookBackWhileTheRunWaitedIsNothingToBeDone() {
    AccountFixture account = AccountFixture.deletionDue().record("2026-11-22 deactivated", OLD);
    account.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    AccountFixture.Done done =
        waiting(account, () -> account.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE));
    assertThat(done.row().decision().toString())
        .contains(
            "planned was warn (REACTIVATED): now there is nothing to do: the old key is inactive");
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void whatAnotherRunRecordedWhileThisOneWaitedIsLeftToIt() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        settling(account, () -> account.record("2026-11-22T12:02:00Z rotating", OLD));
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
  }

  @Test
  void whatIsNoLongerTheSameVerbAfterTheWaitIsNotDone() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        settling(account, () -> account.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE));
    assertThat(done.row().decision())
        .isInstanceOfSatisfying(
            Decision.Hold.class,
            hold ->
                assertThat(hold.detail())
                    .isEqualTo(
                        "planned was rotate (RESUME_CREATE): now it would be hold"
                            + " (NO_WORKING_KEY)"));
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
  }

  @Test
  void anotherStageOfTheSameRotationAfterTheWaitIsGoneOnWith() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        settling(
            account,
            () -> {
              if (account.aws.now(ALICE).keys().size() == 1) {
                account.key(ALICE, KeyStatus.ACTIVE, 0);
                account.fileOf(SECOND);
              }
            });
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(SECOND));
  }
}
