package dev.keyturn.policy;

import static dev.keyturn.policy.Given.ADDRESS;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Notes;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A key is replaced no earlier than its owner was warned. */
class NoticePeriodTest {
  private static final Policy WEEK = new Policy(30, 60, 10, 7, 0, Limits.none(), 7);

  private static boolean isOver(Facts user, Policy policy) {
    return NoticePeriod.isOver(user, user.keys().getFirst(), policy, TODAY);
  }

  private static LocalDate replacedOn(Facts user, Policy policy) {
    return NoticePeriod.replacedOn(user, user.keys().getFirst(), policy, TODAY);
  }

  /** The owner of a key of this age was warned a number of days ago. */
  private static Facts warned(int ageDays, int daysAgo) {
    Given user = alice().active(OLD, ageDays);
    return user.noted(Notes.none().warned(user.facts().user(), OLD, ADDRESS, ago(daysAgo))).facts();
  }

  @Test
  void onlyAWarningThatSaysThatTheKeyWillBeReplacedCounts() {
    assertThat(NoticePeriod.announces(new Warn(Reason.Warn.WARNING, List.of()))).isTrue();
    assertThat(NoticePeriod.announces(new Warn(Reason.Warn.NOTICE_RUNS, List.of()))).isTrue();
    assertThat(NoticePeriod.announces(new Warn(Reason.Warn.BOTH_ACTIVE, List.of()))).isFalse();
  }

  @Test
  void withoutNoticeAKeyIsReplacedWhenItIsOverdue() {
    Facts young = warned(50, 0);
    assertThat(isOver(young, Given.POLICY)).isTrue();
    assertThat(replacedOn(young, Given.POLICY)).isEqualTo(TODAY.plusDays(11));
  }

  @Test
  void aKeyIsReplacedOnTheLaterOfTheTwoDays() {
    assertThat(replacedOn(warned(50, 3), WEEK)).isEqualTo(TODAY.plusDays(11));
    assertThat(replacedOn(warned(70, 3), WEEK)).isEqualTo(TODAY.plusDays(4));
  }

  @Test
  void noticeIsOverOnTheDayItself() {
    assertThat(isOver(warned(70, 6), WEEK)).isFalse();
    assertThat(isOver(warned(70, 7), WEEK)).isTrue();
    assertThat(isOver(warned(60, 20), WEEK)).isFalse();
    assertThat(isOver(warned(61, 20), WEEK)).isTrue();
  }

  @Test
  void withoutANotedWarningNoticeBeginsToday() {
    assertThat(replacedOn(alice().active(OLD, 70).noted(Notes.none()).facts(), WEEK))
        .isEqualTo(TODAY.plusDays(7));
  }
}
