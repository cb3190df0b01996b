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
    ACTS.put("switch the old key on", lab -> set(lab, 0, KeyStatus.ACTIVE));
    ACTS.put("switch the old key off", lab -> set(lab, 0, KeyStatus.INACTIVE));
    ACTS.put("switch the new key off", lab -> set(lab, 1, KeyStatus.INACTIVE));
    ACTS.put("delete the old key", lab -> delete(lab, 0));
    ACTS.put("delete the new key", lab -> delete(lab, 1));
    ACTS.put("make a second key", lab -> lab.key(ALICE, KeyStatus.ACTIVE, 0));
    ACTS.put("remove the address", lab -> lab.aws.untag(ALICE, List.of("email")));
    ACTS.put("spoil the address", lab -> lab.aws.tag(ALICE, Map.of("email", "me")));
    ACTS.put(
        "remove the record", lab -> lab.aws.untag(ALICE, AccountFixture.SETTINGS.recordTags()));
    ACTS.put(
        "remove half the record", lab -> lab.aws.untag(ALICE, List.of(AccountFixture.DATE_TAG)));
    ACTS.put(
        "spoil the record", lab -> lab.aws.tag(ALICE, Map.of(AccountFixture.DATE_TAG, "soon")));
    ACTS.put("leave the company", lab -> lab.aws.users.remove(ALICE));
  }

  private static AccessKey nth(AccountFixture lab, int n) {
    return lab.aws.now(ALICE).keys().get(n);
  }

  private static void set(AccountFixture lab, int n, KeyStatus status) {
    lab.aws.setStatus(ALICE, nth(lab, n).id(), status);
  }

  private static void delete(AccountFixture lab, int n) {
    lab.aws.delete(ALICE, nth(lab, n).id());
  }

  private static void check(AccountFixture lab, String act) {
    RuntimeEnvironment runtime = lab.runtime();
    Connection connection = new Connection(lab.aws, Weather.fine(), runtime);
    Run run = lab.run(connection, runtime);
    Plan plan = AccountFixture.plan(run);
    Consumer<AccountFixture> done = ACTS.getOrDefault(act, _ -> {});
    done.accept(lab);

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
      AccountFixture lab = new AccountFixture().alice();
      lab.key(ALICE, KeyStatus.ACTIVE, 31);
      check(lab, act);
    }
  }

  @Test
  void aDeactivationThatWasCutOffHoldsWhereTheOwnerThenSwitchedTheNewKeyOff() {
    AccountFixture lab = AccountFixture.deactivationDue();
    assertThat(lab.cut(Weather.once("deactivate", Weather.Fate.CUT_BEFORE))).isTrue();
    set(lab, 1, KeyStatus.INACTIVE);
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Clear.NO_OTHER_ACTIVE_KEY);
    assertThat(nth(lab, 0).active()).isTrue();
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("email");
  }

  @Test
  void aDeletionThatWasCutOffDeletesNothingThatTheOwnerThenSwitchedOnAgain() {
    AccountFixture lab = AccountFixture.deletionDue();
    assertThat(lab.cut(Weather.once("delete", Weather.Fate.CUT_BEFORE))).isTrue();
    set(lab, 0, KeyStatus.ACTIVE);
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Warn.REACTIVATED);
    assertThat(lab.aws.now(ALICE).keys()).hasSize(2).allMatch(AccessKey::active);
    assertThat(lab.aws.now(ALICE).tags())
        .containsEntry(AccountFixture.DATE_TAG, "2026-11-22 rotated");
  }
}
