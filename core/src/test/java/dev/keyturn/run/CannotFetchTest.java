package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Event;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.run.Weather.Fate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No rotation begins for an owner who cannot read the file of the new key. */
class CannotFetchTest {
  private static final String ASKED = "access of alice";

  private static AccountFixture refused() {
    AccountFixture account = AccountFixture.rotationDue();
    account.aws.withoutAccess.add(ALICE);
    return account;
  }

  @Test
  void isHeldAndTouchedByNothing() {
    AccountFixture.Done done = refused().apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.CANNOT_FETCH);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
  }

  @Test
  void isRotatedOnceAccessIsGranted() {
    AccountFixture account = refused();
    account.apply();
    account.aws.withoutAccess.clear();
    assertThat(account.apply().row().decision().verb()).isEqualTo(Verb.ROTATE);
  }

  @Test
  void aMissingAnswerStopsNoUser() {
    for (Fate fate : List.of(Fate.DENIED, Fate.REFUSED, Fate.LOST_BEFORE)) {
      AccountFixture.Done done = refused().apply(Weather.on(ASKED, fate));
      assertThat(done.row().decision().verb()).as("%s", fate).isEqualTo(Verb.ROTATE);
      assertThat(done.report().failed()).isZero();
    }
  }

  @Test
  void isAskedOfOncePerUserAndRunAndOnlyBeforeARotation() {
    assertThat(AccountFixture.rotationDue().apply().connection().log)
        .filteredOn(call -> call.is(ASKED))
        .hasSize(1);
    AccountFixture warned = new AccountFixture().alice();
    warned.key(ALICE, KeyStatus.ACTIVE, 31);
    for (AccountFixture account :
        List.of(warned, AccountFixture.deactivationDue(), AccountFixture.deletionDue())) {
      assertThat(account.apply().connection().log).noneMatch(call -> call.is(ASKED));
    }
  }

  @Test
  void aMissingAnswerIsReportedOnce() {
    AccountFixture account = AccountFixture.rotationDue();
    UserName bob = new UserName("bob");
    account.user(bob, Map.of("email", "bob@corp.example"));
    account.key(bob, KeyStatus.ACTIVE, 61);
    account.apply(Weather.on("access of", Fate.REFUSED));
    assertThat(unchecked(account)).containsExactly("owners' access to their files");
    AccountFixture answered = AccountFixture.rotationDue();
    answered.apply();
    assertThat(unchecked(answered)).isEmpty();
  }

  private static List<String> unchecked(AccountFixture account) {
    return account.events.stream()
        .filter(Event.Unchecked.class::isInstance)
        .map(event -> ((Event.Unchecked) event).what())
        .toList();
  }
}
