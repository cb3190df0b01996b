package dev.keyturn.policy;

import static dev.keyturn.policy.Given.ADDRESS;
import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.POLICY;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static dev.keyturn.policy.Given.usedDaysAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Warn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code UNUSED_DAYS}: which keys are retired instead of replaced, and when. */
class UnusedKeysTest {
  private static final Policy RETIRING = POLICY.retiringUnused(45);
  private static final UserName ALICE = alice().facts().user();

  /** The days that the owner has, and the day of the warning. */
  private static final int WARNED = RETIRING.deactivateDays() + 1;

  private static final Deactivate SWITCH_OFF =
      new Deactivate(Reason.Deactivate.STILL_UNUSED, OLD, DeactivationStep.DEACTIVATING);

  private static Decision decide(Given user) {
    return Planner.decide(user.facts(), RETIRING, TODAY);
  }

  private static Notes warned(int daysAgo) {
    return Notes.none().unused(ALICE, OLD, ADDRESS, ago(daysAgo));
  }

  private static Notes retired(int daysAgo) {
    return warned(daysAgo).retired(OLD, true);
  }

  /** The only key, as old as this, and never used. */
  private static Given unused(int ageDays) {
    return alice().active(OLD, ageDays).oldKeyUsed(NEVER).noted(Notes.none());
  }

  private static Given due() {
    return unused(100).noted(warned(WARNED)).mailbox(new Mailbox.Open());
  }

  private static Warn warn(Given user) {
    return new Warn(Reason.Warn.UNUSED, List.of(user.facts().key(OLD).orElseThrow()));
  }

  @Test
  void aKeyThatNothingUsedIsWarnedAboutInsteadOfReplaced() {
    assertThat(decide(unused(46))).isEqualTo(warn(unused(46)));
    assertThat(decide(unused(400))).isEqualTo(warn(unused(400)));
    assertThat(decide(unused(45)).reason()).isEqualTo(Reason.Warn.WARNING);
    assertThat(Planner.decide(unused(46).facts(), POLICY, TODAY).reason())
        .as("UNUSED_DAYS is 0")
        .isEqualTo(Reason.Warn.WARNING);
    assertThat(Planner.decide(unused(25).facts(), POLICY.retiringUnused(20), TODAY).reason())
        .as("not past WARNING_DAYS")
        .isEqualTo(Reason.Nothing.YOUNG);
  }

  @Test
  void aKeyCountsAsUnusedForMoreThanThatManyDaysAfterItsLastUse() {
    for (int days : List.of(46, 47, 90)) {
      assertThat(decide(alice().active(OLD, 100).oldKeyUsed(usedDaysAgo(days)).noted(Notes.none())))
          .isInstanceOf(Warn.class);
    }
    for (int days : List.of(0, 1, 45)) {
      assertThat(
              decide(alice().active(OLD, 100).oldKeyUsed(usedDaysAgo(days)).noted(Notes.none()))
                  .reason())
          .as("%s days", days)
          .isEqualTo(Reason.Rotate.OVERDUE);
    }
  }

  @Test
  void theReportedUseIsEnoughForAWarningButNotToSwitchOff() {
    Given reported = alice().active(OLD, 100);
    assertThat(decide(reported.noted(Notes.none())))
        .isEqualTo(new Look(Reason.Warn.UNUSED, new Question.OfOldKey(OLD)));
    Given never = new Given(reported.facts().with(new Finding.Reported(OLD, NEVER)));
    assertThat(decide(never.noted(Notes.none()))).isEqualTo(warn(never));
    assertThat(decide(never.noted(warned(WARNED))))
        .isEqualTo(new Look(Reason.Deactivate.STILL_UNUSED, new Question.OfOldKey(OLD)));
    assertThat(
            decide(
                    never
                        .noted(warned(WARNED))
                        .oldKeyUsed(usedDaysAgo(0))
                        .mailbox(new Mailbox.Open()))
                .reason())
        .as("a fresh read shows a use")
        .isNotIn(Reason.Warn.UNUSED, Reason.Deactivate.STILL_UNUSED);
  }

  @Test
  void theKeyIsSwitchedOffOnceItsOwnerHasKnownForTheGracePeriod() {
    assertThat(decide(due())).isEqualTo(SWITCH_OFF);
    assertThat(decide(due().noted(warned(400)))).isEqualTo(SWITCH_OFF);
    for (int days : List.of(WARNED - 1, 1, 0, -1)) {
      assertThat(decide(due().noted(warned(days)))).as("%s", days).isEqualTo(warn(due()));
    }
  }

  @Test
  void theMailNamesTheDayThatFollowsFromTheFirstWarning() {
    Facts user = due().noted(warned(4)).facts();
    assertThat(UnusedKeys.warnedOn(user, user.keys().getFirst(), RETIRING, TODAY))
        .isEqualTo(ago(4));
    assertThat(UnusedKeys.deactivatedOn(user, user.keys().getFirst(), RETIRING, TODAY))
        .isEqualTo(ago(4).plusDays(WARNED));
    Facts first = unused(100).facts();
    assertThat(UnusedKeys.deactivatedOn(first, first.keys().getFirst(), RETIRING, TODAY))
        .isEqualTo(TODAY.plusDays(WARNED));
    Facts toCome = due().noted(warned(-1)).facts();
    assertThat(UnusedKeys.warnedOn(toCome, toCome.keys().getFirst(), RETIRING, TODAY))
        .as("a wrong clock noted a day to come")
        .isEqualTo(TODAY);
  }

  @Test
  void aWarningToAnotherAddressOrBeforeTheLastUseDoesNotCount() {
    Notes other =
        Notes.none().unused(ALICE, OLD, new EmailAddress("bob@corp.example"), ago(WARNED));
    assertThat(decide(due().noted(other))).isEqualTo(warn(due()));
    Given usedSince =
        alice()
            .active(OLD, 300)
            .oldKeyUsed(usedDaysAgo(46))
            .noted(warned(47))
            .mailbox(new Mailbox.Open());
    assertThat(decide(usedSince)).isEqualTo(warn(usedSince));
    assertThat(
            decide(
                alice()
                    .active(OLD, 300)
                    .oldKeyUsed(usedDaysAgo(57))
                    .noted(warned(11))
                    .mailbox(new Mailbox.Open())))
        .as("warned on the first day on which it was unused")
        .isEqualTo(SWITCH_OFF);
  }

  @Test
  void withoutNotesNothingIsSwitchedOff() {
    assertThat(decide(due().noted(Notes.unknown())))
        .isEqualTo(new Hold(Reason.Hold.NOTES_UNREADABLE));
    assertThat(decide(due().room(false))).isEqualTo(new Hold(Reason.Hold.NO_ROOM_FOR_TAGS));
  }

  @Test
  void whatHoldsAUserHoldsItsUnusedKeys() {
    assertThat(decide(due().exempt(new Exemption.Until(TODAY, "CHG-1"))).reason())
        .isEqualTo(Reason.Hold.EXEMPT);
    assertThat(decide(unused(100).exempt(new Exemption.Until(TODAY, "CHG-1"))).reason())
        .isEqualTo(Reason.Hold.EXEMPT);
    assertThat(decide(due().quarantined()).reason()).isEqualTo(Reason.Hold.QUARANTINED);
    assertThat(decide(unused(100).noted(warned(WARNED))))
        .as("asks whether mails arrive")
        .isEqualTo(new Look(Reason.Deactivate.STILL_UNUSED, new Question.OfAddress(ADDRESS)));
    assertThat(
            decide(unused(100).noted(warned(WARNED)).mailbox(new Mailbox.Suppressed("BOUNCE")))
                .reason())
        .isEqualTo(Reason.Hold.ADDRESS_SUPPRESSED);
  }

  @Test
  void anOrderComesFirst() {
    Notes order = warned(WARNED).ordered(OLD, new Notes.Order(ALICE, ago(1), false));
    Decision decision = decide(due().noted(order));
    assertThat(decision.reason()).isEqualTo(Reason.Rotate.ORDERED);
    assertThat(decision).isNotInstanceOf(Deactivate.class);
  }

  @Test
  void ofTwoKeysTheOneWhoseOwnerWasWarnedGoesFirst() {
    Facts two =
        alice()
            .active(NEW, 200)
            .active(OLD, 100)
            .oldKeyUsed(NEVER)
            .noted(Notes.none())
            .facts()
            .with(new Finding.OldKey(NEW, NEVER));
    assertThat(decide(new Given(two)))
        .isEqualTo(new Warn(Reason.Warn.UNUSED, List.of(two.key(NEW).orElseThrow())));
    assertThat(decide(new Given(two).noted(warned(3))))
        .isEqualTo(new Warn(Reason.Warn.UNUSED, List.of(two.key(OLD).orElseThrow())));
    assertThat(decide(new Given(two).noted(warned(WARNED)).mailbox(new Mailbox.Open())))
        .isEqualTo(SWITCH_OFF);
  }

  @Test
  void theUsedOneOfTwoKeysIsLeftAlone() {
    Facts two =
        alice()
            .active(NEW, 100)
            .active(OLD, 200)
            .oldKeyUsed(usedDaysAgo(3))
            .noted(Notes.none())
            .facts();
    Given user = new Given(two.with(new Finding.OldKey(NEW, NEVER)));
    assertThat(decide(user))
        .isEqualTo(new Warn(Reason.Warn.UNUSED, List.of(two.key(NEW).orElseThrow())));
    assertThat(decide(new Given(two.with(new Finding.OldKey(NEW, usedDaysAgo(2))))).reason())
        .isEqualTo(Reason.Warn.BOTH_ACTIVE);
  }

  @Test
  void aKeyThatIsKeptCountsAsUsedOnThatDay() {
    for (int days : List.of(0, 45, 46)) {
      Given kept = unused(300).noted(warned(90).kept(OLD, ago(days)));
      assertThat(decide(kept).reason())
          .as("%s", days)
          .isEqualTo(days > 45 ? Reason.Warn.UNUSED : Reason.Rotate.OVERDUE);
    }
  }

  @Test
  void aKeyThatKeyturnBeganToRetireIsWarnedAboutAgainIfTheRecordIsGone() {
    assertThat(decide(due().noted(retired(WARNED)))).isEqualTo(warn(due()));
  }

  // The record of a retirement

  /** It was deactivated, and seen active since. */
  private static Notes off(int daysAgo) {
    return retired(daysAgo).deactivated(ALICE, OLD, ago(3)).active(OLD);
  }

  @Test
  void aRecordThatWasWrittenBackDoesNotSwitchTheKeyOffAgain() {
    Given back =
        alice()
            .active(OLD, 200)
            .oldKeyUsed(NEVER)
            .mailbox(new Mailbox.Open())
            .record(new Deactivating(ago(1), OLD));
    assertThat(decide(back.noted(off(20)))).isEqualTo(new Clear(Reason.Clear.KEPT_BY_OWNER));
    assertThat(decide(back.noted(retired(20))).reason())
        .isEqualTo(Reason.Deactivate.RESUME_DEACTIVATION);
  }

  private static Given inactive(RotationRecord record, int seenInactive) {
    return alice()
        .inactive(OLD, 200)
        .record(record)
        .noted(retired(60).deactivated(ALICE, OLD, ago(seenInactive)));
  }

  @Test
  void aRetiredKeyIsDeletedThoughItIsTheOnlyOne() {
    Deactivated record = new Deactivated(ago(8), OLD);
    assertThat(decide(inactive(record, 8)))
        .isEqualTo(new Delete(Reason.Delete.RETENTION_OVER, record, DeletionStep.DELETING));
    assertThat(decide(inactive(record, 7))).isEqualTo(new Nothing(Reason.Nothing.RETENTION_RUNS));
    assertThat(decide(inactive(new Deactivated(ago(7), OLD), 8)))
        .isEqualTo(new Nothing(Reason.Nothing.RETENTION_RUNS));
    Deleting deleting = new Deleting(ago(8), OLD);
    assertThat(decide(inactive(deleting, 8)))
        .isEqualTo(new Delete(Reason.Delete.RESUME_DELETION, deleting, DeletionStep.DELETING));
    assertThat(decide(inactive(deleting, 7))).isEqualTo(new Nothing(Reason.Nothing.RETENTION_RUNS));
    assertThat(decide(inactive(new Deactivating(ago(8), OLD), 8)))
        .isEqualTo(
            new Deactivate(Reason.Deactivate.RESUME_DEACTIVATION, OLD, DeactivationStep.NOTIFYING));
  }

  @Test
  void withoutThatNoteTheOnlyKeyIsNeverDeleted() {
    for (Notes notes :
        List.of(Notes.none(), warned(60), retired(60).kept(OLD, ago(3)), Notes.unknown())) {
      for (RotationRecord record :
          List.of(
              new Deactivated(ago(90), OLD),
              new Deleting(ago(90), OLD),
              new Deactivating(ago(90), OLD))) {
        Given user =
            alice().inactive(OLD, 200).record(record).noted(notes.deactivated(ALICE, OLD, ago(90)));
        assertThat(decide(user))
            .as("%s %s", record, notes)
            .isEqualTo(new Hold(Reason.Hold.NO_WORKING_KEY));
      }
    }
  }

  @Test
  void aKeyThatIsActiveAgainIsKept() {
    for (RotationRecord record : List.of(new Deactivated(ago(3), OLD), new Deleting(ago(3), OLD))) {
      for (Notes notes : List.of(retired(20), off(20), retired(20).kept(OLD, TODAY))) {
        Given only = alice().active(OLD, 200).record(record).noted(notes);
        assertThat(decide(only)).isEqualTo(new Clear(Reason.Clear.KEPT_BY_OWNER));
        assertThat(decide(only.active(NEW, 5))).isEqualTo(new Clear(Reason.Clear.KEPT_BY_OWNER));
        assertThat(decide(only.inactive(NEW, 5))).isEqualTo(new Clear(Reason.Clear.KEPT_BY_OWNER));
      }
    }
  }

  @Test
  void aDeactivationThatWasCutOffIsCompletedIfTheKeyIsStillUnused() {
    Given cut = alice().active(OLD, 200).record(new Deactivating(ago(1), OLD)).noted(retired(20));
    assertThat(decide(cut))
        .isEqualTo(new Look(Reason.Deactivate.STILL_UNUSED, new Question.OfOldKey(OLD)));
    assertThat(decide(cut.oldKeyUsed(NEVER).mailbox(new Mailbox.Open())))
        .isEqualTo(
            new Deactivate(
                Reason.Deactivate.RESUME_DEACTIVATION, OLD, DeactivationStep.DEACTIVATING));
    assertThat(decide(cut.oldKeyUsed(usedDaysAgo(0))))
        .isEqualTo(new Clear(Reason.Clear.KEPT_BY_OWNER));
    assertThat(
            decide(cut.oldKeyUsed(NEVER).owner(new Owner.At(new EmailAddress("bob@corp.example")))))
        .as("another owner, who was not warned")
        .isEqualTo(new Clear(Reason.Clear.KEPT_BY_OWNER));
    assertThat(decide(cut.noted(retired(20).kept(OLD, TODAY))))
        .as("an administrator keeps it")
        .isEqualTo(new Clear(Reason.Clear.KEPT_BY_OWNER));
  }

  @Test
  void aLaterRecordIsOneOfARotation() {
    Notes kept = retired(90).kept(OLD, ago(20));
    for (RotationRecord record :
        List.of(
            new Deactivating(ago(19), OLD),
            new Deactivated(ago(19), OLD),
            new Deleting(ago(19), OLD))) {
      Given user = alice().active(OLD, 200).active(NEW, 40).record(record);
      assertThat(decide(user.noted(kept))).isEqualTo(decide(user.noted(Notes.none())));
    }
    assertThat(decide(alice().active(OLD, 200).record(new Deactivated(ago(20), OLD)).noted(kept)))
        .isEqualTo(new Clear(Reason.Clear.KEPT_BY_OWNER));
  }

  @Test
  void aKeyThatIsOnAgainIsNoUnusedKeyWhateverBecameOfTheRecord() {
    assertThat(decide(unused(300).noted(off(20))).reason()).isEqualTo(Reason.Rotate.OVERDUE);
  }

  @Test
  void aRotationOfTheSameKeyIsDecidedAsAlways() {
    for (RotationRecord record :
        List.of(
            new Rotating(noon(1), OLD),
            new Stored(noon(1), OLD),
            new Dated(ago(3), OLD),
            new Rotated(ago(3), OLD))) {
      for (Notes notes : List.of(retired(20), warned(20), retired(20).kept(OLD, TODAY))) {
        for (Given user : List.of(alice().active(OLD, 200), alice().inactive(OLD, 200))) {
          assertThat(decide(user.record(record).noted(notes)))
              .isEqualTo(decide(user.record(record).noted(Notes.none())));
        }
      }
    }
  }

  @Test
  void anOldKeyOfARotationThatIsGoneIsToldAsAlways() {
    Deleting record = new Deleting(ago(8), OLD);
    assertThat(decide(alice().record(record).noted(retired(60))))
        .isEqualTo(new Delete(Reason.Delete.RESUME_DELETION, record, DeletionStep.NOTIFYING));
  }

  @Test
  void undoSwitchesARetiredKeyOnAndKeepsIt() {
    Given user = inactive(new Deactivated(ago(3), OLD), 3).active(NEW, 5);
    assertThat(Remedies.undo(user.facts(), POLICY, TODAY))
        .isInstanceOfSatisfying(
            Remedy.BringBack.class,
            back -> assertThat(back.toString()).contains("unused key " + OLD, "used today"));
  }

  /** A reminder is due on the last days before the key is switched off. */
  @Test
  void theOwnerIsRemindedOnTheLastDaysBeforeTheKeyIsSwitchedOff() {
    Reminders reminders =
        Reminders.none(30, RETIRING).and(Map.of(ALICE, warn(unused(100))), ago(9));
    for (int since : List.of(1, 7, 8, 9, 10)) {
      Facts user = unused(100).noted(warned(since)).facts();
      assertThat(reminders.on(Planner.decide(user, RETIRING, TODAY), user, TODAY).reason())
          .as("%s", since)
          .isEqualTo(since >= 8 ? Reason.Warn.UNUSED : Reason.Nothing.REMINDED);
    }
  }

  @Test
  void theseDecisionsKeepAWarning() {
    Map<Decision, Boolean> concerned =
        Map.of(
            warn(unused(100)),
            true,
            SWITCH_OFF,
            true,
            new Nothing(Reason.Nothing.REMINDED),
            true,
            new Hold(Reason.Hold.NO_ROOM_FOR_TAGS),
            true,
            new Hold(Reason.Hold.EXEMPT),
            false,
            new Nothing(Reason.Nothing.YOUNG),
            false,
            new Clear(Reason.Clear.KEPT_BY_OWNER),
            false);
    concerned.forEach(
        (decision, concerns) ->
            assertThat(UnusedKeys.concerns(decision)).as("%s", decision).isEqualTo(concerns));
  }
}
