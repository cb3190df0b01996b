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

  private static boolean oldKeyIsOn(AccountFixture lab) {
    return lab.aws.now(ALICE).keys().getFirst().active();
  }

  @Test
  void theOwnerIsToldEachDayWhatUsesTheOldKeyUntilTheDayThatTheMailNames() {
    AccountFixture lab = inUse(5);
    for (int day = 1; day <= 5; day++) {
      AccountFixture.Done done = lab.used(OLD).apply();
      assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.STILL_IN_USE);
      assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
      assertThat(lab.aws.mails).hasSize(day);
      assertThat(lab.aws.mails.getLast().subject()).isEqualTo("StillInUse");
      assertThat(lab.aws.mails.getLast().text())
          .contains("deactivatedOn=2026-11-27")
          .contains("At[time=" + lab.today(), "service=s3, region=eu-central-1")
          .contains(OLD.value(), NEW.value());
      assertThat(oldKeyIsOn(lab)).isTrue();
      assertThat(done.connection().log)
          .filteredOn(Weather.Call::write)
          .extracting(Weather.Call::what)
          .containsExactly("mail alice@corp.example: StillInUse");
      lab.later(Duration.ofDays(1));
    }
    assertThat(lab.today()).isEqualTo(LocalDate.of(2026, 11, 27));
    assertThat(lab.used(OLD).apply().row().decision().verb()).isEqualTo(Verb.DEACTIVATE);
    assertThat(oldKeyIsOn(lab)).isFalse();
  }

  @Test
  void aKeyThatFallsSilentGoesOffOnTheFourthDayAfterItsLastUseAsForecast() {
    AccountFixture lab = inUse(30);
    Plan plan = lab.planned(Weather.fine());
    for (int day = 0; day <= 4; day++) {
      Plan forecast = Forecast.of(plan, plan.today().plusDays(day));
      Decision.Due due = lab.apply().row().decision();
      assertThat(due.verb()).isEqualTo(day < 4 ? Verb.HOLD : Verb.DEACTIVATE);
      assertThat(forecast.entries())
          .singleElement()
          .isInstanceOfSatisfying(
              Plan.Decided.class, decided -> assertThat(decided.decision()).isEqualTo(due));
      lab.later(Duration.ofDays(1));
    }
  }

  @Test
  void aLastUseThatCannotBeReadMeansWaitAndTheNextRunAsksAgain() {
    for (Fate fate : List.of(Fate.REFUSED, Fate.THROTTLED, Fate.LOST_BEFORE, Fate.UNREACHABLE)) {
      AccountFixture lab = inUse(5);
      AccountFixture.Done done = lab.apply(Weather.on(ASKED, fate));
      assertThat(done.row().outcome()).as("%s", fate).isInstanceOf(Outcome.Failed.class);
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(oldKeyIsOn(lab)).isTrue();
      assertThat(lab.later(Duration.ofDays(1)).apply().row().decision().reason())
          .isEqualTo(Reason.Hold.STILL_IN_USE);
    }
  }

  @Test
  void anUnreadableLastUsePreventsDeactivationOfASilentKey() {
    for (Fate fate : List.of(Fate.REFUSED, Fate.DENIED, Fate.LOST_BEFORE)) {
      AccountFixture lab = AccountFixture.deactivationDue().inUseGrace(5);
      int[] asked = new int[1];
      AccountFixture.Done done =
          lab.apply(call -> call.is(ASKED) && ++asked[0] > 1 ? fate : Fate.FINE);
      assertThat(done.row().outcome()).as("%s", fate).isInstanceOf(Outcome.Failed.class);
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(oldKeyIsOn(lab)).isTrue();
    }
  }

  @Test
  void aKeyThatIsUsedBetweenPlanAndApplyIsNotSwitchedOff() {
    AccountFixture lab = AccountFixture.deactivationDue().inUseGrace(5);
    RuntimeEnvironment runtime = lab.runtime();
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    lab.used(OLD);
    assertThat(AccountFixture.apply(run, plan).rows().getFirst().decision().toString())
        .contains("planned was deactivate (GRACE_OVER): now it would be hold (STILL_IN_USE)");
    assertThat(oldKeyIsOn(lab)).isTrue();
  }

  @Test
  void aUseThatMovesOnBetweenPlanAndApplyIsStillTheSameHold() {
    AccountFixture lab = inUse(5);
    RuntimeEnvironment runtime = lab.runtime();
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), runtime), runtime);
    Plan plan = AccountFixture.plan(run);
    lab.later(Duration.ofMinutes(1)).used(OLD);
    assertThat(AccountFixture.apply(run, plan).rows().getFirst().decision().reason())
        .isEqualTo(Reason.Hold.STILL_IN_USE);
    assertThat(lab.aws.mails).hasSize(1);
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
    AccountFixture lab = AccountFixture.deactivationDue();
    lab.aws.uses.put(NEW, new LastUse.Never());
    return lab;
  }

  private static AccountFixture reactivated() {
    AccountFixture lab = AccountFixture.deletionDue();
    lab.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    return lab;
  }

  private static AccountFixture wrongKeyOff() {
    AccountFixture lab = AccountFixture.deactivationDue();
    lab.aws.setStatus(ALICE, NEW, KeyStatus.INACTIVE);
    return lab;
  }

  /** A rotation whose mail was late, so that the new key may be in use by then. */
  private static AccountFixture lateMail() {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.apply(Weather.on("mail", Fate.REFUSED));
    return lab.later(Duration.ofDays(1)).used(NEW);
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
          AccountFixture lab = start.get();
          lab.aws.uses.put(OLD, new LastUse.At(lab.clock.instant(), "old-service", "old-region"));
          boolean newUsed = lab.aws.lastUse(NEW) instanceof LastUse.At;
          if (newUsed) {
            lab.aws.uses.put(NEW, new LastUse.At(lab.clock.instant(), "new-service", "new-region"));
          }
          lab.apply();
          Mail mail = lab.aws.mails.getLast();
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
    AccountFixture lab = AccountFixture.rotationDue();
    lab.apply(Weather.on("last use", Fate.DENIED));
    assertThat(lab.aws.mails.getLast().text()).contains("sighting=Unknown[]");
  }

  @Test
  void sendsNoMailIfTheReasonOfTheHoldHasChanged() {
    AccountFixture lab = inUse(5);
    RuntimeEnvironment runtime = lab.runtime();
    Connection connection = new Connection(lab.aws, Weather.fine(), runtime);
    Run run = lab.run(connection, runtime);
    Plan plan = AccountFixture.plan(run);
    lab.aws.tag(ALICE, Map.of("keyturn-exempt", "2026-11-30 moving house"));
    assertThat(AccountFixture.apply(run, plan).rows())
        .singleElement()
        .extracting(row -> row.decision().reason())
        .isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(lab.aws.mails).isEmpty();
  }

  @Test
  void anOwnerWhoNeverUsedTheNewKeyHasTheGracePeriodOnceMore() {
    AccountFixture lab = inUse(5).fileOf(NEW);
    lab.aws.uses.remove(NEW);
    lab.apply();
    assertThat(lab.aws.mails)
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.subject()).isEqualTo("StillInUse");
              assertThat(mail.text()).contains("deactivatedOn=2026-12-02");
            });
  }
}
