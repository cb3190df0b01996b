package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Calls of a rotation that fail in every way there is. */
class FailingCallsTest {
  private static final String UNTOUCHED =
      """
      old key, ACTIVE, without a file
      tags {}
      told []
      """;

  private static String rotated() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    return account.standing();
  }

  private static void failed(AccountFixture.Done done) {
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(done.report().failed()).isEqualTo(1);
  }

  /** The key that a failed row names. */
  private static Optional<KeyId> keyOf(AccountFixture.Done done) {
    return done.row().outcome() instanceof Outcome.Failed failed
        ? failed.newKey()
        : Optional.empty();
  }

  @Test
  void anUnclearCreationFailsTheRowAndALaterRunFindsWhatBecameOfIt() {
    for (Fate fate : List.of(Fate.LOST_BEFORE, Fate.LOST_AFTER)) {
      for (int seconds : List.of(5, 90, 1_200)) {
        AccountFixture account = AccountFixture.rotationDue();
        AccountFixture.Done first = account.apply(Weather.once("create", fate));
        failed(first);
        assertThat(first.connection().log).filteredOn(call -> call.is("create")).hasSize(1);
        assertThat(account.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG))
            .endsWith(" rotating");
        account.later(Duration.ofSeconds(seconds)).apply();
        assertThat(account.standing()).as("%s, %d s", fate, seconds).isEqualTo(rotated());
      }
    }
  }

  @Test
  void aPutWhoseReplyWasLostIsTakenForItsOwn() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = account.apply(Weather.once("store", Fate.LOST_AFTER));
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(done.calls()).contains("look for AKIA000000000002").doesNotContain("delete");
    assertThat(account.standing()).isEqualTo(rotated());
    assertThat(account.effects())
        .contains("store file credential/alice/alice_AKIA000000000002.csv");
  }

  @Test
  void aPutThatStaysUnclearKeepsTheKeyForTheNextRunToDecideOn() {
    for (Fate fate : List.of(Fate.LOST_BEFORE, Fate.LOST_AFTER)) {
      AccountFixture account = AccountFixture.rotationDue();
      AccountFixture.Done first = account.apply(Weather.on("store", fate));
      if (fate == Fate.LOST_BEFORE) {
        failed(first);
        assertThat(keyOf(first)).contains(new KeyId("AKIA000000000002"));
        assertThat(account.aws.now(ALICE).keys()).hasSize(2);
      }
      account.later(Duration.ofMinutes(10)).apply();
      assertThat(account.standing()).as("%s", fate).isEqualTo(rotated());
    }
  }

  @Test
  void aPutThatIsDeniedDropsTheKeyAndForgetsTheRotation() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = account.apply(Weather.on("store", Fate.DENIED));
    failed(done);
    assertThat(keyOf(done)).isEmpty();
    assertThat(done.calls()).contains("store AKIA000000000002\ndelete AKIA000000000002\nuntag");
    assertThat(account.standing()).isEqualTo(UNTOUCHED);
  }

  @Test
  void aPutThatIsThrottledToTheEndDropsTheKeyAndTheNextRunMakesAnother() {
    AccountFixture account = AccountFixture.rotationDue();
    failed(account.apply(Weather.on("store", Fate.THROTTLED)));
    assertThat(account.aws.now(ALICE).keys()).hasSize(1);
    account.later(Duration.ofMinutes(10)).apply();
    assertThat(account.standing()).isEqualTo(rotated());
  }

  @Test
  void aCreationThatIsDeniedForgetsTheRotation() {
    AccountFixture account = AccountFixture.rotationDue();
    failed(account.apply(Weather.on("create", Fate.DENIED)));
    assertThat(account.standing()).isEqualTo(UNTOUCHED);
  }

  @Test
  void aCreationThatWasThrottledOrNeverSentIsTriedAgain() {
    for (Fate fate : List.of(Fate.THROTTLED, Fate.UNREACHABLE)) {
      AccountFixture account = AccountFixture.rotationDue();
      AccountFixture.Done done = account.apply(Weather.once("create", fate));
      assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
      assertThat(account.standing()).isEqualTo(rotated());
    }
  }

  /** The longest wait that jitter may draw. */
  private static RandomGenerator longestWaits() {
    return new RandomGenerator() {
      private final RandomGenerator random = new SplittableRandom(1);

      @Override
      public long nextLong() {
        return random.nextLong();
      }

      @Override
      public long nextLong(long bound) {
        return bound - 1;
      }
    };
  }

  @Test
  void everyKeyIsMadeWithinAMinuteOfTheRecordedInstantHoweverLongTheThrottling() {
    for (String verb : List.of("create", "tag alice:")) {
      AccountFixture account = AccountFixture.rotationDue();
      account.random = longestWaits();
      int[] left = {RetryPolicy.THROTTLED_ATTEMPTS - 1};
      AccountFixture.Done done =
          account.apply(call -> call.is(verb) && left[0]-- > 0 ? Fate.THROTTLED : Fate.FINE);
      assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
      AccessKey made = account.aws.now(ALICE).keys().getLast();
      assertThat(recordedInstants(account))
          .as("throttled at %s:%n%s", verb, done.calls())
          .last()
          .satisfies(
              instant ->
                  assertThat(Duration.between(instant, made.created()))
                      .isBetween(Duration.ZERO, Duration.ofMinutes(1)));
    }
  }

  @Test
  void noKeyIsMadeUnderARecordThatTakesOverAMinuteToWriteTimeAndAgain() {
    AccountFixture account = AccountFixture.rotationDue();
    failed(
        account.apply(
            call -> {
              if (call.is("tag alice:")) {
                account.later(Duration.ofSeconds(61));
              }
              return Fate.FINE;
            }));
    assertThat(account.aws.now(ALICE).keys()).hasSize(1);
    account.later(Duration.ofMinutes(10)).apply();
    assertThat(account.standing()).isEqualTo(rotated());
  }

  private static List<Instant> recordedInstants(AccountFixture account) {
    return account.aws.versions(ALICE).stream()
        .map(version -> version.tags().getOrDefault(AccountFixture.DATE_TAG, ""))
        .filter(date -> date.endsWith(" rotating"))
        .map(date -> Instant.parse(date.substring(0, date.indexOf(' '))))
        .distinct()
        .toList();
  }

  @Test
  void aMailThatIsRefusedLeavesTheOldKeysGraceUncounted() {
    AccountFixture account = AccountFixture.rotationDue();
    failed(account.apply(Weather.on("mail", Fate.REFUSED)));
    assertThat(account.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG)).endsWith(" stored");
    account.later(Duration.ofDays(30)).apply();
    assertThat(account.aws.now(ALICE).tags())
        .containsEntry(AccountFixture.DATE_TAG, "2026-12-22 rotated");
    assertThat(account.aws.mails).hasSize(1);
    account.later(Duration.ofDays(10)).apply();
    assertThat(account.aws.now(ALICE).keys()).allMatch(AccessKey::active);
  }

  @Test
  void aRowSaysWhetherItsMailIsWhatFailed() {
    for (Fate fate : List.of(Fate.REFUSED, Fate.DENIED, Fate.THROTTLED, Fate.LOST_BEFORE)) {
      for (AccountFixture account :
          List.of(AccountFixture.rotationDue(), AccountFixture.deactivationDue())) {
        assertThat(mailFailed(account.apply(Weather.on("mail", fate)))).as("%s", fate).isTrue();
      }
    }
    assertThat(mailFailed(AccountFixture.rotationDue().apply(Weather.on("store", Fate.DENIED))))
        .isFalse();
  }

  private static boolean mailFailed(AccountFixture.Done done) {
    return done.row().outcome() instanceof Outcome.Failed failed && failed.mail();
  }

  @Test
  void aRecordThatCannotBeWrittenStopsEverythingAfterIt() {
    for (Fate fate : List.of(Fate.DENIED, Fate.REFUSED, Fate.LOST_BEFORE, Fate.LOST_AFTER)) {
      for (AccountFixture account :
          List.of(
              AccountFixture.rotationDue(),
              AccountFixture.deactivationDue(),
              AccountFixture.deletionDue())) {
        List<AccessKey> before = account.aws.now(ALICE).keys();
        failed(account.apply(Weather.on("tag alice:", fate)));
        assertThat(account.aws.now(ALICE).keys()).isEqualTo(before);
        assertThat(account.aws.mails).isEmpty();
      }
    }
  }

  @Test
  void aSecondKeyThatAppearsWhileOneIsToBeMadeIsLeftToItsOwner() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        account.apply(
            call -> {
              if (call.is("create")) {
                account.key(ALICE, KeyStatus.ACTIVE, 0);
                account.used(account.aws.now(ALICE).keys().getLast().id());
              }
              return Fate.FINE;
            });
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    account.later(Duration.ofMinutes(20)).apply();
    assertThat(account.aws.now(ALICE).keys()).hasSize(2).allMatch(AccessKey::active);
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
  }

  @Test
  void aMailThatTakesDaysIsRecordedSoThatItsDayIsNotTakenForADeactivation() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply(
        call -> {
          if (call.is("mail")) {
            account.later(Duration.ofDays(11));
          }
          return Fate.FINE;
        });

    assertThat(account.aws.now(ALICE).tags())
        .containsEntry(AccountFixture.DATE_TAG, "2026-12-03 rotated");
  }

  @Test
  void theGraceOfAKeySwitchedOnAgainCountsFromTheDayOnWhichItsOwnerWasTold() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.setStatus(ALICE, account.aws.now(ALICE).keys().getFirst().id(), KeyStatus.ACTIVE);
    account.apply(
        call -> {
          if (call.is("mail")) {
            account.later(Duration.ofHours(13));
          }
          return Fate.FINE;
        });

    assertThat(account.aws.now(ALICE).tags())
        .containsEntry(AccountFixture.DATE_TAG, "2026-11-23 rotated");
  }

  @Test
  void aKeyWhoseFileCannotBeNotedIsDroppedAndItsRotationForgottenByTheRunThatBeganIt() {
    AccountFixture account = AccountFixture.rotationDue();
    failed(account.apply(Weather.on("write the notes", Fate.DENIED)));
    assertThat(account.aws.now(ALICE).keys()).hasSize(1);
    assertThat(account.aws.now(ALICE).tags()).doesNotContainKey(AccountFixture.DATE_TAG);
    AccountFixture resumed = AccountFixture.rotationDue();
    assertThat(resumed.cut(Weather.once("create", Fate.CUT_BEFORE))).isTrue();
    failed(resumed.apply(Weather.on("write the notes", Fate.DENIED)));
    assertThat(resumed.aws.now(ALICE).keys()).hasSize(1);
    assertThat(resumed.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG)).endsWith("rotating");
  }
}
