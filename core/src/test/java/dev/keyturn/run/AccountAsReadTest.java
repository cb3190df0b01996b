package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keyturn.event.Event;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Permissions;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a run makes of an account that it can read in part, or not at all. */
class AccountAsReadTest {
  private static final UserName BOB = new UserName("bob");
  private static final UserName CAROL = new UserName("carol");

  /** Alice is overdue, Bob is quiet, Carol is within a rotation and has lost her address. */
  private static AccountFixture company() {
    AccountFixture account = AccountFixture.rotationDue();
    account.user(BOB, Map.of("email", "bob@corp.example"));
    account.key(BOB, KeyStatus.ACTIVE, 5);
    return account.user(
        CAROL,
        Map.of(
            AccountFixture.DATE_TAG, "2026-11-20", AccountFixture.OLD_KEY_TAG, "AKIA000000000009"));
  }

  private static Weather refusing(String verb, Kind kind) {
    return call -> {
      if (call.is(verb)) {
        throw new PortFailure(kind, "refused: " + call.what());
      }
      return Fate.FINE;
    };
  }

  @Test
  void usersAreReadOneByOneWhereTheBulkCallIsDeniedOrUnknown() {
    for (Kind kind : List.of(Kind.DENIED, Kind.UNSUPPORTED)) {
      AccountFixture account = company();
      Report report = account.apply(refusing("list users", kind)).report();
      assertThat(report.users()).isEqualTo(3);
      assertThat(report.count(Verb.ROTATE)).isEqualTo(1);
    }
    for (Kind kind : List.of(Kind.REFUSED, Kind.CREDENTIALS, Kind.NOT_FOUND)) {
      AccountFixture account = company();
      assertThat(catchThrowable(() -> account.planned(refusing("list users", kind))))
          .matches(AccountFixture::couldNotBegin)
          .rootCause()
          .hasMessageContaining("The users could not be read: refused: list users");
      assertThat(account.events).noneMatch(Event.ReadOneByOne.class::isInstance);
    }
  }

  @Test
  void aUserWhoCannotBeReadIsCountedAndReportedAndOneWhoIsGoneIsNot() {
    AccountFixture account = company();
    account.user(new UserName("dave"), Map.of());
    Report report =
        account
            .apply(
                call -> {
                  if (call.is("list users")) {
                    throw new PortFailure(Kind.DENIED, "no");
                  }
                  if (call.is("tags of bob")) {
                    throw new PortFailure(Kind.NOT_FOUND, "gone");
                  }
                  return call.is("tags of carol") ? Fate.REFUSED : Fate.FINE;
                })
            .report();
    assertThat(report.users()).isEqualTo(3);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.rows()).extracting(Row::user).containsExactly(ALICE, CAROL);
  }

  @Test
  void aUserForWhomNothingIsDueHasTheReason() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    assertThat(account.later(Duration.ofDays(1)).planned(Weather.fine()).quiet())
        .singleElement()
        .isInstanceOfSatisfying(
            Plan.Settled.class,
            quiet -> assertThat(quiet.why()).isEqualTo(Reason.Nothing.GRACE_RUNS));
  }

  @Test
  void managedAreThoseWithAnAddressOrARotationUnderWayAndNoOthers() {
    AccountFixture account = company();
    account.user(new UserName("dave"), Map.of("team", "payroll"));
    Report report = account.apply().report();
    assertThat(report.users()).isEqualTo(4);
    assertThat(report.managed()).isEqualTo(3);
    assertThat(report.count(Verb.HOLD)).isEqualTo(1);
    assertThat(report.count(Verb.ROTATE)).isEqualTo(1);
    assertThat(report.count(Verb.DELETE)).isZero();
  }

  @Test
  void doesNotReportANamedUserWithARotationAsUnmanaged() throws CannotBegin {
    AccountFixture account = company();
    RuntimeEnvironment runtime = account.runtime();
    Plan plan =
        account
            .run(new Connection(account.aws, Weather.fine(), runtime), runtime)
            .plan(RunRequest.of(new Scope.Only(Set.of(BOB, CAROL))));
    assertThat(plan.users()).isEqualTo(2);
    assertThat(account.events).noneMatch(Event.NotManaged.class::isInstance);
  }

  @Test
  void aPlanReportsThoseForWhomSomethingIsDueAndNotTheQuietOnes() {
    AccountFixture account = company();
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    assertThat(run.report(AccountFixture.plan(run)).rows())
        .extracting(Row::user)
        .containsExactly(ALICE, CAROL);
  }

  @Test
  void noRunBeginsWithoutPermissionOrCredentialsToReadKeys() {
    for (Kind kind : List.of(Kind.DENIED, Kind.CREDENTIALS)) {
      assertThat(catchThrowable(() -> company().planned(refusing("keys of", kind))))
          .matches(AccountFixture::couldNotBegin)
          .rootCause()
          .hasMessageContaining("No user could be read. refused: keys of");
    }
  }

  @Test
  void anyOtherFailureToReadKeysIsThatOfEachUserAndTheRunBegins() {
    for (Kind kind : List.of(Kind.REFUSED, Kind.THROTTLED, Kind.UNCLEAR, Kind.UNREACHABLE)) {
      assertThat(company().apply(refusing("keys of", kind)).report().failed()).isEqualTo(3);
    }
    assertThat(company().apply(refusing("keys of bob", Kind.DENIED)).report().failed())
        .isEqualTo(1);
  }

  @Test
  void aMistakeOfOursWhileAUserIsReadIsThatUsersRow() {
    AccountFixture account = company();
    Report report =
        account
            .apply(
                call -> {
                  if (call.is("keys of bob")) {
                    throw new IllegalStateException("a mistake");
                  }
                  return Fate.FINE;
                })
            .report();
    assertThat(report.count(Verb.ROTATE)).isEqualTo(1);
    assertThat(report.rows().get(1).decision().reason()).isEqualTo(Reason.Hold.READ_FAILED);
    assertThat(report.rows().get(1).outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .startsWith("a defect of Keyturn, please report it")
                    .contains("a mistake"));
  }

  @Test
  void theDayIsToBeHadFromAwsAloneWithoutReadingAnything() throws CannotBegin {
    AccountFixture account = company();
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Run run = account.run(connection, runtime);
    assertThat(run.today()).isEqualTo(AccountFixture.TODAY);
    assertThat(connection.calls()).isEqualTo("who am I\n");
    Connection refused = new Connection(account.aws, Weather.on("who am I", Fate.DENIED), runtime);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> account.run(refused, runtime).today())
        .withMessage("who am I: DENIED");
  }

  @Test
  void aRunKnowsItsOwnCallsAndItsTime() {
    AccountFixture account = company();
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    AccountFixture.plan(account.run(connection, runtime));
    int before = connection.log.size();
    Run second = account.run(connection, runtime);
    Report report = second.report(AccountFixture.plan(second));
    assertThat(report.apiCalls()).isPositive().isEqualTo(connection.log.size() - before);
    assertThat(report.time()).isEqualTo(Connection.CALL.multipliedBy(report.apiCalls()));
  }

  @Test
  void everyRunHasAnIdOfItsOwn() {
    AccountFixture account = company();
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      ids.add(UUID.fromString(account.planned(Weather.fine()).runId()));
    }
    assertThat(ids).hasSize(10);
  }

  @Test
  void aUserWhoIsListedTwiceIsOneUser() {
    AccountFixture account = company();
    account.aws.listings = 2;
    Report report = account.apply().report();
    assertThat(report.users()).isEqualTo(3);
    assertThat(report.count(Verb.ROTATE)).isEqualTo(1);
    assertThat(account.aws.now(AccountFixture.ALICE).keys()).hasSize(2);
  }

  @Test
  void refusesAPermissionCheckWithoutUsers() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Permissions.Intent(List.of(), "lease", "trail"));
  }
}
