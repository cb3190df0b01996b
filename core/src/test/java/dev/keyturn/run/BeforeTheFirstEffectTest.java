package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.event.Event;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.NewKeys;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.settings.Options;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What ends a run with nothing touched, what does not, and what a plan touches: nothing. */
class BeforeTheFirstEffectTest {
  private static final List<Supplier<AccountFixture>> DUE =
      List.of(
          AccountFixture::rotationDue,
          AccountFixture::deactivationDue,
          AccountFixture::deletionDue);

  private static CannotBegin refusal(AccountFixture account, Weather weather, Scope scope) {
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, weather, runtime);
    Run run = account.run(connection, runtime);
    CannotBegin refusal =
        catchThrowableOfType(CannotBegin.class, () -> run.plan(RunRequest.of(scope)));
    assertThat(connection.log).noneMatch(Weather.Call::write);
    return refusal;
  }

  /** A clock that jumps by a day as soon as the report was read. */
  private static Account jumping(Account account, List<Weather.Call> log) {
    return new Account() {
      @Override
      public Identity identify() {
        return account.identify();
      }

      @Override
      public Instant now() {
        return log.stream().anyMatch(call -> call.is("read the report"))
            ? account.now().plus(Duration.ofDays(1))
            : account.now();
      }

      @Override
      public long calls() {
        return account.calls();
      }
    };
  }

  @Test
  void aRunWhoseClockJumpsWhileItReadsCannotBegin() {
    AccountFixture account = AccountFixture.rotationDue();
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Ports ports = connection.ports();
    Run run =
        new Run(
            account.settings,
            ports.with(jumping(ports.account(), connection.log)),
            (_, _, _) -> {
              throw new AssertionError("nothing is mailed");
            },
            runtime,
            account.events::add);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> run.planAndApply(RunRequest.everyone()))
        .withMessageContaining("contradict");
    assertThat(connection.log).noneMatch(Weather.Call::write);
  }

  /** Not even an error that ends the process leaves the lease to others to wait for. */
  @Test
  void anErrorWithOneUserStillGivesTheLeaseBackAndWritesTheTrail() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThatThrownBy(
            () ->
                account.apply(
                    call -> {
                      if (call.is("create")) {
                        throw new OutOfMemoryError("for a test");
                      }
                      return Fate.FINE;
                    }))
        .hasStackTraceContaining("for a test");
    assertThat(account.aws.bucketObjects.get(BucketPaths.LEASE)).contains("GIVEN_BACK");
    assertThat(account.aws.bucketObjects.toString()).contains("\"effect\":\"record\"");
  }

  @Test
  void aPlanWritesNothingAndIsCarriedOutToTheLetter() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture account = due.get();
      RuntimeEnvironment runtime = account.runtime();
      Connection connection = new Connection(account.aws, Weather.fine(), runtime);
      Run run = account.run(connection, runtime);
      Report planned = run.report(AccountFixture.plan(run));
      assertThat(connection.log).noneMatch(Weather.Call::write);
      assertThat(planned.mode()).isEqualTo(Report.Mode.PLAN);
      assertThat(planned.rows())
          .singleElement()
          .extracting(Row::outcome)
          .isEqualTo(new Outcome.Planned());
      assertThat(account.apply().row().decision()).isEqualTo(planned.rows().getFirst().decision());
    }
  }

  @Test
  void aClearNoToABucketOrSenderEndsARun() {
    for (String check : List.of("check the bucket", "check the sender")) {
      assertThat(
              refusal(
                  AccountFixture.rotationDue(),
                  Weather.on(check, Fate.REFUSED),
                  new Scope.Everyone()))
          .hasMessageContaining(check);
    }
  }

  @Test
  void anAnswerThatCannotBeHadDoesNot() {
    for (String check : List.of("check the bucket", "check the sender")) {
      for (Fate fate : List.of(Fate.DENIED, Fate.THROTTLED, Fate.LOST_BEFORE)) {
        AccountFixture account = AccountFixture.deactivationDue();
        assertThat(account.apply(Weather.on(check, fate)).report().failed()).isZero();
        assertThat(account.events).filteredOn(Event.Unchecked.class::isInstance).hasSize(1);
        assertThat(account.standing()).contains("old key, INACTIVE");
      }
    }
  }

  /** A secret would be put where any person may read it. */
  @Test
  void noKeyIsMadeWhileItIsUnclearWhetherTheBucketIsPublic() {
    for (Fate fate : List.of(Fate.DENIED, Fate.THROTTLED, Fate.LOST_BEFORE)) {
      AccountFixture account = AccountFixture.rotationDue();
      Weather unclear = Weather.on("check the bucket", fate);
      RuntimeEnvironment runtime = account.runtime();
      Run run = account.run(new Connection(account.aws, unclear, runtime), runtime);
      Report planned = run.report(AccountFixture.plan(run));
      AccountFixture.Done done = account.apply(unclear);
      for (Row row : List.of(planned.rows().getFirst(), done.row())) {
        assertThat(row.decision().reason()).isEqualTo(Reason.Hold.BUCKET_UNCLEAR);
        assertThat(((Hold) row.decision()).detail()).contains("s3:GetBucketPolicyStatus");
      }
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(account.apply().count("create")).isEqualTo(1);
    }
  }

  @Test
  void aForecastHoldsWhomThePlanHoldsWhileItIsUnclear() {
    AccountFixture account = AccountFixture.rotationDue();
    Plan plan = account.planned(Weather.on("check the bucket", Fate.DENIED));
    assertThat(Forecast.of(plan, plan.today().plusDays(1)).due())
        .singleElement()
        .extracting(user -> user.decision().reason())
        .isEqualTo(Reason.Hold.BUCKET_UNCLEAR);
  }

  /** Every stage that makes a key is bound by it, and none that finishes one. */
  @Test
  void whatStopsNewKeysStopsNothingElse() {
    KeyId old = new KeyId("AKIA000000000001");
    KeyId fresh = new KeyId("AKIA000000000002");
    Rotating rotating = new Rotating(Instant.EPOCH, old);
    NewKeys none =
        NewKeys.by(new Answer.Unclear("?"), new Answer.Yes(), new Allowance.Known(14, 1));
    for (Stage stage :
        List.of(new Stage.Begin(), new Stage.Make(rotating), new Stage.Replace(rotating, fresh))) {
      assertThat(none.on(new Rotate(Reason.Rotate.OVERDUE, old, stage))).isInstanceOf(Hold.class);
    }
    for (Stage stage : List.of(new Stage.Announce(fresh), new Stage.Notify(fresh))) {
      Rotate rotate = new Rotate(Reason.Rotate.RESUME_STORED, old, stage);
      assertThat(none.on(rotate)).isEqualTo(rotate);
    }
  }

  @Test
  void noRunBeginsWithoutCredentialsOrPermissionToRead() {
    for (String call : List.of("who am I", "keys of")) {
      assertThat(
              refusal(
                  AccountFixture.rotationDue(),
                  Weather.on(call, Fate.DENIED),
                  new Scope.Everyone()))
          .hasMessageContaining("DENIED");
    }
    assertThat(
            refusal(
                AccountFixture.rotationDue(),
                Weather.on("list users", Fate.LOST_BEFORE),
                new Scope.Everyone()))
        .isNotNull();
  }

  @Test
  void whereTheBulkCallIsDeniedUsersAreReadOneByOneAndTheRunSaysSo() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(account.apply(Weather.on("list users", Fate.DENIED)).report().failed()).isZero();
    assertThat(account.events).filteredOn(Event.ReadOneByOne.class::isInstance).hasSize(1);
    assertThat(account.standing()).contains("told [Replaced]");
  }

  @Test
  void aUserWhoDoesNotExistEndsARun() {
    UserName bob = new UserName("bob");
    assertThat(
            refusal(
                AccountFixture.rotationDue(), Weather.fine(), new Scope.Only(Set.of(ALICE, bob))))
        .hasMessageContaining("'bob'");
  }

  @Test
  void aRunForNamedUsersReadsAndChangesNoOthers() throws CannotBegin {
    AccountFixture account = AccountFixture.rotationDue();
    UserName bob = new UserName("bob");
    account.user(bob, Map.of("email", "bob@corp.example"));
    account.key(bob, KeyStatus.ACTIVE, 61);
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Run run = account.run(connection, runtime);

    Report report =
        run.apply(run.plan(RunRequest.of(new Scope.Only(Set.of(bob)))), Deadline.none());

    assertThat(report.rows()).extracting(Row::user).containsExactly(bob);
    assertThat(connection.calls()).doesNotContain("alice").doesNotContain("list users");
    assertThat(account.aws.now(bob).keys()).hasSize(2);
  }

  @Test
  void aNamedUserWhoCannotBeReadStopsNoOther() throws CannotBegin {
    AccountFixture account = AccountFixture.rotationDue();
    UserName bob = new UserName("bob");
    account.user(bob, Map.of("email", "bob@corp.example"));
    RuntimeEnvironment runtime = account.runtime();
    Run run =
        account.run(
            new Connection(account.aws, Weather.on("tags of bob", Fate.LOST_BEFORE), runtime),
            runtime);

    Report report =
        run.apply(run.plan(RunRequest.of(new Scope.Only(Set.of(ALICE, bob)))), Deadline.none());

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.count(Verb.ROTATE)).isEqualTo(1);
    assertThat(report.rows()).extracting(Row::user).containsExactly(ALICE, bob);
  }

  @Test
  void aUserWhoWasNamedAndIsNotManagedIsReported() throws CannotBegin {
    AccountFixture account = new AccountFixture().user(ALICE, Map.of("team", "blue"));
    RuntimeEnvironment runtime = account.runtime();
    account
        .run(new Connection(account.aws, Weather.fine(), runtime), runtime)
        .plan(RunRequest.of(new Scope.Only(Set.of(ALICE))));
    assertThat(account.events).contains(new Event.NotManaged(ALICE, "the user has no address tag"));
  }

  @Test
  void theDayIsThatOfAwsAndNotOfThisMachine() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(account.runtime().clock().instant()).isAfter(account.clock.instant());
    assertThat(account.apply().report().date()).isEqualTo(AccountFixture.TODAY);
  }

  @Test
  void aPermissionThatIsCertainlyMissingEndsARunThatActs() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture account = due.get();
      account.aws.permissions = new Answer.No("iam:CreateAccessKey is missing");
      RuntimeEnvironment runtime = account.runtime();
      Connection connection = new Connection(account.aws, Weather.fine(), runtime);
      Run run = account.run(connection, runtime);
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(() -> run.planAndApply(RunRequest.everyone()))
          .withMessageContaining("iam:CreateAccessKey is missing");
      assertThat(connection.log).noneMatch(Weather.Call::write);
      assertThat(account.aws.bucketObjects.keySet()).isSubsetOf(BucketPaths.NOTES);
    }
  }

  @Test
  void reportsAnOlderPlanWithoutEffectsWithoutAnyCall() {
    AccountFixture account =
        AccountFixture.rotationDue().record("nonsense", new KeyId("AKIA000000000001"));
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Run run = account.run(connection, runtime);
    Report report = AccountFixture.apply(run, AccountFixture.plan(run));
    assertThat(report.mode()).isEqualTo(Report.Mode.APPLY);
    assertThat(report.runId()).isEqualTo(run.id());
    assertThat(report.rows())
        .singleElement()
        .extracting(Row::outcome)
        .isEqualTo(new Outcome.Done());
    assertThat(connection.calls()).doesNotContain("lease").doesNotContain("may I act");
    assertThat(account.events).contains(new Event.Finished(report.rows().getFirst()));
  }

  @Test
  void aRunKnowsItsForecastAndWhetherItIsDry() {
    AccountFixture account = AccountFixture.rotationDue();
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    assertThat(Forecast.of(plan, plan.today().plusDays(1)).today())
        .isEqualTo(plan.today().plusDays(1));
    assertThat(run.dry()).isFalse();
    account.settings = dry(account.settings);
    assertThat(account.run(new Connection(account.aws, Weather.fine(), runtime), runtime).dry())
        .isTrue();
  }

  private static Settings dry(Settings s) {
    Options o = s.options();
    return new Settings(
        s.name(),
        s.sender(),
        s.sesRegion(),
        s.addressTag(),
        s.bucket(),
        s.dateTag(),
        s.oldKeyTag(),
        s.policy(),
        new Options(o.contact(), o.encryption(), o.templates(), o.actionLimit(), true));
  }
}
