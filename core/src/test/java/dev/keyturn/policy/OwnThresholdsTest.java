package dev.keyturn.policy;

import static dev.keyturn.policy.Given.ADDRESS;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Rotate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code MAX_OVERDUE_DAYS}: what a user's tags may set, of thresholds of 30 and 60 days. */
class OwnThresholdsTest {
  private static Policy atMost(int days) {
    return policy(Optional.of(days));
  }

  private static Policy policy(Optional<Integer> most) {
    return new Policy(30, 60, 10, 7, 0, new Limits(Optional.empty(), Set.of(), most));
  }

  /** Alice, whose only key is of this age, and whose mails and files arrive. */
  private static Facts alice(int age, String warning, String overdue) {
    Map<String, String> tags = new HashMap<>();
    if (!warning.isEmpty()) {
      tags.put("Keyturn-Warning-Days", warning);
    }
    if (!overdue.isEmpty()) {
      tags.put(Thresholds.OVERDUE_TAG, overdue);
    }
    return new Facts(
            new UserName("alice"),
            new Owner.At(ADDRESS),
            List.of(new AccessKey(OLD, KeyStatus.ACTIVE, noon(age))),
            new RotationRecord.None(),
            true,
            new Exemption.None(),
            Thresholds.read(new Tags(tags)),
            Evidence.none())
        .with(new Finding.Address(ADDRESS, new Mailbox.Open()))
        .with(new Finding.Access(new FileAccess.Granted()))
        .noted(Notes.none());
  }

  private static String counts(String warning, String overdue, Policy policy) {
    OwnThresholds own = OwnThresholds.of(alice(1, warning, overdue), policy);
    assertThat(OwnThresholds.of(alice(1, warning, overdue), own.policy()).policy())
        .isEqualTo(own.policy());
    return own.policy().warningDays()
        + " "
        + own.policy().overdueDays()
        + own.refused().map(remark -> " " + remark.reason()).orElse("");
  }

  @Test
  void tagsChangeNothingWithoutAMaximum() {
    for (String days : List.of("", "90", "soon", "1")) {
      assertThat(counts(days, days, policy(Optional.empty()))).isEqualTo("30 60");
    }
  }

  @Test
  void aTagDelaysRotationAndWarningByAsManyDays() {
    assertThat(counts("", "60", atMost(180))).isEqualTo("30 60");
    assertThat(counts("", "90", atMost(180))).isEqualTo("60 90");
    assertThat(counts("", " 180 ", atMost(180))).isEqualTo("150 180");
  }

  @Test
  void theOwnerIsWarnedForAtLeastAsLongAsOthers() {
    assertThat(counts("30", "90", atMost(180))).isEqualTo("30 90");
    assertThat(counts("60", "90", atMost(180))).isEqualTo("60 90");
    assertThat(counts("61", "90", atMost(180))).isEqualTo("30 60 THRESHOLD_OUT_OF_BOUNDS");
    assertThat(counts("29", "90", atMost(180))).isEqualTo("30 60 THRESHOLD_OUT_OF_BOUNDS");
    assertThat(counts("31", "", atMost(180))).isEqualTo("30 60 THRESHOLD_OUT_OF_BOUNDS");
    assertThat(counts("30", "", atMost(180))).isEqualTo("30 60");
  }

  @Test
  void aTagOutOfBoundsLeavesTheInstallationsThresholds() {
    for (String days : List.of("0", "1", "59", "181", "999999999")) {
      assertThat(counts("", days, atMost(180))).isEqualTo("30 60 THRESHOLD_OUT_OF_BOUNDS");
    }
    Remark refused = OwnThresholds.of(alice(1, "", "181"), atMost(180)).refused().orElseThrow();
    assertThat(refused.detail())
        .isEqualTo(
            "keyturn-overdue-days is 181 and may be 60 to 180; WARNING_DAYS and OVERDUE_DAYS count"
                + " instead");
  }

  @Test
  void aTagThatIsNoNumberOfDaysLeavesTheInstallationsThresholds() {
    for (String text :
        List.of("soon", "-1", "+90", "9e1", "90.0", "90 days", "1234567890", "\u0669\u0660")) {
      assertThat(counts("", text, atMost(180))).isEqualTo("30 60 UNREADABLE_THRESHOLD");
      assertThat(counts(text, "90", atMost(180))).isEqualTo("30 60 UNREADABLE_THRESHOLD");
    }
  }

  /** Promise 11: who can write tags gains nothing. */
  @Test
  void noTagMakesAKeyBeforeItIsOverdueForAllUsers() {
    List<String> values = new ArrayList<>(List.of("", "soon", "-9"));
    for (int days = 0; days <= 100; days += 10) {
      values.add("" + days);
    }
    for (String warning : values) {
      for (String overdue : values) {
        for (int age = 0; age <= 60; age += 5) {
          assertThat(Planner.decide(alice(age, warning, overdue), atMost(90), TODAY))
              .isNotInstanceOf(Rotate.class);
        }
        assertThat(Planner.decide(alice(91, warning, overdue), atMost(90), TODAY))
            .isInstanceOf(Rotate.class);
      }
    }
  }

  @Test
  void theMailNamesTheDayOfTheUsersOwnThreshold() {
    Facts alice = alice(80, "", "90");
    assertThat(Planner.decide(alice, atMost(180), TODAY).reason()).isEqualTo(Reason.Warn.WARNING);
    assertThat(NoticePeriod.replacedOn(alice, alice.keys().getFirst(), atMost(180), TODAY))
        .isEqualTo(TODAY.plusDays(11));
  }
}
