package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.mail.Mail;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A key that is still at work is waited for, and its owner hears what uses it. */
class StillInUseTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final String ASKED = "last use of " + OLD;

  /** Replaced eleven days ago, and both keys are in use. */
  private static AccountFixture inUse(int graceDays) {
    return AccountFixture.deactivationDue().inUseGrace(graceDays).used(OLD);
  }

  private static boolean oldKeyIsOn(AccountFixture account) {
    return account.aws.now(ALICE).keys().getFirst().active();
  }

  @Test
  void theOwnerIsToldEachDayWhatUsesTheOldKeyUntilTheDayThatTheMailNames() {
    AccountFixture account = inUse(5);
    for (int day = 1; day <= 5; day++) {
      AccountFixture.Done done = account.used(OLD).apply();
      assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.STILL_IN_USE);
      assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
      assertThat(account.aws.mails).hasSize(day);
      assertThat(account.aws.mails.getLast().subject()).isEqualTo("StillInUse");
      assertThat(account.aws.mails.getLast().text())
          .contains("deactivatedOn=2026-11-27")
          .contains("At[time=" + account.today(), "service=s3, region=eu-central-1")
          .contains(OLD.value(), NEW.value());
      assertThat(oldKeyIsOn(account)).isTrue();
      assertThat(done.connection().log)
          .filteredOn(Weather.Call::write)
          .extracting(Weather.Call::what)
          .containsExactly("mail alice@corp.example: StillInUse");
      account.later(Duration.ofDays(1));
    }
    assertThat(account.today()).isEqualTo(LocalDate.of(2026, 11, 27));
    assertThat(account.used(OLD).apply().row().decision().verb()).isEqualTo(Verb.DEACTIVATE);
    assertThat(oldKeyIsOn(account)).isFalse();
  }

  @Test
  void aKeyThatFallsSilentGoesOffOnTheFourthDayAfterItsLastUseAsForecast() {
    AccountFixture account = inUse(30);
    Plan plan = account.planned(Weather.fine());
    for (int day = 0; day <= 4; day++) {
      Plan forecast = Forecast.of(plan, plan.today().plusDays(day));
      Decision.Due due = account.apply().row().decision();
      assertThat(due.verb()).isEqualTo(day < 4 ? Verb.HOLD : Verb.DEACTIVATE);
      assertThat(forecast.entries())
          .singleElement()
          .isInstanceOfSatisfying(
              Plan.Decided.class, decided -> assertThat(decided.decision()).isEqualTo(due));
      account.later(Duration.ofDays(1));
    }
  }

  @Test
  void aLastUseThatCannotBeReadMeansWaitAndTheNextRunAsksAgain() {
    for (Fate fate : List.of(Fate.REFUSED, Fate.THROTTLED, Fate.LOST_BEFORE, Fate.UNREACHABLE)) {
      AccountFixture account = inUse(5);
      AccountFixture.Done done = account.apply(Weather.on(ASKED, fate));
      assertThat(done.row().outcome()).as("%s", fate).isInstanceOf(Outcome.Failed.class);
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(oldKeyIsOn(account)).isTrue();
      assertThat(account.later(Duration.ofDays(1)).apply().row().decision().reason())
          .isEqualTo(Reason.Hold.STILL_IN_USE);
    }
  }

  @Test
  void anUnreadableLastUsePreventsDeactivationOfASilentKey() {
    for (Fate fate : List.of(Fate.REFUSED, Fate.DENIED, Fate.LOST_BEFORE)) {
      AccountFixture account = AccountFixture.deactivationDue().inUseGrace(5);
      int[] asked = new int[1];
      AccountFixture.Done done =
          account.apply(call -> call.is(ASKED) && ++asked[0] > 1 ? fate : Fate.FINE);
      assertThat(done.row().outcome()).as("%s", fate).isInstanceOf(Outcome.Failed.class);
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(oldKeyIsOn(account)).isTrue();
    }
  }

  @Test
  void aKeyThatIsUsedBetweenPlanAndApplyIsNotSwitchedOff() {
    AccountFixture account = AccountFixture.deactivationDue().inUseGrace(5);
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    account.used(OLD);
    assertThat(AccountFixture.apply(run, plan).rows().getFirst().decision().toString())
        .contains("planned was deactivate (GRACE_OVER): now it would be hold (STILL_IN_USE)");
    assertThat(oldKeyIsOn(account)).isTrue();
  }

  @Test
  void aUseThatMovesOnBetweenPlanAndApplyIsStillTheSameHold() {
    AccountFixture account = inUse(5);
    RuntimeEnvironment runtime = account.runtime();
    Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    account.later(Duration.ofMinutes(1)).used(OLD);
    assertThat(AccountFixture.apply(run, plan).rows().getFirst().decision().reason())
        .isEqualTo(Reason.Hold.STILL_IN_USE);
    assertThat(account.aws.mails).hasSize(1);
  }

  @Test
  void nothingIsAskedOfTheOldKeyForADecisionWhereTheGuardIsOff() {
    AccountFixture off = inUse(0);
    assertThat(off.apply().connection().log)
        .as("once, for the mail")
        .filteredOn(call -> call.is(ASKED))
        .hasSize(1);
    assertThat(oldKeyIsOn(off)).isFalse();
  }

  private static AccountFixture neverFetched() {
    AccountFixture account = AccountFixture.deactivationDue();
    account.aws.uses.put(NEW, new LastUse.Never());
    return account;
  }

  private static AccountFixture reactivated() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    return account;
  }

  private static AccountFixture wrongKeyOff() {
    AccountFixture account = AccountFixture.deactivationDue();
    account.aws.setStatus(ALICE, NEW, KeyStatus.INACTIVE);
    return account;
  }

  /** A rotation whose mail was late, so that the new key may be in use by then. */
  private static AccountFixture lateMail() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply(Weather.on("mail", Fate.REFUSED));
    return account.later(Duration.ofDays(1)).used(NEW);
  }

  private static final Map<String, Supplier<AccountFixture>> BEFORE_DEACTIVATION =
      Map.of(
          "Replaced", StillInUseTest::lateMail,
          "NeverFetched", StillInUseTest::neverFetched,
          "Reactivated", StillInUseTest::reactivated,
          "WrongKeyOff", StillInUseTest::wrongKeyOff,
          "StillInUse", () -> inUse(5));

  @Test
  void everyMailBeforeDeactivationSaysWhetherTheOldKeyIsInUseAndWhetherTheNewOneEverWas() {
    BEFORE_DEACTIVATION.forEach(
        (kind, start) -> {
          AccountFixture account = start.get();
          account.aws.uses.put(
              OLD, new LastUse.At(account.clock.instant(), "old-service", "old-region"));
          boolean newUsed = account.aws.lastUse(NEW) instanceof LastUse.At;
          if (newUsed) {
            account.aws.uses.put(
                NEW, new LastUse.At(account.clock.instant(), "new-service", "new-region"));
          }
          account.apply();
          Mail mail = account.aws.mails.getLast();
          assertThat(mail.subject()).isEqualTo(kind);
          assertThat(mail.text()).contains("old-service", "old-region", NEW.value());
          assertThat(newUsed)
              .as("the kind itself says that it never was")
              .isEqualTo(!kind.equals("NeverFetched"));
          if (newUsed) {
            assertThat(mail.text()).contains("new-service", "new-region");
          }
        });
  }

  @Test
  void aMailSaysThatAUseIsUnknownWhereItCannotBeRead() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply(Weather.on("last use", Fate.DENIED));
    assertThat(account.aws.mails.getLast().text()).contains("sighting=Unknown[]");
  }

  @Test
  void sendsNoMailIfTheReasonOfTheHoldHasChanged() {
    AccountFixture account = inUse(5);
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Run run = account.run(connection, runtime);
    Plan plan = AccountFixture.plan(run);
    account.aws.tag(ALICE, Map.of("keyturn-exempt", "2026-11-30 moving house"));
    assertThat(AccountFixture.apply(run, plan).rows())
        .singleElement()
        .extracting(row -> row.decision().reason())
        .isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void anOwnerWhoNeverUsedTheNewKeyHasTheGracePeriodOnceMore() {
    AccountFixture account = inUse(5).fileOf(NEW);
    account.note(account.notes().mailed(NEW, account.today().minusDays(11)));
    account.aws.uses.remove(NEW);
    account.apply();
    assertThat(account.aws.mails)
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.subject()).isEqualTo("StillInUse");
              assertThat(mail.text()).contains("deactivatedOn=2026-12-02");
            });
  }
}
