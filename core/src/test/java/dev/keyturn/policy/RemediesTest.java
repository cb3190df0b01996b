package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.POLICY;
import static dev.keyturn.policy.Given.THIRD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.RotationRecord.Unreadable;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Remedy.Advice;
import dev.keyturn.policy.Remedy.BringBack;
import dev.keyturn.policy.Remedy.Change;
import dev.keyturn.policy.Remedy.ClearRecord;
import dev.keyturn.policy.Remedy.ReplaceKey;
import dev.keyturn.policy.Remedy.RewriteRecord;
import dev.keyturn.policy.Remedy.WithdrawOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code undo} and {@code mend} offer, for every user who may stand before them. */
class RemediesTest {
  private static final Setup SETUP =
      new Setup(
          "email", "corp-keys", new BucketLayout.OneAccount(), "eu-west-1", List.of("date", "old"));

  private static final List<UnderWay> HANDING_OVER =
      List.of(new Rotating(noon(3), OLD), new Stored(noon(3), OLD));
  private static final List<UnderWay> RETIRING =
      List.of(
          new Dated(ago(3), OLD),
          new Rotated(ago(3), OLD),
          new Deactivating(ago(3), OLD),
          new Deactivated(ago(3), OLD),
          new Deleting(ago(3), OLD));
  private static final List<UnderWay> ALL =
      Stream.concat(HANDING_OVER.stream(), RETIRING.stream()).toList();

  /** The user without another key, and with one of every status. */
  private static List<Given> withEachOtherKey(Given user) {
    List<Given> all = new ArrayList<>(List.of(user));
    for (KeyStatus status : KeyStatus.values()) {
      all.add(user.key(NEW, status, noon(3)));
    }
    return all;
  }

  private static String advice(Remedy remedy) {
    assertThat(remedy).isInstanceOf(Advice.class);
    return remedy instanceof Advice advice ? advice.text() : "";
  }

  private static Remedy mend(Given user, Reason.Hold reason) {
    return Remedies.mend(user.facts(), new Hold(reason), TODAY, SETUP);
  }

  @Test
  void undoBringsBackAnOldKeyThatIsOffInEveryPhaseOfItsRetirement() {
    for (UnderWay record : RETIRING) {
      for (Given user : withEachOtherKey(alice().inactive(OLD, 72).record(record))) {
        boolean another = !user.facts().activeKeys().isEmpty();
        assertThat(Remedies.undo(user.facts(), POLICY, TODAY))
            .isInstanceOfSatisfying(
                BringBack.class,
                back -> {
                  assertThat(back.oldKey()).isEqualTo(OLD);
                  assertThat(back.text())
                      .contains(
                          another
                              ? "grace of DEACTIVATE_DAYS starts again today"
                              : "the only key that works");
                });
      }
    }
  }

  @Test
  void undoTouchesNoOldKeyThatIsOnExpiredOrGone() {
    for (UnderWay record : RETIRING) {
      for (Given user : withEachOtherKey(alice().record(record))) {
        assertThat(advice(Remedies.undo(user.active(OLD, 72).facts(), POLICY, TODAY)))
            .contains("is active");
        assertThat(advice(Remedies.undo(user.expired(OLD, 72).facts(), POLICY, TODAY)))
            .contains("has expired");
        assertThat(advice(Remedies.undo(user.facts(), POLICY, TODAY)))
            .contains("is deleted", "aws iam create-access-key --user-name alice");
      }
    }
  }

  @Test
  void undoHasNothingToBringBackBeforeTheHandOverIsDone() {
    for (KeyStatus status : KeyStatus.values()) {
      Given user = alice().key(OLD, status, noon(61));
      assertThat(advice(Remedies.undo(user.facts(), POLICY, TODAY)))
          .contains("No key of alice is being retired");
      assertThat(
              advice(Remedies.undo(user.record(new Unreadable("smudged")).facts(), POLICY, TODAY)))
          .contains("smudged", "keyturn mend alice");
      for (UnderWay record : HANDING_OVER) {
        assertThat(advice(Remedies.undo(user.record(record).facts(), POLICY, TODAY)))
            .contains("not delivered the new key yet");
      }
    }
  }

  @Test
  void undoesNothingForAUserWithoutAnAddress() {
    for (UnderWay record : ALL) {
      for (Owner owner : List.of(new Owner.None(), new Owner.Unreachable("n/a"))) {
        Given user = alice().inactive(OLD, 72).active(NEW, 11).record(record).owner(owner);
        assertThat(advice(Remedies.undo(user.facts(), POLICY, TODAY))).contains("no address");
      }
    }
  }

  @Test
  void undoWithdrawsAnOrderThatHasNotBegun() {
    Given exempt = alice().active(OLD, 3).exempt(new Exemption.Until(TODAY.plusDays(30), "CHG-1"));
    assertThat(Remedies.undo(exempt.ordered(true).facts(), POLICY, TODAY))
        .isEqualTo(
            new WithdrawOrder(
                OLD,
                "Withdraws the order of %s to replace %s. It has not begun, so no key is changed. %s stays active: a stranger who has it can use it."
                    .formatted(ago(1), OLD, OLD)));
    Given off = alice().inactive(OLD, 3).exempt(new Exemption.Until(TODAY.plusDays(30), "CHG-1"));
    assertThat(Remedies.undo(off.ordered(true).facts(), POLICY, TODAY).toString())
        .contains("Withdraws the order")
        .doesNotContain("stranger");
    assertThat(Remedies.undo(exempt.ordered(false).facts(), POLICY, TODAY).toString())
        .contains("Withdraws the order")
        .doesNotContain("stranger");
    for (UnderWay record : HANDING_OVER) {
      assertThat(
              advice(
                  Remedies.undo(
                      alice().active(OLD, 3).ordered(true).record(record).facts(), POLICY, TODAY)))
          .contains("not delivered the new key yet");
    }
  }

  @Test
  void undoDoesNotWithdrawWhatOnExposedOrdersAgain() {
    Given exposed = alice().active(OLD, 3).ordered(true).quarantined();
    assertThat(advice(Remedies.undo(exposed.facts(), POLICY.replacingExposed(true), TODAY)))
        .contains("ON_EXPOSED=rotate orders", "exempt alice");
    assertThat(Remedies.undo(exposed.facts(), POLICY, TODAY)).isInstanceOf(WithdrawOrder.class);
  }

  @Test
  void undoSaysThatACompromisedKeyIsInOtherHands() {
    for (boolean compromised : List.of(true, false)) {
      Given user =
          alice()
              .inactive(OLD, 72)
              .active(NEW, 3)
              .ordered(compromised)
              .record(new Deactivated(ago(3), OLD));
      assertThat(Remedies.undo(user.facts(), POLICY, TODAY))
          .isInstanceOfSatisfying(
              BringBack.class,
              back ->
                  assertThat(back.text().startsWith(OLD + " is compromised: a stranger"))
                      .isEqualTo(compromised));
    }
  }

  @Test
  void mendRewritesARecordFromTheFutureWithTodaysDateOrThePhaseBefore() {
    List<UnderWay> future =
        List.of(
            new Rotating(noon(-9), OLD),
            new Stored(noon(-9), OLD),
            new Dated(ago(-9), OLD),
            new Rotated(ago(-9), OLD),
            new Deactivating(ago(-9), OLD),
            new Deactivated(ago(-9), OLD),
            new Deleting(ago(-9), OLD));
    assertThat(future)
        .extracting(
            record ->
                mend(
                    alice().active(OLD, 72).active(NEW, 3).record(record),
                    Reason.Hold.UNREADABLE_RECORD))
        .extracting(
            remedy -> remedy instanceof RewriteRecord rewrite ? rewrite.record().dateTag() : "")
        .containsExactly(
            "2026-11-22T00:00:00Z rotating",
            "2026-11-22T00:00:00Z stored",
            "2026-11-22 rotated",
            "2026-11-22 rotated",
            "2026-11-22 rotated",
            "2026-11-22 deactivated",
            "2026-11-22 deactivated");
    for (UnderWay record : future) {
      Given user = alice().active(OLD, 72).active(NEW, 3).record(record);
      assertThat(user.decided().reason()).isEqualTo(Reason.Hold.UNREADABLE_RECORD);
      assertThat(mend(user, Reason.Hold.UNREADABLE_RECORD))
          .isInstanceOfSatisfying(
              RewriteRecord.class,
              remedy -> {
                assertThat(remedy.record().oldKey()).isEqualTo(OLD);
                assertThat(user.record(remedy.record()).decided().reason())
                    .isNotEqualTo(Reason.Hold.UNREADABLE_RECORD);
              });
    }
  }

  @Test
  void mendClearsARecordThatSaysNothing() {
    Given user = alice().active(OLD, 72).record(new Unreadable("smudged"));
    assertThat(mend(user, Reason.Hold.UNREADABLE_RECORD)).isInstanceOf(ClearRecord.class);
  }

  @Test
  void mendRewritesNothingForAUserWithoutAnAddress() {
    for (Owner owner : List.of(new Owner.None(), new Owner.Unreachable("n/a"))) {
      for (RotationRecord record : List.of(new Unreadable("smudged"), new Rotated(ago(-9), OLD))) {
        Given user = alice().active(OLD, 72).record(record).owner(owner);
        assertThat(advice(mend(user, Reason.Hold.UNREADABLE_RECORD))).contains("aws iam tag-user");
      }
    }
  }

  @Test
  void mendBringsTheOldKeyBackWhereNoKeyWorksInWhateverPhase() {
    for (UnderWay record : ALL) {
      for (Given user :
          List.of(
              alice().inactive(OLD, 72).record(record),
              alice().inactive(OLD, 72).inactive(NEW, 3).record(record),
              alice().inactive(OLD, 72).expired(NEW, 3).record(record))) {
        assertThat(user.decided().reason()).isEqualTo(Reason.Hold.NO_WORKING_KEY);
        assertThat(mend(user, Reason.Hold.NO_WORKING_KEY))
            .as("%s", record)
            .isInstanceOfSatisfying(
                BringBack.class, back -> assertThat(back.oldKey()).isEqualTo(OLD));
      }
      Given expired = alice().expired(OLD, 72).record(record);
      assertThat(advice(mend(expired, Reason.Hold.NO_WORKING_KEY))).contains("has expired");
    }
  }

  @Test
  void mendReplacesTheNewestActiveKeyIfItWasNotFetched() {
    Given user = alice().active(OLD, 72).active(NEW, 12).phase(Rotated::new, 11);
    assertThat(user.stored(true).seen(NEW, NEVER, StoredFile.ABSENT).decided().reason())
        .isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(mend(user, Reason.Hold.NEVER_FETCHED))
        .isInstanceOfSatisfying(
            ReplaceKey.class,
            remedy -> {
              assertThat(remedy.oldKey()).isEqualTo(OLD);
              assertThat(remedy.newKey()).isEqualTo(NEW);
              assertThat(remedy.text()).contains(OLD.value(), NEW.value());
            });
    assertThat(mend(user.inactive(THIRD, 11), Reason.Hold.NEVER_FETCHED))
        .isInstanceOfSatisfying(
            ReplaceKey.class, remedy -> assertThat(remedy.newKey()).isEqualTo(NEW));
    assertThat(mend(user.active(THIRD, 11), Reason.Hold.NEVER_FETCHED))
        .isInstanceOfSatisfying(
            ReplaceKey.class, remedy -> assertThat(remedy.newKey()).isEqualTo(THIRD));
    assertThatIllegalStateException()
        .isThrownBy(() -> mend(alice().active(OLD, 72), Reason.Hold.NEVER_FETCHED));
  }

  @Test
  void mendDeletesNoNewKeyWhereTheOldOneDoesNotWork() {
    Given user = alice().inactive(OLD, 72).active(NEW, 12).phase(Rotated::new, 11);
    assertThat(advice(mend(user, Reason.Hold.NEVER_FETCHED))).contains("create-access-key");
  }

  @Test
  void mendCountsTheGraceOfAKeyAgainThatIsSwitchedOnAgainAndAgain() {
    Given user = alice().active(OLD, 99).active(NEW, 30).phase(Deactivated::new, 3);
    assertThat(mend(user, Reason.Hold.REACTIVATED_AGAIN))
        .isInstanceOfSatisfying(
            RewriteRecord.class,
            rewrite -> assertThat(rewrite.record()).isEqualTo(new Rotated(TODAY, OLD)));
    assertThatIllegalStateException()
        .isThrownBy(() -> mend(alice().active(OLD, 72), Reason.Hold.REACTIVATED_AGAIN));
  }

  @Test
  void mendClearsTheRecordWhereTheWrongKeyIsOff() {
    Given user = alice().active(OLD, 72).inactive(NEW, 3).phase(Rotated::new, 3);
    assertThat(mend(user, Reason.Hold.WRONG_KEY_OFF))
        .isInstanceOfSatisfying(
            ClearRecord.class, clear -> assertThat(clear.text()).contains("the old key counts"));
    assertThat(user.record(new RotationRecord.None()).decided().reason())
        .isEqualTo(Reason.Warn.SLOT_TAKEN);
  }

  @Test
  void mendSaysWhatAPersonCanDoWhereKeyturnMayDoNothing() {
    Given user = alice().active(OLD, 72);
    assertThat(advice(mend(user, Reason.Hold.ADDRESS_GONE)))
        .contains("aws iam tag-user --user-name alice --tags Key=email,Value=ADDRESS");
    assertThat(advice(mend(user, Reason.Hold.ADDRESS_INVALID))).contains("aws iam tag-user");
    assertThat(advice(mend(user, Reason.Hold.NO_ROOM_FOR_TAGS))).contains("allows 50 tags");
    assertThat(advice(mend(user, Reason.Hold.ADDRESS_SUPPRESSED)))
        .contains(
            "delete-suppressed-destination --email-address alice@corp.example --region eu-west-1\n"
                + "Otherwise");
    assertThat(advice(mend(user, Reason.Hold.FILE_UNPROVEN)))
        .contains("aws s3 rm s3://corp-keys/credential/alice/alice_");
    assertThat(advice(mend(user.owner(new Owner.None()), Reason.Hold.ADDRESS_SUPPRESSED)))
        .isEqualTo("Correct the address tag.");
    for (Reason.Hold reason : List.of(Reason.Hold.EXEMPT, Reason.Hold.UNREADABLE_EXEMPTION)) {
      assertThat(advice(mend(user, reason))).contains("untag-user", "alice", "keyturn-exempt");
    }
    assertThat(advice(mend(user, Reason.Hold.STILL_IN_USE))).contains("IN_USE_GRACE_DAYS");
    assertThat(advice(mend(user, Reason.Hold.SEVERAL_NEW_KEYS)))
        .contains("which of them is not used anywhere");
  }

  @Test
  void everyCommandThatMendAdvisesIsThatUsersOwn() {
    Given user = alice().active(OLD, 72);
    for (Reason.Hold reason : Reason.Hold.values()) {
      if (!CHANGES.contains(reason)) {
        String text = advice(mend(user, reason));
        assertThat(text.contains("aws iam ")).isEqualTo(text.contains("--user-name alice"));
        assertThat(text.contains("aws sesv2 "))
            .isEqualTo(text.contains("--email-address alice@corp.example"));
        assertThat(text).doesNotContain("%", "null");
      }
    }
  }

  private static final Set<Reason.Hold> CHANGES =
      EnumSet.of(
          Reason.Hold.UNREADABLE_RECORD,
          Reason.Hold.NO_WORKING_KEY,
          Reason.Hold.NEVER_FETCHED,
          Reason.Hold.NOT_OVERDUE,
          Reason.Hold.SUCCESSOR_UNPROVEN,
          Reason.Hold.REACTIVATED_AGAIN,
          Reason.Hold.WRONG_KEY_OFF);

  @ParameterizedTest
  @EnumSource
  void mendDoesSomethingForSevenReasonsAndForNoOtherAndAlwaysSaysSomething(Reason.Hold reason) {
    Given off = alice().inactive(OLD, 72).active(NEW, 3).phase(Deactivated::new, 3);
    Given on = alice().active(OLD, 72).active(NEW, 3).phase(Deactivated::new, 3);
    Remedy remedy = mend(reason == Reason.Hold.NEVER_FETCHED ? on : off, reason);
    assertThat(remedy instanceof Change).isEqualTo(CHANGES.contains(reason));
    assertThat(remedy instanceof Change change ? change.text() : advice(remedy)).isNotBlank();
  }

  @Test
  void offersNoChangeForAReasonThatPasses() {
    for (Reason.Hold reason : List.of(Reason.Hold.CHANGED_MEANWHILE, Reason.Hold.READ_FAILED)) {
      assertThat(advice(mend(alice().active(OLD, 72), reason))).contains("next run looks again");
    }
    Given withoutRotation = alice().active(OLD, 72);
    assertThat(advice(mend(withoutRotation, Reason.Hold.NO_WORKING_KEY))).contains("being retired");
  }

  @Test
  void aFileThatIsNotProvenIsNamedWithTheLastKeyOrWithoutOne() {
    assertThat(advice(mend(alice().active(OLD, 70).active(NEW, 3), Reason.Hold.FILE_UNPROVEN)))
        .contains("credential/alice/alice_" + NEW + ".csv");
    assertThat(advice(mend(alice(), Reason.Hold.FILE_UNPROVEN)))
        .contains("credential/alice/alice_KEY.csv");
  }
}
