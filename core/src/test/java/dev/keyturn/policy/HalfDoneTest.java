package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.policy.Decision.Hold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotations that no run may resume: the tags are unreadable, or no owner can be notified. */
class HalfDoneTest {
  private static Given user() {
    return alice().active(OLD, 99).active(NEW, 30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-01T12:00:00Z rotating",
        "2026-11-01T12:00:00Z stored",
        "2026-11-01",
        "2026-11-01 rotated",
        "2026-11-01 deactivating",
        "2026-11-01 deactivated",
        "2026-11-01 deleting"
      })
  void holdsInEveryPhaseWhereTheAddressIsGoneOrIsNone(String date) {
    Given user = user().tags(date, OLD.value());
    assertThat(user.owner(new Owner.None()).decided())
        .isEqualTo(new Hold(Reason.Hold.ADDRESS_GONE, "the user has no address tag"));
    assertThat(user.owner(Owner.of("n/a")).decided())
        .isEqualTo(new Hold(Reason.Hold.ADDRESS_GONE, "'n/a' is no mail address"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T00:00:00Z rotating",
        "2026-11-23T00:00:00Z stored",
        "2026-11-23",
        "2026-11-23 rotated",
        "2026-11-23 deactivating",
        "9999-12-31 deactivated",
        "2027-11-22 deleting"
      })
  void holdsInEveryPhaseWhereTheDateLiesInTheFuture(String date) {
    Decision hold = new Hold(Reason.Hold.UNREADABLE_RECORD, "'" + date + "' lies in the future");
    assertThat(user().tags(date, OLD.value()).decided()).isEqualTo(hold);
    assertThat(user().tags(date, OLD.value()).owner(new Owner.None()).decided()).isEqualTo(hold);
  }

  @Test
  void takesTodayForNoFuture() {
    assertThat(user().tags("2026-11-22", OLD.value()).decided())
        .isEqualTo(new Decision.Nothing(Reason.Nothing.GRACE_RUNS));
  }

  @Test
  void holdsWhateverTheKeysWhereTheRecordCannotBeRead() {
    RotationRecord unreadable = new RotationRecord.Unreadable("smudged");
    Decision hold = new Hold(Reason.Hold.UNREADABLE_RECORD, "smudged");
    assertThat(alice().record(unreadable).decided()).isEqualTo(hold);
    assertThat(user().record(unreadable).decided()).isEqualTo(hold);
    assertThat(user().owner(new Owner.None()).record(unreadable).decided()).isEqualTo(hold);
  }
}
