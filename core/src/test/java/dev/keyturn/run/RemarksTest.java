package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A report says why the thresholds of a user's tags do not count. */
class RemarksTest {
  private static final UserName BOB = new UserName("bob");

  /** Two users whose keys are due; the tag of the first one is invalid. */
  private static AccountFixture account() {
    AccountFixture account = new AccountFixture().overdueAtMost(100);
    user(account, ALICE, "soon");
    user(account, BOB, "65");
    return account;
  }

  private static void user(AccountFixture account, UserName user, String days) {
    account.user(user, Map.of("email", user + "@corp.example", Thresholds.OVERDUE_TAG, days));
    account.key(user, KeyStatus.ACTIVE, 70);
  }

  private static void assertOnlyAliceHasOne(Report report) {
    assertThat(report.rows()).extracting(Row::user).containsExactly(ALICE, BOB);
    assertThat(report.rows().getFirst().remarks())
        .extracting(Remark::reason)
        .containsExactly(Reason.Remark.UNREADABLE_THRESHOLD);
    assertThat(report.rows().getLast().remarks()).isEmpty();
  }

  @Test
  void areInTheReportOfAPlanAndOfARun() {
    AccountFixture account = account();
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    assertOnlyAliceHasOne(run.report(AccountFixture.plan(run)));
    Report done = account.apply().report();
    assertOnlyAliceHasOne(done);
    assertThat(done.count(Verb.ROTATE)).isEqualTo(2);
  }

  @Test
  void areThereForAUserThatIsLeftForTheNextRun() {
    Report report = account().atMost(1).apply().report();
    assertThat(report.deferred()).isOne();
    assertOnlyAliceHasOne(report);
  }

  @Test
  void aUserForWhomNothingIsDueKeepsWhatTheTagsAskFor() throws CannotBegin {
    AccountFixture account = new AccountFixture();
    account.user(ALICE, Map.of("email", "alice@corp.example", Thresholds.OVERDUE_TAG, "soon"));
    account.key(ALICE, KeyStatus.ACTIVE, 1);
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    assertThat(run.plan(RunRequest.of(new Scope.Only(Set.of(ALICE)))).quiet())
        .singleElement()
        .satisfies(user -> assertThat(user.thresholds().overdue()).contains("soon"));
  }
}
