package dev.keyturn.plan;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Given;
import dev.keyturn.policy.Limits;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Question;
import dev.keyturn.policy.Reason;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which decisions wait for a day with action, or until keys may be created; and a notice. */
class DaysAndNewKeysTest {
  private static final Deactivated OFF = new Deactivated(ago(8), OLD);
  private static final Rotating ROTATING = new Rotating(noon(1), OLD);
  private static final ActionDays WEEKDAYS =
      new ActionDays(
          new NoActionDays(
              List.of(new NoActionDays.Weekdays(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
              ZoneOffset.UTC),
          LocalTime.NOON);
  private static final Decision DEACTIVATION =
      new Deactivate(Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.DEACTIVATING);
  private static final Decision DELETION =
      new Delete(Reason.Delete.RETENTION_OVER, OFF, DeletionStep.DELETING);

  private static final List<Decision> MAKE_A_KEY =
      List.of(
          new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Begin()),
          new Rotate(Reason.Rotate.RESUME_CREATE, OLD, new Stage.Make(ROTATING)),
          new Rotate(Reason.Rotate.RESUME_ORPHAN, OLD, new Stage.Replace(ROTATING, NEW)));
  private static final List<Decision> HAND_OVER =
      List.of(
          new Rotate(Reason.Rotate.RESUME_STORED, OLD, new Stage.Announce(NEW)),
          new Rotate(Reason.Rotate.RESUME_ANNOUNCE, OLD, new Stage.Notify(NEW)));

  /** They make no key, and take no key away that a run has not begun to take away. */
  private static final List<Decision> OTHERS =
      List.of(
          new Nothing(Reason.Nothing.YOUNG),
          new Look(Reason.Deactivate.GRACE_OVER, new Question.OfOldKey(OLD)),
          new Warn(Reason.Warn.WARNING, List.of()),
          new RestartGrace(OLD),
          new Clear(Reason.Clear.OLD_KEY_GONE),
          new Hold(Reason.Hold.EXEMPT),
          new Deactivate(Reason.Deactivate.RESUME_DEACTIVATION, OLD, DeactivationStep.NOTIFYING),
          new Deactivate(Reason.Deactivate.TURNED_OFF_BY_OWNER, OLD, DeactivationStep.RECORDING),
          new Delete(Reason.Delete.RESUME_DELETION, OFF, DeletionStep.NOTIFYING));

  @Test
  void onADayWithoutActionAKeyIsNeitherDeactivatedNorDeleted() {
    for (Decision decision : List.of(DEACTIVATION, DELETION)) {
      assertThat(WEEKDAYS.waits(decision, TODAY))
          .map(Deferral.ByCalendar.class::cast)
          .map(Deferral.ByCalendar::until)
          .contains(TODAY.plusDays(1));
      assertThat(WEEKDAYS.waits(decision, TODAY.plusDays(1))).isEmpty();
    }
  }

  /** At 22:30 in UTC it is the next day in Berlin, but only in summer. */
  @Test
  void aDayWithoutActionIsThatOfItsZoneInSummerAndInWinter() {
    ActionDays berlin =
        new ActionDays(
            new NoActionDays(WEEKDAYS.off().entries(), ZoneId.of("Europe/Berlin")),
            LocalTime.of(22, 30));
    LocalDate winter = LocalDate.of(2027, 3, 26);
    LocalDate summer = LocalDate.of(2027, 4, 2);
    assertThat(winter.getDayOfWeek()).isEqualTo(summer.getDayOfWeek()).isEqualTo(DayOfWeek.FRIDAY);
    assertThat(berlin.from(winter)).isEqualTo(winter);
    assertThat(berlin.from(winter.plusDays(1))).isEqualTo(LocalDate.of(2027, 3, 28));
    assertThat(berlin.from(summer)).isEqualTo(summer.plusDays(2));
    assertThat(berlin.waits(DELETION, winter)).isEmpty();
    assertThat(berlin.waits(DELETION, summer)).isPresent();
  }

  @Test
  void onADayWithoutActionEverythingElseIsDone() {
    for (List<Decision> decisions : List.of(MAKE_A_KEY, HAND_OVER, OTHERS)) {
      for (Decision decision : decisions) {
        assertThat(WEEKDAYS.waits(decision, TODAY)).as("%s", decision).isEmpty();
      }
    }
  }

  @Test
  void aCompromisedKeyIsShutOutOnADayWithoutAction() {
    assertThat(
            WEEKDAYS.waits(
                new Deactivate(Reason.Deactivate.SHUT_OUT, OLD, DeactivationStep.DEACTIVATING),
                TODAY))
        .isEmpty();
  }

  @Test
  void onlyWhatMakesAKeyIsHeldWhileNoneMayBeCreated() {
    Hold hold = new Hold(Reason.Hold.BUCKET_UNCLEAR, "why");
    NewKeys none = new NewKeys(Optional.of(hold));
    for (Decision decision : MAKE_A_KEY) {
      assertThat(none.on(decision)).isEqualTo(hold);
      assertThat(new NewKeys(Optional.empty()).on(decision)).isEqualTo(decision);
    }
    for (List<Decision> decisions : List.of(HAND_OVER, OTHERS, List.of(DEACTIVATION, DELETION))) {
      for (Decision decision : decisions) {
        assertThat(none.on(decision)).isEqualTo(decision);
      }
    }
  }

  @Test
  void aForecastNotesAWarningOnlyIfAPeriodOfNoticeIsSet() {
    Given user = alice().active(OLD, 31);
    UserDecision warned =
        new UserDecision(user.withNotes(), new Warn(Reason.Warn.WARNING, user.facts().keys()));
    for (int days : new int[] {0, 1, 7}) {
      Policy policy = new Policy(30, 60, 10, 7, 0, Limits.none(), days);
      assertThat(Forecast.after(warned, TODAY, policy).evidence().notes().warned())
          .as("%d days", days)
          .hasSize(days == 0 ? 0 : 1);
    }
  }
}
