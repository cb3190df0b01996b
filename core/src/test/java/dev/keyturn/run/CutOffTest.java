package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.run.Weather.Fate;
import dev.keyturn.sample.Sampled;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A run that is cut off before or after any of its calls, once or twice, and a run that is let
 * through then: the account stands where an undisturbed run would have left it.
 */
@Sampled(parts = 3)
class CutOffTest {
  private static final List<Fate> CUTS = List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER);

  /** Within the minute of the record, until reads have settled, and when they have. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(5), Duration.ofSeconds(90), Duration.ofMinutes(20));

  @Test
  void aRotationEndsWhereAnUndisturbedOneDoes() {
    check(AccountFixture::rotationDue);
  }

  @Test
  void aDeactivationEndsWhereAnUndisturbedOneDoes() {
    check(AccountFixture::deactivationDue);
  }

  @Test
  void aDeletionEndsWhereAnUndisturbedOneDoes() {
    check(AccountFixture::deletionDue);
  }

  private static void check(Supplier<AccountFixture> due) {
    AccountFixture undisturbed = due.get();
    int calls = undisturbed.apply().connection().log.size();
    int cuts = 0;
    for (Fate cut : CUTS) {
      for (int k = 1; k <= calls; k++) {
        for (Duration pause : PAUSES) {
          Story once = new Story(due.get(), "");
          once.cut(cut, k, pause);
          once.endsAs(undisturbed);
          cuts += 1 + twice(due, undisturbed, cut, k, pause);
        }
      }
    }
    System.out.println(cuts + " ways to be cut off");
    assertThat(cuts).isGreaterThan(2 * calls);
  }

  private static int twice(
      Supplier<AccountFixture> due,
      AccountFixture undisturbed,
      Fate first,
      int k1,
      Duration pause1) {
    int cuts = 0;
    for (Fate second : CUTS) {
      for (Duration pause2 : PAUSES) {
        boolean wasCut = true;
        for (int k2 = 1; wasCut; k2++) {
          Story story = new Story(due.get(), "");
          story.cut(first, k1, pause1);
          wasCut = story.cut(second, k2, pause2);
          story.endsAs(undisturbed);
          cuts++;
        }
      }
    }
    return cuts;
  }

  /** What befell an account, to be told if it ends badly. */
  private static final class Story {
    private final AccountFixture account;
    private String told;

    Story(AccountFixture account, String told) {
      this.account = account;
      this.told = told;
    }

    boolean cut(Fate fate, int call, Duration pause) {
      told += "%s call %d, then %s later; ".formatted(fate, call, pause);
      boolean wasCut = account.cut(Weather.at(call, fate));
      account.later(pause);
      return wasCut;
    }

    void endsAs(AccountFixture undisturbed) {
      AccountFixture.Done done = account.apply();
      assertThat(done.report().failed()).as(told).isZero();
      assertThat(account.standing())
          .as("%s%n%s%n%s", told, done.report().rows(), done.calls())
          .isEqualTo(undisturbed.standing());
    }
  }
}
