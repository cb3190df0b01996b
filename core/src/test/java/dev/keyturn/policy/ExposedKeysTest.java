package dev.keyturn.policy;

import static dev.keyturn.policy.Given.ADDRESS;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.POLICY;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.UserName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Which exposed keys are replaced by {@code ON_EXPOSED=rotate}, and which an administrator must
 * replace.
 */
class ExposedKeysTest {
  private static final Policy REPLACING = POLICY.replacingExposed(true);
  private static final UserName ALICE = alice().facts().user();

  private static Given quarantined() {
    return alice().active(OLD, 3).noted(Notes.none()).quarantined();
  }

  private static Map<?, Notes.Order> orders(Given user, Policy policy) {
    Facts facts = ExposedKeys.ordered(user.facts(), policy, TODAY);
    return facts.evidence().notes().orders();
  }

  @Test
  void theOnlyKeyOfAQuarantinedUserIsOrderedToBeReplacedAndShutOut() {
    assertThat(orders(quarantined(), REPLACING))
        .isEqualTo(Map.of(OLD, new Notes.Order(ALICE, TODAY, true)));
    assertThat(orders(quarantined(), POLICY)).as("ON_EXPOSED=hold").isEmpty();
    assertThat(orders(alice().active(OLD, 3).noted(Notes.none()), REPLACING)).isEmpty();
  }

  @Test
  void anOrderOfAnAdministratorStands() {
    Notes.Order ahead = new Notes.Order(ALICE, ago(1), false);
    assertThat(orders(quarantined().noted(Notes.none().ordered(OLD, ahead)), REPLACING))
        .isEqualTo(Map.of(OLD, ahead));
  }

  @Test
  void theKeyThatReplacedAnExposedOneIsNotReplacedAgain() {
    for (Delivery delivery : Delivery.values()) {
      Notes noted =
          Notes.none()
              .stored(
                  OLD,
                  new Notes.File(
                      ALICE, ago(3), new Fingerprint(100, Optional.of("tag")), 1, true, delivery));
      assertThat(orders(quarantined().noted(noted), REPLACING))
          .as("%s", delivery)
          .hasSize(delivery == Delivery.ADMINISTRATOR ? 0 : 1);
    }
  }

  @Test
  void anExemptionHoldsUntilItsLastDay() {
    for (int days : List.of(-1, 0, 1)) {
      Exemption until = new Exemption.Until(TODAY.plusDays(days), "CHG-1");
      assertThat(orders(quarantined().exempt(until), REPLACING))
          .as("until %s", days)
          .hasSize(days < 0 ? 1 : 0);
    }
  }

  @Test
  void aKeyThatAwsHealthReportedIsExposedWhileItIsActive() {
    Notes noted = Notes.none().exposed(OLD, new Notes.Exposed(ALICE, ago(2)));
    Given reported = alice().active(OLD, 3).noted(noted);
    assertThat(Planner.decide(reported.facts(), POLICY, TODAY))
        .isEqualTo(
            new Decision.Hold(
                Reason.Hold.EXPOSED,
                "AWS Health reported the key %s on %s".formatted(OLD, ago(2))));
    assertThat(orders(reported, REPLACING))
        .isEqualTo(Map.of(OLD, new Notes.Order(ALICE, TODAY, true)));
    assertThat(
            Planner.decide(alice().inactive(OLD, 3).noted(noted).facts(), POLICY, TODAY).reason())
        .isEqualTo(Reason.Nothing.NO_ACTIVE_KEY);
    assertThat(Planner.decide(alice().active(NEW, 3).noted(noted).facts(), POLICY, TODAY).reason())
        .as("another key")
        .isEqualTo(Reason.Nothing.YOUNG);
  }

  @Test
  void whereKeyturnCannotReplaceTheKeyTheUserStaysHeld() {
    Map.of(
            "two keys", quarantined().active(NEW, 1),
            "no active key", alice().inactive(OLD, 3).noted(Notes.none()).quarantined(),
            "no key", alice().noted(Notes.none()).quarantined(),
            "no address", quarantined().owner(new Owner.None()),
            "a rotation", quarantined().record(new Rotating(noon(1), OLD)),
            "an exemption", quarantined().exempt(new Exemption.Until(TODAY, "CHG-1")),
            "notes that cannot be read", quarantined().noted(Notes.unknown()))
        .forEach((what, user) -> assertThat(orders(user, REPLACING)).as(what).isEmpty());
    assertThat(orders(quarantined().owner(new Owner.At(ADDRESS)), REPLACING)).hasSize(1);
  }
}
