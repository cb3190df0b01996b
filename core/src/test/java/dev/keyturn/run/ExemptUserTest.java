package dev.keyturn.run;

import static dev.keyturn.run.Lab.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Exemption;
import dev.keyturn.policy.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.run.Row.Outcome;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A user who bears the tag {@code keyturn-exempt} is left alone for as long as it says. */
class ExemptUserTest {
  private static final List<Supplier<Lab>> DUE =
      List.of(Lab::rotationDue, Lab::deactivationDue, Lab::deletionDue);

  private static Lab exempt(Lab lab, String tag) {
    lab.aws.tag(ALICE, Map.of(Exemption.TAG, tag));
    return lab;
  }

  @Test
  void standsInEveryReportAndIsTouchedAgainTheDayAfter() {
    for (Supplier<Lab> due : DUE) {
      Lab lab = exempt(due.get(), "2026-11-24 moving house");
      for (int day = 0; day < 3; day++) {
        Lab.Done done = lab.apply();
        assertThat(done.row().decision().toString())
            .contains("EXEMPT")
            .contains("until 2026-11-24: moving house");
        assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
        assertThat(done.connection().log).noneMatch(Weather.Call::write);
        assertThat(lab.aws.papers.keySet()).isSubsetOf(Noting.NOTES);
        lab.later(Duration.ofDays(1));
      }
      assertThat(lab.apply().row().decision().verb()).isNotEqualTo(Verb.HOLD);
      assertThat(lab.aws.mails).hasSize(1);
    }
  }

  @Test
  void standsInEveryReportEvenWithAYoungKeyOrNone() {
    Lab none = exempt(new Lab().alice(), "2026-11-24 why");
    assertThat(none.apply().row().decision().reason()).isEqualTo(Reason.EXEMPT);
    none.key(ALICE, KeyStatus.ACTIVE, 1);
    assertThat(none.apply().row().decision().reason()).isEqualTo(Reason.EXEMPT);
  }

  @Test
  void isHeldUntilTheTagIsMendedWhereItCannotBeRead() {
    Lab lab = exempt(Lab.rotationDue(), "until further notice");
    for (int day = 0; day < 100; day += 30) {
      Lab.Done done = lab.apply();
      assertThat(done.row().decision().reason()).isEqualTo(Reason.UNREADABLE_EXEMPTION);
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      lab.later(Duration.ofDays(30));
    }
    lab.aws.untag(ALICE, List.of(Exemption.TAG));
    assertThat(lab.apply().row().decision().verb()).isEqualTo(Verb.ROTATE);
  }

  @Test
  void isExemptWhateverTheCaseOfTheTagsKey() {
    for (String key : List.of("Keyturn-Exempt", "KEYTURN-EXEMPT")) {
      Lab lab = Lab.rotationDue();
      lab.aws.tag(ALICE, Map.of(key, "2026-11-24 why"));
      assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.EXEMPT);
    }
  }

  @Test
  void isNotListedWithoutAnAddress() {
    Lab lab = new Lab().user(ALICE, Map.of(Exemption.TAG, "2026-11-24 why"));
    lab.key(ALICE, KeyStatus.ACTIVE, 61);
    assertThat(lab.apply().report().rows()).isEmpty();
  }

  @Test
  void isLeftAloneWhereTheTagCameBetweenPlanAndApply() {
    for (Supplier<Lab> due : DUE) {
      Lab lab = due.get();
      World world = lab.world();
      Connection connection = new Connection(lab.aws, Weather.fine(), world);
      Run run = lab.run(connection, world);
      Plan plan = Lab.plan(run);
      exempt(lab, "2026-11-24 why");
      assertThat(Lab.apply(run, plan).rows().getFirst().decision().toString())
          .contains("now it would be hold (EXEMPT)");
      assertThat(connection.log).noneMatch(Weather.Call::write);
    }
  }

  @Test
  void losesAndGetsNoKeyWhereverARunWasCutOffAndIsBroughtToItsEndAfterwards() {
    for (Supplier<Lab> due : DUE) {
      Lab undisturbed = due.get();
      int calls = undisturbed.apply().connection().log.size();
      for (int k = 1; k <= calls; k++) {
        for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
          Lab lab = due.get();
          lab.cut(Weather.at(k, fate));
          exempt(lab, "2026-11-22 why").later(Duration.ofMinutes(20));
          List<AccessKey> before = lab.aws.now(ALICE).keys();
          assertThat(lab.apply().report().failed()).isZero();
          assertThat(lab.aws.now(ALICE).keys()).as("%s call %d", fate, k).isEqualTo(before);
          lab.aws.untag(ALICE, List.of(Exemption.TAG));
          lab.later(Duration.ofMinutes(20)).apply();
          assertThat(lab.standing()).as("%s call %d", fate, k).isEqualTo(undisturbed.standing());
        }
      }
    }
  }
}
