package dev.keyturn.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.None;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Consistency;
import dev.keyturn.run.AccountFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a decision waits until reads can be believed. */
class ConsistencyDelayTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final Instant NOW = Instant.parse("2026-11-22T00:10:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  private static Instant ago(int seconds) {
    return NOW.minusSeconds(seconds);
  }

  /** Two keys; the newer one was created this number of seconds ago. */
  private static Facts user(RotationRecord record, int seconds) {
    return new Facts(
        AccountFixture.ALICE,
        new Owner.At(new EmailAddress("alice@corp.example")),
        List.of(
            new AccessKey(NEW, KeyStatus.ACTIVE, ago(seconds)),
            new AccessKey(OLD, KeyStatus.ACTIVE, ago(9_000_000))),
        record,
        true,
        new Exemption.None(),
        Evidence.none());
  }

  private static long seconds(RotationRecord record, Due due, int madeAgo) {
    return ConsistencyDelay.rest(user(record, madeAgo), due, NOW, NOW).toSeconds();
  }

  private static Due make(int seconds) {
    return new Rotate(
        Reason.Rotate.RESUME_CREATE, OLD, new Stage.Make(new Rotating(ago(seconds), OLD)));
  }

  @Test
  void aKeyThatMayHaveBeenMadeIsWaitedForOnceNoOtherCanBeMadeUnderItsRecord() {
    assertThat(seconds(new None(), make(0), 9_000)).isZero();
    assertThat(seconds(new None(), make(60), 9_000)).isZero();
    assertThat(seconds(new None(), make(61), 9_000)).isEqualTo(239);
    assertThat(seconds(new None(), make(299), 9_000)).isEqualTo(1);
    assertThat(seconds(new None(), make(300), 9_000)).isZero();
    assertThat(seconds(new None(), make(301), 9_000)).isZero();
  }

  @Test
  void aKeyThatMayHaveBeenMadeIsWaitedForEvenIfSomeoneWroteAnOlderRecord() {
    Notes noted = Notes.none().creating(OLD, new Notes.Creating(AccountFixture.ALICE, ago(100)));
    Facts forged = user(new Rotating(ago(9_000), OLD), 9_000).noted(noted);
    assertThat(ConsistencyDelay.rest(forged, make(9_000), NOW, NOW)).hasSeconds(200);
    assertThat(ConsistencyDelay.rest(forged, make(61), NOW, NOW)).hasSeconds(239);
  }

  /** Tags and keys are shown as they were minutes ago, and the notes as they are. */
  @Test
  void noRotationBeginsOrEndsWhileAKeyThatWasNotedMayBeUnseen() {
    Due begin = new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Begin());
    Due clear = new Clear(Reason.Clear.NEW_KEY_GONE);
    for (int seconds : List.of(0, 100, 299, 300, 9_000)) {
      Notes noted =
          Notes.none().creating(OLD, new Notes.Creating(AccountFixture.ALICE, ago(seconds)));
      Facts unseen = user(new None(), 9_000).noted(noted);
      Facts gone = user(new Rotated(TODAY.minusDays(9), OLD), 9_000).noted(noted);
      long rest = Math.max(0, 300 - seconds);
      assertThat(ConsistencyDelay.rest(unseen, begin, NOW, NOW)).hasSeconds(rest);
      assertThat(ConsistencyDelay.rest(gone, clear, ago(9_000), NOW)).hasSeconds(rest);
    }
  }

  @Test
  void aRotationThatRestsOnWhatIsSeenDoesNotWait() {
    Due begin = new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Begin());
    Due notify = new Rotate(Reason.Rotate.RESUME_ANNOUNCE, OLD, new Stage.Notify(NEW));
    assertThat(seconds(new None(), begin, 1)).isZero();
    assertThat(seconds(new Stored(ago(1), OLD), notify, 1)).isZero();
    assertThat(seconds(new None(), new Hold(Reason.Hold.NEVER_FETCHED), 1)).isZero();
  }

  @Test
  void aWarningWaitsAMomentForTheRecordThatMayBelongToTheNewestKey() {
    Due warn = new Warn(Reason.Warn.BOTH_ACTIVE, List.of());
    assertThat(seconds(new None(), warn, 0)).isEqualTo(5);
    assertThat(seconds(new None(), warn, 4)).isEqualTo(1);
    assertThat(seconds(new None(), warn, 5)).isZero();
    assertThat(seconds(new None(), warn, 6)).isZero();
  }

  /** It was written before it was read, whatever its date says. */
  @Test
  void aRecordThatWasReadAWhileAgoIsWaitedForNoLonger() {
    Due clear = new Clear(Reason.Clear.NEW_KEY_GONE);
    Facts future = user(new Stored(NOW.plusSeconds(3_600), OLD), 9_000);
    assertThat(ConsistencyDelay.rest(future, clear, NOW, NOW)).hasSeconds(300);
    assertThat(ConsistencyDelay.rest(future, clear, ago(100), NOW)).hasSeconds(200);
    assertThat(ConsistencyDelay.rest(future, clear, ago(300), NOW)).isZero();
    Facts today = user(new Deactivated(TODAY, OLD), 9_000);
    assertThat(ConsistencyDelay.rest(today, new RestartGrace(OLD), ago(299), NOW)).hasSeconds(1);
  }

  @Test
  void aKeyOfTheFutureIsWaitedForNoLongerThanOneOfNow() {
    assertThat(seconds(new None(), new Warn(Reason.Warn.BOTH_ACTIVE, List.of()), -3_600))
        .isEqualTo(5);
  }

  @Test
  void aNewKeyThatSeemsGoneIsWaitedForSinceItsFileWasStored() {
    Due clear = new Clear(Reason.Clear.NEW_KEY_GONE);
    assertThat(seconds(new Stored(ago(100), OLD), clear, 9_000)).isEqualTo(200);
    assertThat(seconds(new Stored(ago(301), OLD), clear, 9_000)).isZero();
  }

  @Test
  void aNewKeyThatSeemsGoneFromACompleteRotationIsWaitedForShortly() {
    Due clear = new Clear(Reason.Clear.NEW_KEY_GONE);
    // Today's record may have been written until midnight, which is yet to come.
    assertThat(seconds(new Rotated(TODAY, OLD), clear, 9_000)).isEqualTo(30);
    assertThat(seconds(new Rotated(TODAY.minusDays(1), OLD), clear, 9_000)).isZero();
  }

  @Test
  void otherRecordsAreClearedOnceTheNewestKeysOwnRecordMustShow() {
    Rotating record = new Rotating(ago(8_000), OLD);
    assertThat(seconds(record, new Clear(Reason.Clear.OWN_KEY), 10)).isEqualTo(20);
    assertThat(seconds(record, new Clear(Reason.Clear.OWN_KEY), 30)).isZero();
    assertThat(seconds(record, new Clear(Reason.Clear.OLD_KEY_GONE), 2)).isEqualTo(3);
    assertThat(seconds(record, new Clear(Reason.Clear.OLD_KEY_GONE), 10)).isZero();
  }

  @Test
  void anOldKeyThatSeemsSwitchedOnAgainIsWaitedForSinceItsRecordMayHaveBeenWritten() {
    Due restart = new RestartGrace(OLD);
    assertThat(seconds(new Deactivated(TODAY, OLD), restart, 9_000)).isEqualTo(300);
    // Ten minutes past midnight, yesterday's last minute is long enough ago.
    assertThat(seconds(new Deactivated(TODAY.minusDays(1), OLD), restart, 9_000)).isZero();
  }

  @Test
  void whatWasWrittenWithinFiveMinutesMayBeUnseen() {
    assertThat(Consistency.mayBeUnseen(ago(0), NOW)).isTrue();
    assertThat(Consistency.mayBeUnseen(ago(299), NOW)).isTrue();
    assertThat(Consistency.mayBeUnseen(NOW.minus(Duration.ofMinutes(5)), NOW)).isFalse();
    assertThat(Consistency.mayBeUnseen(ago(9_000), NOW)).isFalse();
  }
}
