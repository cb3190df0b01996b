package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Event;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Reason;
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
    AccountFixture lab = new AccountFixture().alice();
    lab.key(ALICE, KeyStatus.ACTIVE, 3);
    return lab;
  }

  private static Run run(AccountFixture lab) {
    return lab.run(new Connection(lab.aws, Weather.fine(), lab.runtime()), lab.runtime());
  }

  private static List<Row> told(AccountFixture lab) throws CannotBegin {
    return run(lab).planAndApply(EVENT).report().rows();
  }

  @Test
  void isHeldFromTheEventUntilTheKeyIsOff() throws CannotBegin {
    AccountFixture lab = young();
    assertThat(told(lab))
        .extracting(row -> row.decision().reason())
        .containsExactly(Reason.Hold.EXPOSED);
    assertThat(lab.notes().exposed()).isEqualTo(Map.of(OLD, new Notes.Exposed(ALICE, lab.today())));
    lab.later(Duration.ofDays(5));
    Row row = lab.apply().row();
    assertThat(row.decision().reason()).isEqualTo(Reason.Hold.EXPOSED);
    assertThat(Cells.advice(row).orElseThrow().text())
        .contains("keyturn rotate alice --compromised")
        .endsWith("--access-key-id " + OLD + " --status Inactive");
    lab.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE);
    assertThat(lab.apply().report().rows()).isEmpty();
    lab.aws.delete(ALICE, OLD);
    lab.apply();
    assertThat(lab.notes().exposed()).isEmpty();
  }

  @Test
  void isReplacedAndShutOutWithOnExposed() throws CannotBegin {
    AccountFixture lab = young().replacingExposed();
    assertThat(told(lab))
        .extracting(row -> row.decision().reason())
        .containsExactly(Reason.Rotate.COMPROMISED);
    assertThat(lab.aws.now(ALICE).keys())
        .extracting(AccessKey::status)
        .containsExactly(KeyStatus.INACTIVE, KeyStatus.ACTIVE);
    lab.later(Duration.ofDays(1));
    assertThat(lab.apply().report().rows()).isEmpty();
  }

  @Test
  void isHeldWithoutAnAddressAndComesFirst() throws CannotBegin {
    AccountFixture lab = new AccountFixture();
    UserName robot = new UserName("robot");
    lab.user(robot, Map.of());
    lab.key(robot, KeyStatus.ACTIVE, 3);
    lab.alice().key(ALICE, KeyStatus.ACTIVE, 61);
    assertThat(told(lab)).extracting(Row::user).containsExactly(robot, ALICE);
  }

  @Test
  void isPlannedWithoutANote() throws CannotBegin {
    AccountFixture lab = young();
    assertThat(run(lab).plan(EVENT).due())
        .extracting(due -> due.decision().reason())
        .isEqualTo(List.of(Reason.Hold.EXPOSED));
    assertThat(lab.notes().exposed()).isEmpty();
  }

  @Test
  void aKeyWithoutAUserIsReportedAndTheRunContinues() throws CannotBegin {
    AccountFixture lab = AccountFixture.rotationDue();
    RunRequest event = RunRequest.everyone().exposing(Set.of(new KeyId("AKIAIOSFODNN7EXAMPLE")));
    assertThat(run(lab).planAndApply(event).report().rows())
        .extracting(row -> row.decision().reason())
        .containsExactly(Reason.Rotate.OVERDUE);
    assertThat(lab.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .anyMatch(event2 -> event2.toString().contains("the exposed key AKIAIOSFODNN7EXAMPLE"));
  }
}
