package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.RuntimeEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The owner does something between plan and apply: it counts, and not what was planned. */
class OwnerActsTest {
  private static final Map<String, Consumer<AccountFixture>> ACTS = new LinkedHashMap<>();

  static {
    ACTS.put("switch the old key on", account -> set(account, 0, KeyStatus.ACTIVE));
    ACTS.put("switch the old key off", account -> set(account, 0, KeyStatus.INACTIVE));
    ACTS.put("switch the new key off", account -> set(account, 1, KeyStatus.INACTIVE));
    ACTS.put("delete the old key", account -> delete(account, 0));
    ACTS.put("delete the new key", account -> delete(account, 1));
    ACTS.put("make a second key", account -> account.key(ALICE, KeyStatus.ACTIVE, 0));
    ACTS.put("remove the address", account -> account.aws.untag(ALICE, List.of("email")));
    ACTS.put("spoil the address", account -> account.aws.tag(ALICE, Map.of("email", "me")));
    ACTS.put(
        "remove the record",
        account -> account.aws.untag(ALICE, AccountFixture.SETTINGS.recordTags()));
    ACTS.put(
        "remove half the record",
        account -> account.aws.untag(ALICE, List.of(AccountFixture.DATE_TAG)));
    ACTS.put(
        "spoil the record",
        account -> account.aws.tag(ALICE, Map.of(AccountFixture.DATE_TAG, "soon")));
    ACTS.put("leave the company", account -> account.aws.users.remove(ALICE));
  }

  private static AccessKey nth(AccountFixture account, int n) {
    return account.aws.now(ALICE).keys().get(n);
  }

  private static void set(AccountFixture account, int n, KeyStatus status) {
    account.aws.setStatus(ALICE, nth(account, n).id(), status);
  }

  private static void delete(AccountFixture account, int n) {
    account.aws.delete(ALICE, nth(account, n).id());
  }

  private static void check(AccountFixture account, String act) {
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Run run = account.run(connection, runtime);
    Plan plan = AccountFixture.plan(run);
    Consumer<AccountFixture> done = ACTS.getOrDefault(act, _ -> {});
    done.accept(account);

    Report report = AccountFixture.apply(run, plan);

    assertThat(report.failed()).isZero();
    assertThat(report.rows())
        .as(act)
        .singleElement()
        .matches(row -> row.decision().reason() == Reason.Hold.CHANGED_MEANWHILE)
        .matches(row -> row.decision().toString().contains("planned was "));
    assertThat(connection.log).as(act).noneMatch(Weather.Call::write);
  }

  @Test
  void noRotationIsBegunWhereTheOwnerActedFirst() {
    for (String act :
        List.of(
            "switch the old key off",
            "delete the old key",
            "make a second key",
            "remove the address",
            "spoil the address",
            "spoil the record",
            "leave the company")) {
      check(AccountFixture.rotationDue(), act);
    }
  }

  @Test
  void noKeyIsSwitchedOffWhereTheOwnerActedFirst() {
    for (String act : ACTS.keySet()) {
      if (!act.equals("switch the old key on") && !act.equals("make a second key")) {
        check(AccountFixture.deactivationDue(), act);
      }
    }
  }

  @Test
  void noKeyIsDeletedWhereTheOwnerActedFirst() {
    for (String act : ACTS.keySet()) {
      if (!act.equals("switch the old key off") && !act.equals("make a second key")) {
        check(AccountFixture.deletionDue(), act);
      }
    }
  }

  @Test
  void warnsAboutNoDeletedKey() {
    for (String act :
        List.of("switch the old key off", "delete the old key", "leave the company")) {
      AccountFixture account = new AccountFixture().alice();
      account.key(ALICE, KeyStatus.ACTIVE, 31);
      check(account, act);
    }
  }

  @Test
  void aDeactivationThatWasCutOffHoldsWhereTheOwnerThenSwitchedTheNewKeyOff() {
    AccountFixture account = AccountFixture.deactivationDue();
    assertThat(account.cut(Weather.once("deactivate", Weather.Fate.CUT_BEFORE))).isTrue();
    set(account, 1, KeyStatus.INACTIVE);
    assertThat(account.apply().row().decision().reason())
        .isEqualTo(Reason.Clear.NO_OTHER_ACTIVE_KEY);
    assertThat(nth(account, 0).active()).isTrue();
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("email");
  }

  @Test
  void aDeletionThatWasCutOffDeletesNothingThatTheOwnerThenSwitchedOnAgain() {
    AccountFixture account = AccountFixture.deletionDue();
    assertThat(account.cut(Weather.once("delete", Weather.Fate.CUT_BEFORE))).isTrue();
    set(account, 0, KeyStatus.ACTIVE);
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Warn.REACTIVATED);
    assertThat(account.aws.now(ALICE).keys()).hasSize(2).allMatch(AccessKey::active);
    assertThat(account.aws.now(ALICE).tags())
        .containsEntry(AccountFixture.DATE_TAG, "2026-11-22 rotated");
  }
}
