package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.USED;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.usedDaysAgo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code IN_USE_GRACE_DAYS}: deactivation waits while the old key is at work, but not for ever. */
class InUseTest {
  private static final Decision OFF =
      new Deactivate(Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.DEACTIVATING);
  private static final Decision ASKS_FOR_OLD =
      new Look(Reason.Deactivate.GRACE_OVER, new Question.OfOldKey(OLD));
  private static final Decision ASKS_FOR_NEW =
      new Look(Reason.Deactivate.GRACE_OVER, new Question.OfNewKey(NEW));

  private static Policy waiting(int days) {
    return new Policy(30, 60, 10, 7, days);
  }

  /** Rotated a number of days ago, and the new key is in use. */
  private static Given bothActive(int days) {
    return alice()
        .active(OLD, 61 + days)
        .active(NEW, days)
        .phase(Rotated::new, days)
        .stored(true)
        .seen(NEW, USED, StoredFile.ABSENT);
  }

  private static Decision withOldKeyUsed(LastUse use) {
    return bothActive(11).oldKeyUsed(use).decided(waiting(5));
  }

  @Test
  void waitsWhereTheOldKeyWasUsedInTheLastThreeDaysOrInTheFuture() {
    for (int days : new int[] {-400, -1, 0, 1, 2, 3}) {
      assertThat(withOldKeyUsed(usedDaysAgo(days)).reason())
          .as("%d days ago", days)
          .isEqualTo(Reason.Hold.STILL_IN_USE);
    }
  }

  @Test
  void switchesOffWhereTheOldKeyWasUsedBeforeThatOrNever() {
    assertThat(withOldKeyUsed(NEVER)).isEqualTo(OFF);
    for (int days : new int[] {4, 5, 10, 400}) {
      assertThat(withOldKeyUsed(usedDaysAgo(days))).as("%d days ago", days).isEqualTo(OFF);
    }
  }

  @Test
  void countsTheDaysSinceAUseAsWholeDaysInUtc() {
    assertThat(withOldKeyUsed(usedAt(ago(3), LocalTime.MIN)).reason())
        .isEqualTo(Reason.Hold.STILL_IN_USE);
    assertThat(withOldKeyUsed(usedAt(ago(4), LocalTime.of(23, 59, 59)))).isEqualTo(OFF);
  }

  private static LastUse usedAt(LocalDate day, LocalTime time) {
    return new LastUse.At(day.atTime(time).toInstant(ZoneOffset.UTC), "s3", "eu-central-1");
  }

  @Test
  void saysWhatUsesTheOldKeyWhereAndWhen() {
    assertThat(
            withOldKeyUsed(
                new LastUse.At(
                    TODAY.atTime(6, 30).toInstant(ZoneOffset.UTC), "dynamodb", "us-east-1")))
        .isEqualTo(
            new Hold(
                Reason.Hold.STILL_IN_USE,
                "last used 2026-11-22T06:30:00Z, service dynamodb, region us-east-1"));
  }

  @Test
  void waitsForTheConfiguredDaysPastTheGraceAndNoLonger() {
    for (int grace : new int[] {1, 5, 10, 11, 30}) {
      for (int days = 11; days <= 10 + grace; days++) {
        assertThat(bothActive(days).oldKeyUsed(USED).decided(waiting(grace)).reason())
            .as("%d days, grace %d", days, grace)
            .isEqualTo(Reason.Hold.STILL_IN_USE);
      }
      assertThat(bothActive(11 + grace).oldKeyUsed(USED).decided(waiting(grace))).isEqualTo(OFF);
    }
  }

  @Test
  void asksNothingOfTheOldKeyWhereItIsOffOrTheTimeIsUp() {
    assertThat(bothActive(11).decided(waiting(0))).isEqualTo(OFF);
    assertThat(bothActive(11).decided(waiting(1))).isEqualTo(ASKS_FOR_OLD);
    assertThat(bothActive(12).decided(waiting(1))).isEqualTo(OFF);
    assertThat(bothActive(10).decided(waiting(5))).isInstanceOf(Decision.Nothing.class);
  }

  @Test
  void asksForTheNewKeyFirstAndHoldsIfItCannotBeFetched() {
    Given unseen = alice().active(OLD, 72).active(NEW, 11).phase(Rotated::new, 11).stored(true);
    assertThat(unseen.decided(waiting(5))).isEqualTo(ASKS_FOR_NEW);
    Given unfetchable = unseen.seen(NEW, NEVER, StoredFile.CLAIM);
    assertThat(unfetchable.decided(waiting(5)).reason()).isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(unfetchable.oldKeyUsed(USED).decided(waiting(5)).reason())
        .isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(unseen.seen(NEW, NEVER, StoredFile.CREDENTIALS).decided(waiting(5)))
        .isEqualTo(ASKS_FOR_OLD);
  }

  @Test
  void waitsPastTwiceTheGraceIfItMayForAFileThatIsThereToo() {
    Given unused =
        alice()
            .active(OLD, 82)
            .active(NEW, 21)
            .phase(Rotated::new, 21)
            .stored(true)
            .seen(NEW, NEVER, StoredFile.CREDENTIALS);
    assertThat(unused.decided(waiting(11))).isEqualTo(ASKS_FOR_OLD);
    assertThat(unused.oldKeyUsed(USED).decided(waiting(11)).reason())
        .isEqualTo(Reason.Hold.STILL_IN_USE);
    assertThat(unused.oldKeyUsed(USED).decided(waiting(10))).isEqualTo(OFF);
  }

  @Test
  void takesNoUseOfAnotherKeyForThatOfTheOldOne() {
    Given other = new Given(bothActive(11).facts().with(new Finding.OldKey(NEW, NEVER)));
    assertThat(other.decided(waiting(5))).isEqualTo(ASKS_FOR_OLD);
  }

  @Test
  void holdsForAnExemptionFirstAndAsksNothingThen() {
    Given exempt = bothActive(11).exempt(new Exemption.Until(TODAY, "why"));
    assertThat(exempt.decided(waiting(5)).reason()).isEqualTo(Reason.Hold.EXEMPT);
    assertThat(exempt.oldKeyUsed(USED).decided(waiting(5)).reason()).isEqualTo(Reason.Hold.EXEMPT);
    assertThat(bothActive(11).exempt(new Exemption.Until(ago(1), "why")).decided(waiting(5)))
        .isEqualTo(ASKS_FOR_OLD);
  }

  @Test
  void saysThatTheKeyIsInUseEvenIfTheAddressIsSuppressed() {
    assertThat(
            bothActive(11)
                .oldKeyUsed(USED)
                .mailbox(new Mailbox.Suppressed("BOUNCE"))
                .decided(waiting(5))
                .reason())
        .isEqualTo(Reason.Hold.STILL_IN_USE);
  }

  @Test
  void waitsForAPlainDateAsForAnyOther() {
    IntStream.of(11, 15, 16)
        .forEach(
            days ->
                assertThat(
                        bothActive(days)
                            .phase(Dated::new, days)
                            .oldKeyUsed(USED)
                            .decided(waiting(5)))
                    .isEqualTo(bothActive(days).oldKeyUsed(USED).decided(waiting(5))));
  }

  @Test
  void isNoNegativeNumberOfDays() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> waiting(-1))
        .withMessageContaining("in-use grace -1");
  }
}
