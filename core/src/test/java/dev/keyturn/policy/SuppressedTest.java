package dev.keyturn.policy;

import static dev.keyturn.policy.Given.ADDRESS;
import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.USED;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An address that SES suppresses: no run starts anything that requires a mail. */
class SuppressedTest {
  private static final Mailbox SUPPRESSED = new Mailbox.Suppressed("BOUNCE");
  private static final Given ROTATING = alice().active(OLD, 61).record(new Rotating(noon(1), OLD));
  private static final Given REPLACED =
      alice().active(OLD, 72).active(NEW, 11).phase(Rotated::new, 11);

  /** A key is about to be made, handed over or switched off. */
  private static final Map<String, Given> HELD =
      Map.of(
          "an overdue key", alice().active(OLD, 61),
          "a key to be made", ROTATING,
          "an orphan", ROTATING.active(NEW, 1).creating().seen(NEW, NEVER, StoredFile.ABSENT),
          "a stored file", ROTATING.active(NEW, 1).seen(NEW, NEVER, StoredFile.CREDENTIALS),
          "an owner untold",
              alice()
                  .active(OLD, 61)
                  .active(NEW, 1)
                  .record(new Stored(noon(1), OLD))
                  .seen(NEW, NEVER, StoredFile.CREDENTIALS),
          "a grace that is over", REPLACED.stored(true).seen(NEW, USED, StoredFile.ABSENT),
          "about to go off",
              REPLACED.phase(Deactivating::new, 0).stored(true).seen(NEW, USED, StoredFile.ABSENT));

  private static final Map<String, Given> GONE_ON_WITH =
      Map.of(
          "a warning", alice().active(OLD, 31),
          "both active", alice().active(OLD, 31).active(NEW, 5),
          "off, without a mail",
              alice().inactive(OLD, 72).active(NEW, 11).phase(Deactivating::new, 0),
          "off by the owner's hand",
              alice().inactive(OLD, 72).active(NEW, 3).phase(Rotated::new, 3),
          "switched on again", REPLACED.phase(Deactivated::new, 3),
          "a retention that is over",
              alice().inactive(OLD, 80).active(NEW, 19).phase(Deactivated::new, 8),
          "deleted, without a mail", alice().active(NEW, 19).phase(Deleting::new, 8),
          "a new key that is gone", alice().active(OLD, 72).phase(Rotated::new, 3));

  private static Decision decide(Given given) {
    return Planner.decide(given.withNotes(), Given.POLICY, TODAY);
  }

  @Test
  void isHeldBeforeAKeyIsMadeHandedOverOrSwitchedOff() {
    HELD.forEach(
        (what, user) ->
            assertThat(decide(user.mailbox(SUPPRESSED)))
                .as(what)
                .isEqualTo(
                    new Hold(
                        Reason.Hold.ADDRESS_SUPPRESSED,
                        "SES suppresses alice@corp.example since a BOUNCE")));
  }

  @Test
  void isAskedOfBeforeThatAndOnlyOnce() {
    HELD.forEach(
        (what, user) -> {
          assertThat(decide(user))
              .as(what)
              .isInstanceOfSatisfying(
                  Look.class,
                  look -> assertThat(look.question()).isEqualTo(new Question.OfAddress(ADDRESS)));
          assertThat(decide(user.access(new FileAccess.Granted()).mailbox(new Mailbox.Open())))
              .as(what)
              .isInstanceOf(Decision.Due.class)
              .isNotInstanceOf(Hold.class);
        });
  }

  @Test
  void isGoneOnWithWhereTheAnswerCannotBeHad() {
    HELD.forEach(
        (what, user) ->
            assertThat(decide(user.mailbox(new Mailbox.Unknown("denied"))))
                .as(what)
                .isEqualTo(decide(user.mailbox(new Mailbox.Open()))));
  }

  @Test
  void isWarnedToldAndDeletedForAllTheSameAndNotEvenAskedOf() {
    GONE_ON_WITH.forEach(
        (what, user) -> {
          assertThat(decide(user)).as(what).isNotInstanceOf(Look.class);
          assertThat(decide(user.mailbox(SUPPRESSED))).as(what).isEqualTo(decide(user));
        });
  }

  @Test
  void isNotTakenForAnotherAddress() {
    Given user =
        new Given(
            HELD.getOrDefault("an overdue key", alice())
                .facts()
                .with(new Finding.Address(new EmailAddress("bob@corp.example"), SUPPRESSED)));
    assertThat(decide(user)).isInstanceOf(Look.class);
  }
}
