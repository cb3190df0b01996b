package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.event.Event;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.report.Cells;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** AWS Health reports a key, and AWS attaches no policy to its user. */
class ExposedByHealthTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final RunRequest EVENT = RunRequest.everyone().exposing(Set.of(OLD));

  private static AccountFixture young() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 3);
    return account;
  }

  private static Run run(AccountFixture account) {
    return account.run(
        new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime());
  }

  private static List<Row> told(AccountFixture account) throws CannotBegin {
    return run(account).planAndApply(EVENT).report().rows();
  }

  @Test
  void isHeldFromTheEventUntilTheKeyIsOff() throws CannotBegin {
    AccountFixture account = young();
    assertThat(told(account))
        .extracting(row -> row.decision().reason())
        .containsExactly(Reason.Hold.EXPOSED);
    assertThat(account.notes().exposed())
        .isEqualTo(Map.of(OLD, new Notes.Exposed(ALICE, account.today())));
    account.later(Duration.ofDays(5));
    Row row = account.apply().row();
    assertThat(row.decision().reason()).isEqualTo(Reason.Hold.EXPOSED);
    assertThat(Cells.advice(row).orElseThrow().text())
        .contains("keyturn rotate alice --compromised")
        .endsWith("--access-key-id " + OLD + " --status Inactive");
    account.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE);
    assertThat(account.apply().report().rows()).isEmpty();
    account.aws.delete(ALICE, OLD);
    account.apply();
    assertThat(account.notes().exposed()).isEmpty();
  }

  @Test
  void isNotedByARunThatCannotBeginAndNothingElseIs() {
    for (boolean event : List.of(true, false)) {
      AccountFixture account = young();
      UserName bob = new UserName("bob");
      account.user(bob, Map.of("email", "bob@corp.example"));
      account.key(bob, KeyStatus.ACTIVE, 31);
      account.aws.allowance = new Allowance.Paused();
      Notes before = account.notes();
      RunRequest request = event ? EVENT : RunRequest.everyone();
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(() -> run(account).planAndApply(request));
      assertThat(account.notes().exposed().containsKey(OLD)).isEqualTo(event);
      assertThat(account.notes().equals(before)).isEqualTo(!event);
    }
  }

  @Test
  void isReplacedAndShutOutWithOnExposed() throws CannotBegin {
    AccountFixture account = young().replacingExposed();
    assertThat(told(account))
        .extracting(row -> row.decision().reason())
        .containsExactly(Reason.Rotate.COMPROMISED);
    assertThat(account.aws.now(ALICE).keys())
        .extracting(AccessKey::status)
        .containsExactly(KeyStatus.INACTIVE, KeyStatus.ACTIVE);
    account.later(Duration.ofDays(1));
    assertThat(account.apply().report().rows()).isEmpty();
  }

  @Test
  void isHeldWithoutAnAddressAndComesFirst() throws CannotBegin {
    AccountFixture account = new AccountFixture();
    UserName robot = new UserName("robot");
    account.user(robot, Map.of());
    account.key(robot, KeyStatus.ACTIVE, 3);
    account.alice().key(ALICE, KeyStatus.ACTIVE, 61);
    assertThat(told(account)).extracting(Row::user).containsExactly(robot, ALICE);
  }

  @Test
  void isPlannedWithoutANote() throws CannotBegin {
    AccountFixture account = young();
    assertThat(run(account).plan(EVENT).due())
        .extracting(due -> due.decision().reason())
        .isEqualTo(List.of(Reason.Hold.EXPOSED));
    assertThat(account.notes().exposed()).isEmpty();
  }

  @Test
  void aKeyWithoutAUserIsReportedAndTheRunContinues() throws CannotBegin {
    AccountFixture account = AccountFixture.rotationDue();
    RunRequest event = RunRequest.everyone().exposing(Set.of(new KeyId("AKIAIOSFODNN7EXAMPLE")));
    assertThat(run(account).planAndApply(event).report().rows())
        .extracting(row -> row.decision().reason())
        .containsExactly(Reason.Rotate.OVERDUE);
    assertThat(account.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .anyMatch(event2 -> event2.toString().contains("the exposed key AKIAIOSFODNN7EXAMPLE"));
  }
}
