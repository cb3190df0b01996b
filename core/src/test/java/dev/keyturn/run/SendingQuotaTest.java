package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.event.Event;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Mail;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.state.LeaseText.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * If more mails are due than SES's quota allows, no user is started whose owner could not be
 * notified.
 */
class SendingQuotaTest {
  private final AccountFixture lab = new AccountFixture();

  @BeforeEach
  void hire() {
    user("warned", 40);
    user("younger", 70);
    user("older", 90);
    // Clearing a record sends no mail.
    AccessKey cleared = user("cleared", 5);
    lab.aws.tag(
        new UserName("cleared"),
        Map.of(
            AccountFixture.DATE_TAG, "2026-11-20",
            AccountFixture.OLD_KEY_TAG, "AKIAGONEGONEGONEGONE"));
    assertThat(cleared.active()).isTrue();
  }

  private AccessKey user(String name, int ageDays) {
    UserName user = new UserName(name);
    lab.user(user, Map.of("email", name + "@corp.example"));
    return lab.key(user, KeyStatus.ACTIVE, ageDays);
  }

  private List<String> left(Report report) {
    return report.rows().stream()
        .filter(row -> row.outcome() instanceof Outcome.Left)
        .map(row -> row.user().value())
        .toList();
  }

  @Test
  void theOldestKeysGoFirstAndWarningsLast() {
    lab.aws.allowance = new Allowance.Known(14, 1);
    Report report = lab.apply().report();
    assertThat(left(report)).containsExactly("warned", "younger");
    assertThat(report.failed()).isZero();
    assertThat(lab.aws.mails).hasSize(1);
    assertThat(lab.events).contains(new Event.MailsShort(3, 2));
    assertThat(report.rows())
        .filteredOn(row -> row.outcome() instanceof Outcome.Left)
        .allSatisfy(
            row ->
                assertThat(row.outcome().toString())
                    .contains("send 1 more mails in these 24 hours"));
  }

  @Test
  void aQuotaThatDoesForAllIsNotSpokenOf() {
    lab.aws.allowance = new Allowance.Known(14, 3);
    assertThat(left(lab.apply().report())).isEmpty();
    assertThat(lab.events).noneMatch(Event.MailsShort.class::isInstance);
    assertThat(lab.aws.mails).hasSize(3);
  }

  @Test
  void anUnreadableQuotaStopsNoUserAndIsReported() {
    lab.aws.allowance = new Allowance.Unknown("SES GetAccount was denied");
    assertThat(left(lab.apply().report())).isEmpty();
    assertThat(lab.events)
        .contains(new Event.Unchecked("sending quota", "SES GetAccount was denied"));
  }

  @Test
  void usersDeferredForAnotherReasonUseNoQuota() {
    lab.aws.allowance = new Allowance.Known(14, 2);
    lab.atMost(1);
    assertThat(left(lab.apply().report())).containsExactly("younger");
    assertThat(lab.aws.mails).hasSize(2);
  }

  @Test
  void aPlanLeavesTheSameUsersAsTheRun() {
    lab.aws.allowance = new Allowance.Known(14, 1);
    RuntimeEnvironment runtime = lab.runtime();
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), runtime), runtime);
    assertThat(left(run.report(AccountFixture.plan(run)))).isEqualTo(left(lab.apply().report()));
  }

  /** The other run has sent mails meanwhile. */
  @Test
  void theQuotaIsReadAgainAfterAnotherRun() {
    lab.aws.allowance = new Allowance.Known(14, 2);
    Leases.held(lab, Duration.ofSeconds(20));
    Weather weather =
        Weather.before(Leases.READ, () -> lab.aws.allowance = new Allowance.Known(14, 1));
    assertThat(left(lab.apply(weather).report())).containsExactly("warned", "younger");
    assertThat(lab.aws.mails).hasSize(1);
  }

  @Test
  void theQuotaIsReadAgainForAPlanThatAPersonHasRead() {
    lab.aws.allowance = new Allowance.Known(14, 2);
    RuntimeEnvironment runtime = lab.runtime();
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    lab.aws.allowance = new Allowance.Known(14, 1);
    assertThat(left(AccountFixture.apply(run, plan))).containsExactly("warned", "younger");
  }

  @Test
  void noKeyIsMadeInTheSesSandboxAndWarningsGoOut() {
    lab.aws.allowance = new Allowance.Known(1, 200, false);
    AccountFixture.Done done = lab.apply();
    assertThat(done.count("create")).isZero();
    assertThat(held(done.report(), Reason.Hold.MAIL_UNAVAILABLE))
        .containsExactly("older", "younger");
    assertThat(lab.aws.mails).singleElement().extracting(Mail::subject).isEqualTo("Warned");
    lab.aws.allowance = new Allowance.Known(14, 200);
    assertThat(lab.apply().count("create")).isEqualTo(2);
  }

  @Test
  void noKeyIsMadeWhereSesAnswersNoCheckAtAll() {
    lab.aws.allowance = new Allowance.Unknown("SES GetAccount was denied");
    AccountFixture.Done done = lab.apply(Weather.on("check the sender", Fate.DENIED));
    assertThat(done.count("create")).isZero();
    assertThat(held(done.report(), Reason.Hold.MAIL_UNAVAILABLE))
        .containsExactly("older", "younger");
    assertThat(lab.apply().count("create")).isEqualTo(2);
  }

  private static List<String> held(Report report, Reason.Hold reason) {
    return report.rows().stream()
        .filter(row -> row.decision() instanceof Hold hold && hold.reason() == reason)
        .map(row -> row.user().value())
        .toList();
  }

  @Test
  void nothingIsTouchedWhileSesHasPausedSending() {
    lab.aws.allowance = new Allowance.Paused();
    assertThatThrownBy(lab::apply)
        .cause()
        .isInstanceOf(CannotBegin.class)
        .hasMessageContaining("SES has paused sending");
    assertThat(lab.aws.mails).isEmpty();
    assertThat(lab.aws.bucketObjects).isEmpty();
  }

  @Test
  void nothingIsTouchedIfSesPausedSendingWhileTheRunWaited() {
    Leases.held(lab, Duration.ofSeconds(20));
    Weather weather = Weather.before(Leases.READ, () -> lab.aws.allowance = new Allowance.Paused());
    assertThatThrownBy(() -> lab.apply(weather))
        .cause()
        .isInstanceOf(CannotBegin.class)
        .hasMessageContaining("SES has paused sending");
    nothingWasTouched();
  }

  @Test
  void nothingIsTouchedIfSesPausedSendingSinceThePlan() {
    RuntimeEnvironment runtime = lab.runtime();
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    lab.aws.allowance = new Allowance.Paused();
    assertThatThrownBy(() -> run.apply(plan, Deadline.none()))
        .isInstanceOf(CannotBegin.class)
        .hasMessageContaining("SES has paused sending");
    nothingWasTouched();
  }

  private void nothingWasTouched() {
    assertThat(lab.aws.mails).isEmpty();
    assertThat(lab.effects()).isEmpty();
    assertThat(Leases.text(lab).state()).isEqualTo(State.GIVEN_BACK);
  }

  @Test
  void doesNotAskSesIfNoMailIsDue() {
    AccountFixture quiet = new AccountFixture();
    quiet.user(AccountFixture.ALICE, Map.of("email", "alice@corp.example"));
    quiet.key(AccountFixture.ALICE, KeyStatus.ACTIVE, 5);
    quiet.record("2026-11-20", new KeyId("AKIAGONEGONEGONEGONE"));
    UserName bob = new UserName("bob");
    quiet.user(bob, Map.of("email", "bob@corp.example"));
    AccessKey old = quiet.key(bob, KeyStatus.ACTIVE, 70);
    quiet.key(bob, KeyStatus.ACTIVE, 2);
    quiet.aws.tag(
        bob,
        Map.of(
            AccountFixture.DATE_TAG, "2026-11-20", AccountFixture.OLD_KEY_TAG, old.id().value()));
    quiet.aws.allowance = new Allowance.Paused();
    assertThat(quiet.apply().report().failed()).isZero();
  }

  @Test
  void anAllowanceIsAPositiveRateAndNoNegativeNumber() {
    assertThat(new Allowance.Known(0.1, 0).left()).isZero();
    assertThatThrownBy(() -> new Allowance.Known(0, 1)).hasMessage("0.0 mails per second, 1 left");
    assertThatThrownBy(() -> new Allowance.Known(-1, 1)).hasMessageContaining("-1.0 mails");
    assertThatThrownBy(() -> new Allowance.Known(Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Allowance.Known(14, -1)).hasMessageContaining("-1 left");
  }
}
