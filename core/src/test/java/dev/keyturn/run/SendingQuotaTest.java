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
  private final AccountFixture account = new AccountFixture();

  @BeforeEach
  void hire() {
    user("warned", 40);
    user("younger", 70);
    user("older", 90);
    // Clearing a record sends no mail.
    AccessKey cleared = user("cleared", 5);
    account.aws.tag(
        new UserName("cleared"),
        Map.of(
            AccountFixture.DATE_TAG, "2026-11-20",
            AccountFixture.OLD_KEY_TAG, "AKIAGONEGONEGONEGONE"));
    assertThat(cleared.active()).isTrue();
  }

  private AccessKey user(String name, int ageDays) {
    UserName user = new UserName(name);
    account.user(user, Map.of("email", name + "@corp.example"));
    return account.key(user, KeyStatus.ACTIVE, ageDays);
  }

  private List<String> left(Report report) {
    return report.rows().stream()
        .filter(row -> row.outcome() instanceof Outcome.Deferred)
        .map(row -> row.user().value())
        .toList();
  }

  @Test
  void theOldestKeysGoFirstAndWarningsLast() {
    account.aws.allowance = new Allowance.Known(14, 1);
    Report report = account.apply().report();
    assertThat(left(report)).containsExactly("warned", "younger");
    assertThat(report.failed()).isZero();
    assertThat(account.aws.mails).hasSize(1);
    assertThat(account.events).contains(new Event.MailsShort(3, 2));
    assertThat(report.rows())
        .filteredOn(row -> row.outcome() instanceof Outcome.Deferred)
        .allSatisfy(
            row ->
                assertThat(row.outcome().toString())
                    .contains("send 1 more mails in these 24 hours"));
  }

  @Test
  void aQuotaThatDoesForAllIsNotSpokenOf() {
    account.aws.allowance = new Allowance.Known(14, 3);
    assertThat(left(account.apply().report())).isEmpty();
    assertThat(account.events).noneMatch(Event.MailsShort.class::isInstance);
    assertThat(account.aws.mails).hasSize(3);
  }

  @Test
  void anUnreadableQuotaStopsNoUserAndIsReported() {
    account.aws.allowance = new Allowance.Unknown("SES GetAccount was denied");
    assertThat(left(account.apply().report())).isEmpty();
    assertThat(account.events)
        .contains(new Event.Unchecked("sending quota", "SES GetAccount was denied"));
  }

  @Test
  void usersDeferredForAnotherReasonUseNoQuota() {
    account.aws.allowance = new Allowance.Known(14, 2);
    account.atMost(1);
    assertThat(left(account.apply().report())).containsExactly("younger");
    assertThat(account.aws.mails).hasSize(2);
  }

  @Test
  void aPlanLeavesTheSameUsersAsTheRun() {
    account.aws.allowance = new Allowance.Known(14, 1);
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    assertThat(left(run.report(AccountFixture.plan(run))))
        .isEqualTo(left(account.apply().report()));
  }

  /** The other run has sent mails meanwhile. */
  @Test
  void theQuotaIsReadAgainAfterAnotherRun() {
    account.aws.allowance = new Allowance.Known(14, 2);
    Leases.held(account, Duration.ofSeconds(20));
    Weather weather =
        Weather.before(Leases.READ, () -> account.aws.allowance = new Allowance.Known(14, 1));
    assertThat(left(account.apply(weather).report())).containsExactly("warned", "younger");
    assertThat(account.aws.mails).hasSize(1);
  }

  @Test
  void theQuotaIsReadAgainForAPlanThatAPersonHasRead() {
    account.aws.allowance = new Allowance.Known(14, 2);
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    account.aws.allowance = new Allowance.Known(14, 1);
    assertThat(left(AccountFixture.apply(run, plan))).containsExactly("warned", "younger");
  }

  @Test
  void noKeyIsMadeInTheSesSandboxAndWarningsGoOut() {
    account.aws.allowance = new Allowance.Known(1, 200, false);
    AccountFixture.Done done = account.apply();
    assertThat(done.count("create")).isZero();
    assertThat(held(done.report(), Reason.Hold.MAIL_UNAVAILABLE))
        .containsExactly("older", "younger");
    assertThat(account.aws.mails).singleElement().extracting(Mail::subject).isEqualTo("Warned");
    account.aws.allowance = new Allowance.Known(14, 200);
    assertThat(account.apply().count("create")).isEqualTo(2);
  }

  @Test
  void noKeyIsMadeWhereSesAnswersNoCheckAtAll() {
    account.aws.allowance = new Allowance.Unknown("SES GetAccount was denied");
    AccountFixture.Done done = account.apply(Weather.on("check the sender", Fate.DENIED));
    assertThat(done.count("create")).isZero();
    assertThat(held(done.report(), Reason.Hold.MAIL_UNAVAILABLE))
        .containsExactly("older", "younger");
    assertThat(account.apply().count("create")).isEqualTo(2);
  }

  private static List<String> held(Report report, Reason.Hold reason) {
    return report.rows().stream()
        .filter(row -> row.decision() instanceof Hold hold && hold.reason() == reason)
        .map(row -> row.user().value())
        .toList();
  }

  @Test
  void nothingIsTouchedWhileSesHasPausedSending() {
    account.aws.allowance = new Allowance.Paused();
    assertThatThrownBy(account::apply)
        .cause()
        .isInstanceOf(CannotBegin.class)
        .hasMessageContaining("SES has paused sending");
    assertThat(account.aws.mails).isEmpty();
    assertThat(account.aws.bucketObjects).isEmpty();
  }

  @Test
  void nothingIsTouchedIfSesPausedSendingWhileTheRunWaited() {
    Leases.held(account, Duration.ofSeconds(20));
    Weather weather =
        Weather.before(Leases.READ, () -> account.aws.allowance = new Allowance.Paused());
    assertThatThrownBy(() -> account.apply(weather))
        .cause()
        .isInstanceOf(CannotBegin.class)
        .hasMessageContaining("SES has paused sending");
    nothingWasTouched();
  }

  @Test
  void nothingIsTouchedIfSesPausedSendingSinceThePlan() {
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    account.aws.allowance = new Allowance.Paused();
    assertThatThrownBy(() -> run.apply(plan, Deadline.none()))
        .isInstanceOf(CannotBegin.class)
        .hasMessageContaining("SES has paused sending");
    nothingWasTouched();
  }

  private void nothingWasTouched() {
    assertThat(account.aws.mails).isEmpty();
    assertThat(account.effects()).isEmpty();
    assertThat(Leases.text(account).state()).isEqualTo(State.GIVEN_BACK);
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
