package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.Rotation;
import dev.keyturn.event.AuditLine;
import dev.keyturn.event.Effect;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A run whose lease was taken by another, or took long to renew, begins no step more. */
class LostLeaseTest {
  private static Weather stolenBefore(AccountFixture account, String verb) {
    return Weather.before(
        verb,
        () -> {
          account.later(Duration.ofSeconds(20));
          Leases.held(account, Duration.ofSeconds(50));
        });
  }

  @Test
  void aRunThatLostItStopsItsEffectsButASecretThatExistsIsStored() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = account.apply(stolenBefore(account, "create"));
    assertThat(done.row().outcome().toString()).contains("another run has taken the lease");
    assertThat(done.calls())
        .contains("store AKIA000000000002\nwrite the audit trail\nwrite the lease");
    assertThat(done.calls()).doesNotContain("mail").doesNotContain("stored");
    assertThat(account.standing()).contains("new key, ACTIVE, with its file");
    assertThat(Leases.text(account).holder()).isEqualTo("the other run");
    account.later(Duration.ofMinutes(5)).apply();
    assertThat(account.standing()).contains("told [Replaced]");
  }

  @Test
  void aRunThatLostItDropsAKeyThatItJustMadeAndCannotStore() {
    AccountFixture account = AccountFixture.rotationDue();
    Weather stolen = stolenBefore(account, "create");
    AccountFixture.Done done =
        account.apply(call -> call.is("store") ? Fate.DENIED : stolen.of(call));
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(account.aws.now(ALICE).keys()).hasSize(1);
    assertThat(account.lines())
        .filteredOn(line -> line.effect() == Effect.DELETE_KEY)
        .singleElement()
        .satisfies(line -> assertThat(line.result()).isEqualTo(new AuditLine.Result.Done()));
  }

  @Test
  void aRunThatLostItBeforeItsFirstEffectTouchesNothingAndStaysLost() {
    for (Supplier<AccountFixture> due :
        List.<Supplier<AccountFixture>>of(
            AccountFixture::rotationDue,
            AccountFixture::deactivationDue,
            AccountFixture::deletionDue)) {
      AccountFixture account = due.get();
      AccountFixture.Done done = account.apply(stolenBefore(account, "write the audit trail"));
      assertThat(done.row().outcome().toString()).contains("another run has taken the lease");
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
      assertThat(Leases.text(account).holder()).isEqualTo("the other run");
    }
  }

  @Test
  void itStaysLostForAllUsersOfTheRun() {
    AccountFixture account = AccountFixture.rotationDue();
    UserName bob = new UserName("bob");
    account.user(bob, Map.of("email", "bob@corp.example"));
    account.key(bob, KeyStatus.ACTIVE, 90);
    AccountFixture.Done done = account.apply(stolenBefore(account, "write the audit trail"));
    assertThat(done.report().failed()).isEqualTo(2);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
    assertThat(done.count(Leases.WRITE)).as("taken, and one renewal refused").isEqualTo(2);
  }

  /** The lease must be renewed after a record is written, and that call takes a given time. */
  private static Weather slowRenewal(AccountFixture account, String afterStep, Duration time) {
    boolean[] due = new boolean[1];
    boolean[] over = new boolean[1];
    return call -> {
      if (call.is("tag alice") && call.what().contains(afterStep)) {
        due[0] = true;
        account.later(Duration.ofSeconds(16));
      } else if (call.is(Leases.WRITE) && due[0] && !over[0]) {
        over[0] = true;
        account.later(time);
      }
      return Fate.FINE;
    };
  }

  @Test
  void noKeyIsSwitchedOffOrDeletedOnFactsThatGrewOldWhileTheLeaseWasRenewed() {
    AccountFixture off = AccountFixture.deactivationDue();
    AccountFixture.Done notOff = off.apply(slowRenewal(off, "deactivating", Duration.ofMinutes(1)));
    assertThat(notOff.row().outcome().toString()).contains("which is too long ago for a step");
    assertThat(notOff.calls()).doesNotContain("\ndeactivate ");
    AccountFixture gone = AccountFixture.deletionDue();
    AccountFixture.Done notGone = gone.apply(slowRenewal(gone, "deleting", Duration.ofMinutes(1)));
    assertThat(notGone.row().outcome().toString()).contains("which is too long ago for a step");
    assertThat(notGone.calls()).doesNotContain("\ndelete ");
  }

  @Test
  void aKeyIsMadeWithinAMinuteOfItsRecordThoughTheLeaseTookLongToRenew() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        account.apply(slowRenewal(account, "rotating", Duration.ofMinutes(3)));
    assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
    List<String> records =
        account.lines().stream()
            .map(AuditLine::object)
            .filter(object -> object.endsWith(" rotating"))
            .toList();
    assertThat(records).hasSize(2);
    Instant recorded = Instant.parse(records.getLast().substring(0, 20));
    assertThat(account.aws.now(ALICE).keys().getLast().created())
        .isBetween(recorded, recorded.plus(Rotation.CREATE_WITHIN));
  }

  @Test
  void nothingComesBetweenANewKeyAndItsFileHoweverLongTheTrailHasWaited() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        account.apply(Weather.before("create", () -> account.later(Duration.ofSeconds(30))));
    assertThat(done.calls())
        .contains("create a key of alice\nwrite the notes\nstore AKIA000000000002\n");
  }
}
