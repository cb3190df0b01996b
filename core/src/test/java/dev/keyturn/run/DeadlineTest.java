package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.run.Weather.Fate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run whose time is nearly over takes no more users, and says whom it left. */
class DeadlineTest {
  private final AccountFixture account = new AccountFixture();

  private Connection overdue(int users, Weather weather) {
    for (int i = 1; i <= users; i++) {
      UserName user = new UserName("user-" + i);
      account.user(user, Map.of("email", user + "@corp.example"));
      account.key(user, KeyStatus.ACTIVE, 61);
    }
    return new Connection(account.aws, weather, account.runtime());
  }

  @Test
  void usersWhoWereBegunAreFinishedAndTheOthersAreLeftUntouched() {
    Connection connection = overdue(5, Weather.fine());
    Run run = account.run(connection, account.runtime());
    Plan plan = AccountFixture.plan(run);

    Report report = AccountFixture.apply(run, plan, () -> account.aws.mails.size() >= 2);

    assertThat(report.deferred()).isEqualTo(3);
    assertThat(report.count(Verb.ROTATE)).isEqualTo(2);
    assertThat(report.failed()).isZero();
    assertThat(report.rows()).hasSize(5);
    assertThat(report.rows().subList(2, 5))
        .allMatch(row -> row.outcome() instanceof Outcome.Deferred)
        .allMatch(row -> row.decision().verb() == Verb.ROTATE);
    assertThat(connection.log)
        .filteredOn(Weather.Call::write)
        .isNotEmpty()
        .allMatch(call -> call.what().matches(".*(user-[12]|AKIA00000000000[67]).*"));
    assertThat(account.apply().report().count(Verb.ROTATE)).isEqualTo(3);
  }

  @Test
  void whoIsLeftHasTheReasonOfTheDeadline() {
    Run run = account.run(overdue(1, Weather.fine()), account.runtime());
    Deadline interrupted =
        new Deadline() {
          @Override
          public boolean near() {
            return true;
          }

          @Override
          public String why() {
            return "the run was interrupted";
          }
        };
    Plan plan = AccountFixture.plan(run);
    assertThat(AccountFixture.apply(run, plan, interrupted).rows().getFirst().outcome())
        .isEqualTo(
            new Outcome.Deferred("not begun: the run was interrupted; the next run does it"));
    assertThat(AccountFixture.apply(run, plan, () -> true).rows().getFirst().outcome())
        .isEqualTo(
            new Outcome.Deferred(
                "not begun: the time of this run was nearly over; the next run does it"));
  }

  @Test
  void aUserWhoCouldNotBeReadIsAFailureAndNotOneWhoWasLeft() {
    Run run =
        account.run(overdue(2, Weather.on("keys of user-2", Fate.REFUSED)), account.runtime());
    Report report = AccountFixture.apply(run, AccountFixture.plan(run), () -> true);
    assertThat(report.deferred()).isEqualTo(1);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.count(Verb.ROTATE)).isZero();
    assertThat(report.count(Verb.HOLD)).isZero();
  }

  @Test
  void anAccountThatCannotBeReadInTimeIsNotBegun() {
    Connection connection = overdue(5, Weather.fine());
    Run run = account.run(connection, account.runtime());
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(
            () ->
                run.plan(
                    RunRequest.everyone()
                        .within(() -> connection.calls().contains("keys of user-2"))))
        .withMessageContaining("Nothing was changed");
    assertThat(connection.calls()).contains("keys of user-2").doesNotContain("keys of user-3");
  }

  @Test
  void theTimeMayBeUpBetweenTwoPagesToo() {
    Connection connection = overdue(5, Weather.fine());
    Run run = account.run(connection, account.runtime());
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.plan(RunRequest.everyone().within(() -> true)))
        .withMessageContaining("no time left");
    assertThat(connection.calls()).doesNotContain("keys of");
  }

  @Test
  void whereUsersAreReadOneByOneTheTimeIsLookedAtForEach() {
    Connection connection = overdue(5, Weather.on("list users", Fate.DENIED));
    Run run = account.run(connection, account.runtime());
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(
            () ->
                run.plan(
                    RunRequest.everyone()
                        .within(() -> connection.calls().contains("tags of user-2"))))
        .withMessageContaining("Nothing was changed");
    assertThat(connection.calls()).contains("tags of user-2").doesNotContain("tags of user-3");
  }
}
