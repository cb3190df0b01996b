package dev.keyturn.facts;

import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.USED;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.Unreadable;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Given;
import dev.keyturn.policy.Planner;
import dev.keyturn.policy.Reason;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tag {@code keyturn-exempt}: what it says, and what is left alone because of it. */
class ExemptionTest {
  private static final Exemption TODAY_STILL = new Exemption.Until(TODAY, "moving house");
  private static final Exemption OVER = new Exemption.Until(ago(1), "moving house");
  private static final Exemption SMUDGED = new Exemption.Unreadable("smudged");

  private static final Given OVERDUE = alice().active(OLD, 61);

  private static Given rotating(int daysAgo) {
    return alice().active(OLD, 61).record(new Rotating(noon(daysAgo), OLD));
  }

  private static Given orphaned() {
    return rotating(1).active(NEW, 1).creating();
  }

  private static Given replaced(int daysAgo) {
    return alice().active(OLD, 72).active(NEW, daysAgo).phase(Rotated::new, daysAgo);
  }

  /** Users that are exempt, one for each decision that an exemption overrides. */
  private static final Map<String, Given> LEFT_ALONE =
      Map.ofEntries(
          Map.entry("nothing is due", alice().active(OLD, 5)),
          Map.entry("no key", alice()),
          Map.entry("a warning", alice().active(OLD, 31)),
          Map.entry("both active", alice().active(OLD, 31).active(NEW, 5)),
          Map.entry("an overdue key", OVERDUE),
          Map.entry("a key to be made", rotating(1)),
          Map.entry("an orphan to be replaced", orphaned().seen(NEW, NEVER, StoredFile.ABSENT)),
          Map.entry("the grace runs", replaced(3)),
          Map.entry("the grace is over, unseen", replaced(11)),
          Map.entry("the grace is over", replaced(11).seen(NEW, USED, StoredFile.ABSENT)),
          Map.entry("never fetched", replaced(11).stored(true).seen(NEW, NEVER, StoredFile.ABSENT)),
          Map.entry("about to go off", replaced(11).phase(Deactivating::new, 0)),
          Map.entry(
              "off for a while",
              alice().inactive(OLD, 80).active(NEW, 19).phase(Deactivated::new, 3)),
          Map.entry(
              "off for long", alice().inactive(OLD, 80).active(NEW, 19).phase(Deactivated::new, 8)),
          Map.entry(
              "about to be deleted",
              alice().inactive(OLD, 80).active(NEW, 19).phase(Deleting::new, 8)));

  /** Users that are notified, recorded or held in spite of an exemption. */
  private static final Map<String, Given> GONE_ON_WITH =
      Map.ofEntries(
          Map.entry("unmanaged", OVERDUE.owner(new Owner.None())),
          Map.entry("an address that is none", OVERDUE.owner(new Owner.Unreachable("n/a"))),
          Map.entry("no address within a rotation", replaced(11).owner(new Owner.None())),
          Map.entry("smudged tags", OVERDUE.record(new Unreadable("smudged"))),
          Map.entry("a record from the future", replaced(-1)),
          Map.entry("no room for tags", OVERDUE.room(false)),
          Map.entry("a second key not looked at, which may have its file", orphaned()),
          Map.entry(
              "a key whose file is stored", orphaned().seen(NEW, USED, StoredFile.CREDENTIALS)),
          Map.entry("the owner's own second key", orphaned().seen(NEW, USED, StoredFile.ABSENT)),
          Map.entry(
              "an owner untold",
              alice().active(OLD, 61).active(NEW, 1).record(new Stored(noon(1), OLD))),
          Map.entry(
              "the wrong key off", alice().active(OLD, 72).inactive(NEW, 3).phase(Rotated::new, 3)),
          Map.entry("the new key gone", alice().active(OLD, 72).phase(Rotated::new, 3)),
          Map.entry("no key works", alice().inactive(OLD, 72).phase(Rotated::new, 3)),
          Map.entry(
              "off, without a mail",
              alice().inactive(OLD, 72).active(NEW, 11).phase(Deactivating::new, 0)),
          Map.entry(
              "off by the owner's hand",
              alice().inactive(OLD, 72).active(NEW, 3).phase(Rotated::new, 3)),
          Map.entry("switched on again", replaced(11).phase(Deactivated::new, 3)),
          Map.entry("deleted, without a mail", alice().active(NEW, 19).phase(Deleting::new, 8)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2027-01-31 migrating the data lake",
        "  2027-01-31 migrating the data lake",
        "2027-01-31   migrating the data lake  ",
        "2027-01-31\tmigrating the data lake\n"
      })
  void saysUntilWhenAndWhy(String tag) {
    assertThat(Exemption.read(Optional.of(tag)))
        .isEqualTo(new Exemption.Until(LocalDate.of(2027, 1, 31), "migrating the data lake"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "2027-01-31",
        "2027-01-31 ",
        "migrating",
        "migrating until 2027-01-31",
        "2027-02-30 why",
        "2027-13-01 why",
        "2027-1-31 why",
        "31.01.2027 why",
        "2027-01-31why",
        "2027-01-31T00:00:00Z why",
        "+2027-01-31 why",
        "for ever"
      })
  void isUnreadableWithoutADateThatThereIsOrAReason(String tag) {
    assertThat(Exemption.read(Optional.of(tag)))
        .isInstanceOfSatisfying(
            Exemption.Unreadable.class, unreadable -> assertThat(unreadable.why()).contains(tag));
  }

  @Test
  void isNoneWithoutATag() {
    assertThat(Exemption.read(Optional.empty())).isEqualTo(new Exemption.None());
  }

  @Test
  void holdsUpToAndIncludingItsLastDayAndSaysWhy() {
    assertThat(OVERDUE.exempt(TODAY_STILL).decided())
        .isEqualTo(new Hold(Reason.Hold.EXEMPT, "until 2026-11-22: moving house"));
    assertThat(OVERDUE.exempt(OVER).decided()).isEqualTo(OVERDUE.decided());
  }

  @Test
  void holdsIfTheEndIsUnknown() {
    assertThat(OVERDUE.exempt(SMUDGED).decided())
        .isEqualTo(new Hold(Reason.Hold.UNREADABLE_EXEMPTION, "smudged"));
  }

  @Test
  void isFoundBeforeTheSuppressionListIsAsked() {
    for (Exemption exemption : List.of(TODAY_STILL, SMUDGED)) {
      Given user = OVERDUE.exempt(exemption);
      Decision unasked = Planner.decide(user.withNotes(), Given.POLICY, TODAY);
      assertThat(unasked).isInstanceOf(Hold.class);
      assertThat(user.mailbox(new Mailbox.Suppressed("BOUNCE")).decided()).isEqualTo(unasked);
    }
  }

  @Test
  void endsOnTheDayAfterAnyLastDayHoweverFar() {
    for (int days : new int[] {1, 2, 30, 36_500}) {
      assertThat(OVERDUE.exempt(new Exemption.Until(ago(days), "why")).decided())
          .isEqualTo(OVERDUE.decided());
      assertThat(OVERDUE.exempt(new Exemption.Until(ago(-days), "why")).decided().reason())
          .isEqualTo(Reason.Hold.EXEMPT);
    }
  }

  @Test
  void isListedWhateverWouldHappenOtherwiseAndNoKeyIsMadeSwitchedOffOrDeleted() {
    LEFT_ALONE.forEach(
        (what, user) -> {
          assertThat(user.exempt(TODAY_STILL).decided().reason())
              .as(what)
              .isEqualTo(Reason.Hold.EXEMPT);
          assertThat(user.exempt(SMUDGED).decided().reason())
              .as(what)
              .isEqualTo(Reason.Hold.UNREADABLE_EXEMPTION);
          assertThat(user.exempt(OVER).decided()).as(what).isEqualTo(user.decided());
        });
  }

  @Test
  void letsWhatWasBegunBeToldAndRecordedAndHoldsForGraverThingsFirst() {
    GONE_ON_WITH.forEach(
        (what, user) -> {
          for (Exemption exemption : List.of(TODAY_STILL, SMUDGED, OVER)) {
            assertThat(user.exempt(exemption).decided()).as(what).isEqualTo(user.decided());
          }
        });
  }
}
