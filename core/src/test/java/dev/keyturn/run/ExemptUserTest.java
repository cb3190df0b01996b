package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A user who bears the tag {@code keyturn-exempt} is left alone for as long as it says. */
class ExemptUserTest {
  private static final List<Supplier<AccountFixture>> DUE =
      List.of(
          AccountFixture::rotationDue,
          AccountFixture::deactivationDue,
          AccountFixture::deletionDue);

  private static AccountFixture exempt(AccountFixture account, String tag) {
    account.aws.tag(ALICE, Map.of(Exemption.TAG, tag));
    return account;
  }

  @Test
  void standsInEveryReportAndIsTouchedAgainTheDayAfter() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture account = exempt(due.get(), "2026-11-24 moving house");
      for (int day = 0; day < 3; day++) {
        AccountFixture.Done done = account.apply();
        assertThat(done.row().decision().toString())
            .contains("EXEMPT")
            .contains("until 2026-11-24: moving house");
        assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
        assertThat(done.connection().log).noneMatch(Weather.Call::write);
        assertThat(account.aws.bucketObjects.keySet()).isSubsetOf(BucketPaths.NOTES);
        account.later(Duration.ofDays(1));
      }
      assertThat(account.apply().row().decision().verb()).isNotEqualTo(Verb.HOLD);
      assertThat(account.aws.mails).hasSize(1);
    }
  }

  @Test
  void standsInEveryReportEvenWithAYoungKeyOrNone() {
    AccountFixture none = exempt(new AccountFixture().alice(), "2026-11-24 why");
    assertThat(none.apply().row().decision().reason()).isEqualTo(Reason.Hold.EXEMPT);
    none.key(ALICE, KeyStatus.ACTIVE, 1);
    assertThat(none.apply().row().decision().reason()).isEqualTo(Reason.Hold.EXEMPT);
  }

  @Test
  void isHeldUntilTheTagIsMendedWhereItCannotBeRead() {
    AccountFixture account = exempt(AccountFixture.rotationDue(), "until further notice");
    for (int day = 0; day < 100; day += 30) {
      AccountFixture.Done done = account.apply();
      assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.UNREADABLE_EXEMPTION);
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      account.later(Duration.ofDays(30));
    }
    account.aws.untag(ALICE, List.of(Exemption.TAG));
    assertThat(account.apply().row().decision().verb()).isEqualTo(Verb.ROTATE);
  }

  @Test
  void isExemptWhateverTheCaseOfTheTagsKey() {
    for (String key : List.of("Keyturn-Exempt", "KEYTURN-EXEMPT")) {
      AccountFixture account = AccountFixture.rotationDue();
      account.aws.tag(ALICE, Map.of(key, "2026-11-24 why"));
      assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Hold.EXEMPT);
    }
  }

  @Test
  void isNotListedWithoutAnAddress() {
    AccountFixture account =
        new AccountFixture().user(ALICE, Map.of(Exemption.TAG, "2026-11-24 why"));
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    assertThat(account.apply().report().rows()).isEmpty();
  }

  @Test
  void isLeftAloneWhereTheTagCameBetweenPlanAndApply() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture account = due.get();
      RuntimeEnvironment runtime = account.runtime();
      Connection connection = new Connection(account.aws, Weather.fine(), runtime);
      Run run = account.run(connection, runtime);
      Plan plan = AccountFixture.plan(run);
      exempt(account, "2026-11-24 why");
      assertThat(AccountFixture.apply(run, plan).rows().getFirst().decision().toString())
          .contains("now it would be hold (EXEMPT)");
      assertThat(connection.log).noneMatch(Weather.Call::write);
    }
  }

  @Test
  void losesAndGetsNoKeyWhereverARunWasCutOffAndIsBroughtToItsEndAfterwards() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture undisturbed = due.get();
      int calls = undisturbed.apply().connection().log.size();
      for (int k = 1; k <= calls; k++) {
        for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
          AccountFixture account = due.get();
          account.cut(Weather.at(k, fate));
          exempt(account, "2026-11-22 why").later(Duration.ofMinutes(20));
          List<AccessKey> before = account.aws.now(ALICE).keys();
          assertThat(account.apply().report().failed()).isZero();
          assertThat(account.aws.now(ALICE).keys()).as("%s call %d", fate, k).isEqualTo(before);
          account.aws.untag(ALICE, List.of(Exemption.TAG));
          account.later(Duration.ofMinutes(20)).apply();
          assertThat(account.standing())
              .as("%s call %d", fate, k)
              .isEqualTo(undisturbed.standing());
        }
      }
    }
  }
}
