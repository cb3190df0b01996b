package dev.keyturn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code REMIND_EVERY_DAYS}, as a pure function of what is remembered. */
class RemindersTest {
  private static final UserName ALICE = new UserName("alice");
  private static final KeyId ONE = new KeyId("AKIA000000000001");
  private static final KeyId TWO = new KeyId("AKIA000000000002");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final Policy POLICY = new Policy(30, 60, 10, 7);

  @Test
  void repeatsAWarningAfterTheConfiguredDaysAndNotBefore() {
    Warn warn = warn(Reason.Warn.WARNING, key(ONE, 40));
    for (int ago = 0; ago < 10; ago++) {
      assertThat(remembering(5, warn, ago).on(warn, facts(ALICE), TODAY))
          .as("%d days ago", ago)
          .isEqualTo(ago < 5 ? new Nothing(Reason.Nothing.REMINDED) : warn);
    }
  }

  @Test
  void eachDayMeansOnceACalendarDayHoweverManyRunsItHas() {
    for (int age : List.of(40, 59)) {
      Warn warn = warn(Reason.Warn.WARNING, key(ONE, age));
      assertThat(remembering(1, warn, 0).on(warn, facts(ALICE), TODAY))
          .isEqualTo(new Nothing(Reason.Nothing.REMINDED));
      assertThat(remembering(1, warn, 1).on(warn, facts(ALICE), TODAY)).isEqualTo(warn);
    }
  }

  @Test
  void theLastThreeDaysAndTheDayItselfAlwaysHaveOne() {
    for (Reason.Warn reason :
        List.of(Reason.Warn.WARNING, Reason.Warn.BOTH_ACTIVE, Reason.Warn.SLOT_TAKEN)) {
      for (int age = 50; age < 70; age++) {
        Warn warn = warn(reason, key(ONE, age));
        boolean near = age >= 58 && age <= 61;
        assertThat(remembering(30, warn, 1).on(warn, facts(ALICE), TODAY))
            .as("%d days old", age)
            .isEqualTo(near ? warn : new Nothing(Reason.Nothing.REMINDED));
      }
    }
  }

  @Test
  void oneKeyOfTwoThatIsNearlyDueIsEnough() {
    Warn warn = warn(Reason.Warn.BOTH_ACTIVE, key(ONE, 40), key(TWO, 58));
    assertThat(remembering(30, warn, 1).on(warn, facts(ALICE), TODAY)).isEqualTo(warn);
  }

  @Test
  void whatIsNotRememberedIsSaid() {
    Warn warn = warn(Reason.Warn.WARNING, key(ONE, 40));
    assertThat(Reminders.none(30, POLICY).on(warn, facts(ALICE), TODAY)).isEqualTo(warn);
    assertThat(remembering(30, warn, 1).on(warn, facts(new UserName("bob")), TODAY))
        .isEqualTo(warn);
  }

  @Test
  void anotherReasonOrAnotherKeyIsNews() {
    Warn warn = warn(Reason.Warn.WARNING, key(ONE, 40));
    Reminders told = remembering(30, warn, 1);
    for (Warn other :
        List.of(
            warn(Reason.Warn.SLOT_TAKEN, key(ONE, 40)),
            warn(Reason.Warn.WARNING, key(TWO, 40)),
            warn(Reason.Warn.WARNING, key(ONE, 40), key(TWO, 40)))) {
      assertThat(told.on(other, facts(ALICE), TODAY)).isEqualTo(other);
    }
    Warn both = warn(Reason.Warn.WARNING, key(ONE, 40), key(TWO, 40));
    assertThat(remembering(30, both, 1).on(warn, facts(ALICE), TODAY))
        .isEqualTo(new Nothing(Reason.Nothing.REMINDED));
  }

  @Test
  void aDayThatLiesInTheFutureIsNotBelieved() {
    Warn warn = warn(Reason.Warn.WARNING, key(ONE, 40));
    assertThat(remembering(30, warn, -1).on(warn, facts(ALICE), TODAY)).isEqualTo(warn);
  }

  @Test
  void nothingButWarningsIsLeftOut() {
    Warn warn = warn(Reason.Warn.WARNING, key(ONE, 40));
    Decision hold = new Hold(Reason.Hold.WRONG_KEY_OFF);
    assertThat(remembering(30, warn, 1).on(hold, facts(ALICE), TODAY)).isEqualTo(hold);
  }

  @Test
  void whatWasSaidIsRememberedOverWhatWasSaidBefore() {
    Warn warn = warn(Reason.Warn.WARNING, key(ONE, 40));
    Reminders told = remembering(5, warn, 9).and(Map.of(ALICE, warn), TODAY);
    assertThat(told.last())
        .containsExactly(
            Map.entry(ALICE, new Reminders.Last(TODAY, Reason.Warn.WARNING, List.of(ONE))));
  }

  @Test
  void onlyWhatSilencesTodayOrTomorrowIsKept() {
    Warn warn = warn(Reason.Warn.WARNING, key(ONE, 40));
    assertThat(remembering(5, warn, 3).lasting(TODAY).last()).containsOnlyKeys(ALICE);
    assertThat(remembering(5, warn, 4).lasting(TODAY).last()).isEmpty();
    assertThat(remembering(1, warn, 0).lasting(TODAY).last()).containsOnlyKeys(ALICE);
    assertThat(remembering(1, warn, 1).lasting(TODAY).last()).isEmpty();
  }

  @Test
  void isAtLeastADay() {
    assertThatThrownBy(() -> Reminders.none(0, POLICY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private static Facts facts(UserName user) {
    return new Facts(
        user,
        new Owner.At(new EmailAddress(user + "@corp.example")),
        List.of(),
        new RotationRecord.None(),
        true,
        new Exemption.None(),
        Evidence.none().noted(Notes.none()));
  }

  private static Reminders remembering(int everyDays, Warn warn, int daysAgo) {
    return Reminders.none(everyDays, POLICY).and(Map.of(ALICE, warn), TODAY.minusDays(daysAgo));
  }

  private static Warn warn(Reason.Warn reason, AccessKey... keys) {
    return new Warn(reason, List.of(keys));
  }

  private static AccessKey key(KeyId id, int ageDays) {
    return new AccessKey(
        id, KeyStatus.ACTIVE, TODAY.minusDays(ageDays).atTime(9, 30).toInstant(ZoneOffset.UTC));
  }
}
