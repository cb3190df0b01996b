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

  private static void claim(AccountFixture lab, KeyId key) {
    lab.aws.put(HandOver.objectKey(ALICE, key), "".getBytes(UTF_8));
  }

  /**
   * A run that no lease keeps apart meets a second key, and this beside it, as it makes its own.
   */
  private static AccountFixture.Done meetingASecondKey(AccountFixture lab, Runnable beside) {
    return lab.withoutLease()
        .apply(
            Weather.before(
                "create",
                () -> {
                  lab.key(ALICE, KeyStatus.ACTIVE, 0);
                  beside.run();
                }));
  }

  /** A rotation that was cut off between the key and its file. */
  private static AccountFixture orphaned() {
    AccountFixture lab = AccountFixture.rotationDue();
    assertThat(lab.cut(Weather.once("create", Fate.CUT_AFTER))).isTrue();
    return lab.later(Duration.ofMinutes(20));
  }

  @Test
  void aWriterWhoseNameWasClaimedDropsItsKeyAndMailsNothing() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done = lab.apply(Weather.before("store", () -> claim(lab, SECOND)));
    assertThat(done.row().decision().toString())
        .contains("CHANGED_MEANWHILE")
        .contains("another run took this rotation over and continues it");
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
    assertThat(lab.aws.now(ALICE).keys()).extracting(AccessKey::id).containsExactly(OLD);
    assertThat(lab.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG)).endsWith(" rotating");
    assertThat(lab.aws.mails).isEmpty();
  }

  @Test
  void anOrphanWhoseFileCameAfterAllIsAnnouncedAndNotDeleted() {
    AccountFixture lab = orphaned();
    AccountFixture.Done done = lab.apply(Weather.before("claim", () -> lab.fileOf(SECOND)));
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(SECOND));
    assertThat(done.calls()).doesNotContain("delete").doesNotContain("create");
    assertThat(lab.standing()).contains("new key, ACTIVE, with its file").contains("[Replaced]");
  }

  @Test
  void anOrphanThatAnotherRunClaimedFirstIsDeletedAllTheSame() {
    AccountFixture lab = orphaned();
    AccountFixture.Done done = lab.apply(Weather.before("claim", () -> claim(lab, SECOND)));
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(new KeyId("AKIA000000000003")));
    assertThat(lab.aws.now(ALICE).keys())
        .extracting(AccessKey::id)
        .containsExactly(OLD, new KeyId("AKIA000000000003"));
    assertThat(lab.effects()).noneMatch(effect -> effect.startsWith("claim file "));
  }

  @Test
  void theRunThatFoundNoRoomDeliversASecondKeyWithAFile() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done = meetingASecondKey(lab, () -> lab.fileOf(SECOND));
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(SECOND));
    assertThat(lab.standing()).contains("told [Replaced]");
    assertThat(Duration.between(AccountFixture.rotationDue().clock.instant(), lab.clock.instant()))
        .as("the other run gets a moment to continue")
        .isGreaterThan(Duration.ofSeconds(3));
  }

  @Test
  void leavesASecondKeyWithoutAFileToTheRunThatCreatedIt() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done = meetingASecondKey(lab, () -> {});
    assertThat(done.row().decision().toString())
        .contains("a second key appeared; now it would be rotate (RESUME_ORPHAN)");
    assertThat(lab.aws.now(ALICE).keys()).hasSize(2);
    assertThat(lab.aws.mails).isEmpty();
  }

  @Test
  void aRotationThatAnotherRunCompletedWhileThisOneFoundNoRoomIsLeftAlone() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done =
        meetingASecondKey(lab, () -> lab.fileOf(SECOND).record("2026-11-22T12:00:01Z stored", OLD));
    assertThat(done.row().decision().toString())
        .contains("a second key appeared; now it would be rotate (RESUME_ANNOUNCE)");
    assertThat(lab.aws.mails).isEmpty();
  }

  @Test
  void aSecondKeyBesideARecordThatSaysNothingIsLeftAlone() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done = meetingASecondKey(lab, () -> lab.record("soon", OLD));
    assertThat(done.row().decision().toString())
        .contains("a second key appeared; now it would be hold");
    assertThat(lab.aws.mails).isEmpty();
  }

  /**
   * Two active keys and no record to be seen; the second one so young, with its file or without.
   */
  private static AccountFixture twoActive(Duration age, boolean file) {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.aws.addKey(ALICE, KeyStatus.ACTIVE, lab.clock.instant().minus(age));
    return file ? lab.fileOf(SECOND) : lab;
  }

  @Test
  void doesNotWarnAboutTwoKeysIfARunHasJustDeliveredTheNewer() {
    AccountFixture lab = twoActive(Duration.ofMinutes(4), true);
    assertThat(lab.apply().row().decision().toString())
        .contains("another run made the newest of these keys a moment ago");
    assertThat(lab.aws.mails).isEmpty();
  }

  @Test
  void theOwnerIsWarnedOfTwoKeysWhereTheNewerIsTheirOwnOrOld() {
    for (AccountFixture lab :
        List.of(
            twoActive(Duration.ofMinutes(4), false),
            twoActive(Duration.ofMinutes(6), true),
            twoActive(Duration.ofMinutes(6), false))) {
      assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Warn.BOTH_ACTIVE);
      assertThat(lab.aws.mails).hasSize(1);
    }
  }

  @Test
  void aWarningReadsTheTagsAgainWhereTheListingIsOverAQuarterOfAnHourOld() {
    for (int seconds : List.of(890, 901)) {
      AccountFixture lab = new AccountFixture().alice();
      lab.key(ALICE, KeyStatus.ACTIVE, 31);
      String calls =
          lab.apply(Weather.before("keys of", () -> lab.later(Duration.ofSeconds(seconds))))
              .calls();
      assertThat(calls.contains("tags of alice")).isEqualTo(seconds == 901);
    }
  }

  /** Alice's rotation waits for reads to settle, and this happens while it waits. */
  private static AccountFixture.Done settling(AccountFixture lab, Runnable meanwhile) {
    return waiting(lab.record("2026-11-22T11:58:00Z rotating", OLD), meanwhile);
  }

  private static AccountFixture.Done waiting(AccountFixture lab, Runnable meanwhile) {
    RuntimeEnvironment runtime = lab.runtime();
    return lab.apply(
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
    AccountFixture lab = AccountFixture.deletionDue().record("2026-11-22 deactivated", OLD);
    lab.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    AccountFixture.Done done =
        waiting(lab, () -> lab.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE));
    assertThat(done.row().decision().toString())
        .contains("planned was warn (REACTIVATED): now there is nothing to do: the old key is off");
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
    assertThat(lab.aws.mails).isEmpty();
  }

  @Test
  void whatAnotherRunRecordedWhileThisOneWaitedIsLeftToIt() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done =
        settling(lab, () -> lab.record("2026-11-22T12:02:00Z rotating", OLD));
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
  }

  @Test
  void whatIsNoLongerTheSameVerbAfterTheWaitIsNotDone() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done =
        settling(lab, () -> lab.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE));
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
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done =
        settling(
            lab,
            () -> {
              if (lab.aws.now(ALICE).keys().size() == 1) {
                lab.key(ALICE, KeyStatus.ACTIVE, 0);
                lab.fileOf(SECOND);
              }
            });
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(SECOND));
  }
}
