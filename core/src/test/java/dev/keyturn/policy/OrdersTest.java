package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.POLICY;
import static dev.keyturn.policy.Given.THIRD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.Unreadable;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Orders.Wish;
import dev.keyturn.policy.Remedy.Advice;
import dev.keyturn.policy.Remedy.Already;
import dev.keyturn.policy.Remedy.Order;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code rotate} offers, for each kind of user. */
class OrdersTest {
  private static final Setup SETUP =
      new Setup(
          "email", "corp-keys", new BucketLayout.OneAccount(), "eu-west-1", List.of("date", "old"));
  private static final Wish AHEAD = Wish.NONE;
  private static final Wish COMPROMISED = new Wish(Optional.empty(), true);
  private static final List<RotationRecord> UNDER_WAY =
      List.of(
          new Rotating(noon(3), OLD),
          new Stored(noon(3), OLD),
          new Rotated(ago(3), OLD),
          new Deactivating(ago(3), OLD),
          new Deactivated(ago(3), OLD),
          new Deleting(ago(3), OLD));

  private static Wish of(KeyId key, boolean compromised) {
    return new Wish(Optional.of(key), compromised);
  }

  private static Remedy offered(Given user, Wish wish) {
    return Orders.of(user.facts(), wish, POLICY, SETUP, TODAY);
  }

  private static String hint(Given user, Wish wish) {
    Remedy remedy = offered(user, wish);
    assertThat(remedy).isInstanceOf(Advice.class);
    return remedy instanceof Advice advice ? advice.text() : "";
  }

  private static Order order(Given user, Wish wish) {
    Remedy remedy = offered(user, wish);
    assertThat(remedy).isInstanceOf(Order.class);
    return (Order) remedy;
  }

  @Test
  void replacesTheOnlyKeyHoweverYoungAndSaysHowLongBothKeysWork() {
    for (Wish wish : List.of(AHEAD, of(OLD, false))) {
      assertThat(order(alice().active(OLD, 0), wish))
          .isEqualTo(
              new Order(
                  OLD,
                  false,
                  "Makes a new key in place of %s whatever its age, hands it over to the owner, and says why. Both keys work for DEACTIVATE_DAYS (10)."
                      .formatted(OLD)));
    }
  }

  @Test
  void deactivatesTheOnlyKeyAtOnceIfItIsCompromisedAndSaysWhenItIsDeleted() {
    for (Wish wish : List.of(COMPROMISED, of(OLD, true))) {
      Order order = order(alice().active(OLD, 0), wish);
      assertThat(order.oldKey()).isEqualTo(OLD);
      assertThat(order.compromised()).isTrue();
      assertThat(order.text())
          .contains("deactivates " + OLD + " at once", "DELETION_DAYS (7)")
          .doesNotContain("Both keys work");
    }
  }

  @Test
  void namesACommandForAPersonAsACommand() {
    assertThat(
            List.of(
                offered(alice().active(OLD, 3).active(NEW, 3), AHEAD),
                offered(
                    alice().active(OLD, 3).active(NEW, 3).record(new Rotated(ago(3), OLD)),
                    COMPROMISED)))
        .extracting(remedy -> remedy instanceof Remedy.RunByHand byHand ? byHand.command() : "")
        .containsExactly(
            "aws iam delete-access-key --user-name alice --access-key-id KEY",
            "aws iam update-access-key --user-name alice --access-key-id %s --status Inactive"
                .formatted(OLD));
  }

  @Test
  void replacesNoKeyThatTheUserDoesNotHave() {
    for (Given user : List.of(alice(), alice().active(OLD, 3), alice().inactive(OLD, 3))) {
      assertThat(hint(user, of(NEW, true))).isEqualTo("alice has no key AKIANEW0000000000002.");
    }
  }

  @Test
  void changesNoUserWithoutAnAddressWhateverTheRecord() {
    for (Owner owner : List.of(new Owner.None(), new Owner.Unreachable("n/a"))) {
      Given user = alice().active(OLD, 3).owner(owner);
      for (Wish wish : List.of(AHEAD, COMPROMISED)) {
        assertThat(hint(user, wish)).startsWith("alice has no address");
        assertThat(hint(user.ordered(true).record(new Rotated(ago(1), OLD)), wish))
            .startsWith("alice has no address");
      }
    }
  }

  @Test
  void sendsAUserWhoseRecordCannotBeReadToMend() {
    assertThat(hint(alice().active(OLD, 3).record(new Unreadable("smudged")), COMPROMISED))
        .isEqualTo("The record cannot be read (smudged). See keyturn mend alice.");
  }

  @Test
  void hasNothingToReplaceWhereNoKeyIsActive() {
    for (Given user :
        List.of(
            alice(),
            alice().inactive(OLD, 3),
            alice().expired(OLD, 3),
            alice().inactive(OLD, 3).expired(NEW, 3))) {
      assertThat(hint(user, AHEAD))
          .isEqualTo("alice has no active key, so there is nothing to replace.");
      assertThat(hint(user, COMPROMISED)).isEqualTo(hint(user, AHEAD));
    }
  }

  @ParameterizedTest
  @EnumSource(KeyStatus.class)
  void asksForRoomWhereTheUserHasTwoKeys(KeyStatus other) {
    Given user = alice().active(OLD, 3).key(NEW, other, noon(2));
    for (Wish wish : List.of(AHEAD, of(OLD, false))) {
      assertThat(hint(user, wish))
          .contains("no room")
          .endsWith("aws iam delete-access-key --user-name alice --access-key-id KEY");
    }
  }

  @ParameterizedTest
  @EnumSource(KeyStatus.class)
  void firstShutsTheCompromisedOneOfTwoKeysOut(KeyStatus other) {
    Given user = alice().active(OLD, 3).key(NEW, other, noon(2));
    for (Wish wish : List.of(COMPROMISED, of(OLD, true))) {
      boolean known = wish.key().isPresent() || other != KeyStatus.ACTIVE;
      assertThat(offered(user, wish))
          .isEqualTo(
              new Remedy.RunByHand(
                  "IAM allows two keys, and alice has two, so there is no room for a new one. Shut"
                      + " the compromised one out now:",
                  off(known ? OLD.value() : "KEY"),
                  "Or, if the other key is not needed, delete it, and run this command again: "
                      + delete(known ? NEW.value() : "OTHER_KEY")));
    }
  }

  @Test
  void saysThatACompromisedKeyIsInactiveAlready() {
    assertThat(hint(alice().active(OLD, 3).inactive(NEW, 2), of(NEW, true)))
        .isEqualTo(NEW + " is inactive already: nothing can use it.");
  }

  private static String off(String key) {
    return "aws iam update-access-key --user-name alice --access-key-id %s --status Inactive"
        .formatted(key);
  }

  private static String delete(String key) {
    return "aws iam delete-access-key --user-name alice --access-key-id " + key;
  }

  @Test
  void leavesARotationThatNoOrderBeganToTheNextRun() {
    for (RotationRecord record : UNDER_WAY) {
      Given user = alice().active(OLD, 72).active(NEW, 3).record(record);
      assertThat(hint(user, AHEAD))
          .isEqualTo("A rotation of %s is under way; the next run continues it.".formatted(OLD));
    }
  }

  @Test
  void givesTheCommandThatShutsACompromisedKeyOutWhoseRotationIsUnderWay() {
    for (RotationRecord record : UNDER_WAY) {
      Given user = alice().active(OLD, 72).active(NEW, 3).record(record);
      for (Wish wish : List.of(COMPROMISED, of(OLD, true))) {
        assertThat(hint(user, wish))
            .contains(off(OLD.value()) + "\nThen run this command again", "the new key, too");
      }
      assertThat(hint(user, of(NEW, true)))
          .contains(off(NEW.value()), "it works still")
          .endsWith(delete(NEW.value()));
    }
  }

  @Test
  void saysHowToReplaceACompromisedNewKeyWhoseOldOneIsInactive() {
    for (RotationRecord record : UNDER_WAY) {
      Given user = alice().inactive(OLD, 72).active(NEW, 3).record(record);
      for (Wish wish : List.of(COMPROMISED, of(OLD, true), of(NEW, true))) {
        assertThat(hint(user, wish))
            .contains(
                "Delete the old one first: " + delete(OLD.value()) + "\n",
                "keyturn apply --user=alice\n",
                "keyturn rotate alice --key " + NEW + " --compromised\n")
            .endsWith(off(NEW.value()));
      }
    }
  }

  @Test
  void clearsTheRecordOfAKeyThatIsGoneBeforeItReplacesTheNewOne() {
    Given user = alice().active(NEW, 3).record(new Deactivated(ago(3), OLD));
    assertThat(hint(user, of(NEW, true)))
        .contains("keyturn apply --user=alice\nThen run this command again.");
  }

  @Test
  void continuesARotationThatTheSameOrderBegan() {
    for (RotationRecord record : UNDER_WAY) {
      for (boolean compromised : List.of(false, true)) {
        Given user = alice().active(OLD, 72).active(NEW, 3).ordered(compromised).record(record);
        Wish any = new Wish(Optional.empty(), compromised);
        for (Wish wish : List.of(any, of(OLD, compromised))) {
          if (compromised || record instanceof Rotating || record instanceof Stored) {
            assertThat(order(user, wish)).extracting(Order::oldKey).isEqualTo(OLD);
            assertThat(order(user, wish).text())
                .startsWith(
                    record instanceof Rotating
                        ? "Makes a new key in place of " + OLD
                        : NEW + " is made already in place of " + OLD);
          } else {
            assertThat(offered(user, wish)).isInstanceOf(Already.class);
          }
        }
      }
    }
  }

  @Test
  void saysWhatIsLeftWhereTheCompromisedKeyIsReplacedAlready() {
    for (RotationRecord record : UNDER_WAY) {
      Given user = alice().inactive(OLD, 72).active(NEW, 3).record(record);
      Remedy remedy = offered(user.noted(handedOver()), COMPROMISED);
      boolean done = record instanceof Deactivated || record instanceof Deleting;
      assertThat(remedy instanceof Already).as("%s", record).isEqualTo(done);
      if (remedy instanceof Already already) {
        assertThat(already.text())
            .startsWith(OLD + " is already replaced by " + NEW + ", and inactive.")
            .contains(
                "aws s3 cp 's3://corp-keys/credential/!administrators/alice_" + NEW + ".csv' .\n")
            .endsWith("Keyturn deletes " + OLD + " after DELETION_DAYS (7).");
      }
    }
  }

  private static Notes handedOver() {
    UserName alice = alice().facts().user();
    return Notes.none()
        .ordered(OLD, new Notes.Order(alice, ago(3), true))
        .stored(
            NEW,
            new Notes.File(
                alice,
                ago(3),
                new Fingerprint(100, Optional.of("tag")),
                1,
                true,
                Delivery.ADMINISTRATOR));
  }

  @Test
  void saysUntilWhenAnOrderWaits() {
    Given exempt = alice().active(OLD, 3).exempt(new Exemption.Until(TODAY.plusDays(30), "CHG-1"));
    String waits =
        "Not now: alice is held (EXEMPT): the user is exempt (until %s: CHG-1). The order waits until the hold ends; keyturn undo alice withdraws it."
            .formatted(TODAY.plusDays(30));
    assertThat(order(exempt, AHEAD).text()).endsWith(waits);
    assertThat(order(exempt, COMPROMISED).text())
        .endsWith(waits + "\nTo shut the key out now: " + off(OLD.value()));
    assertThat(order(alice().active(OLD, 3), COMPROMISED).text()).doesNotContain("Not now");
  }

  @Test
  void continuesNoRotationByAnOrderOfTheOtherKindOrAboutAnotherKey() {
    for (RotationRecord record : UNDER_WAY) {
      for (boolean compromised : List.of(false, true)) {
        Given user = alice().active(OLD, 72).active(NEW, 3).ordered(compromised).record(record);
        for (Wish wish :
            List.of(
                new Wish(Optional.empty(), !compromised),
                of(OLD, !compromised),
                of(NEW, compromised),
                of(THIRD, compromised))) {
          assertThat(hint(user, wish)).startsWith("A rotation of " + OLD + " is under way");
        }
      }
    }
  }
}
