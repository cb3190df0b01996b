package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static dev.keyturn.run.AccountFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much of an account a plan takes in. */
class SurveyTest {
  private static final UserName ROBOT = new UserName("robot");

  private final AccountFixture account =
      new AccountFixture().alice().user(ROBOT, Map.of()).user(ALICE_TOO, Map.of());
  private static final UserName ALICE_TOO = new UserName("alice-too");

  private Run run() {
    RuntimeEnvironment runtime = account.runtime();
    return account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
  }

  @Test
  void reachesToADayThatIsNotPast() {
    assertThat(new PlanHorizon.Until(TODAY.minusDays(1)).until(TODAY)).isEqualTo(TODAY);
    assertThat(new PlanHorizon.Until(TODAY.plusDays(1)).until(TODAY)).isEqualTo(TODAY.plusDays(1));
    assertThat(PlanHorizon.today().until(TODAY)).isEqualTo(TODAY);
    assertThat(new PlanHorizon.Survey(1).until(TODAY)).isEqualTo(TODAY.plusDays(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlanHorizon.Survey(0))
        .withMessageContaining("0");
  }

  @Test
  void asksForTheReportEvenIfItSparesNoCall() throws CannotBegin {
    account.key(ROBOT, KeyStatus.ACTIVE, 95);
    Run run = run();
    Plan plan =
        run.plan(RunRequest.of(new Scope.Only(Set.of(ROBOT))).over(new PlanHorizon.Survey(90)));
    assertThat(plan.reported()).isEmpty();
    assertThat(plan.withoutAddress()).containsExactly(ROBOT);
    plan = run.plan(RunRequest.everyone().over(new PlanHorizon.Survey(90)));
    assertThat(plan.reported()).containsKeys(ALICE, ROBOT);
    assertThat(plan.withoutAddress()).containsExactly(ALICE_TOO, ROBOT);
    assertThat(plan.until()).isEqualTo(TODAY.plusDays(90));
  }

  @Test
  void requestsTheReportWithoutManagedUsers() throws CannotBegin {
    AccountFixture other = new AccountFixture();
    other.user(ROBOT, Map.of());
    other.key(ROBOT, KeyStatus.ACTIVE, 95);
    RuntimeEnvironment runtime = other.runtime();
    Run run = other.run(new Connection(other.aws, Weather.fine(), runtime), runtime);
    assertThat(run.plan(RunRequest.everyone()).reported()).isEmpty();
    assertThat(run.plan(RunRequest.everyone().over(new PlanHorizon.Survey(90))).reported())
        .containsOnlyKeys(ROBOT);
  }

  @Test
  void handsOverEachDayToTheLast() throws CannotBegin {
    account.key(ALICE, KeyStatus.ACTIVE, 29);
    Run run = run();
    Plan plan = run.plan(RunRequest.everyone().over(new PlanHorizon.Survey(50)));
    List<LocalDate> days = new ArrayList<>();
    Forecast.each(
        plan,
        day -> {
          days.add(day.today());
          assertThat(day).isEqualTo(Forecast.of(plan, day.today()));
          assertThat(day.withoutAddress()).isEqualTo(plan.withoutAddress());
        });
    assertThat(days).hasSize(51).startsWith(TODAY).endsWith(TODAY.plusDays(50));
  }

  @Test
  void whatWasDoneComesWithThePlanThatItWasDoneBy() throws CannotBegin {
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    Run.Applied applied =
        run().planAndApply(RunRequest.everyone().over(new PlanHorizon.Survey(90)));
    assertThat(applied.report().rows()).hasSize(1);
    assertThat(applied.plan().entries()).hasSize(1);
    assertThat(applied.plan().until()).isEqualTo(TODAY.plusDays(90));
    assertThat(applied.plan().policy()).isEqualTo(AccountFixture.SETTINGS.policy());
  }
}
