package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.run.Weather.Fate;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Nothing is begun for an owner whom no mail reaches. */
class SuppressedAddressTest {
  private static final List<Supplier<AccountFixture>> DUE =
      List.of(AccountFixture::rotationDue, AccountFixture::deactivationDue);
  private static final String ASKED = "suppression of alice@corp.example";

  private static AccountFixture suppressed(AccountFixture account) {
    account.aws.suppressed.put(new EmailAddress("alice@corp.example"), "COMPLAINT");
    return account;
  }

  @Test
  void isHeldAndTouchedByNothing() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture.Done done = suppressed(due.get()).apply();
      assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.ADDRESS_SUPPRESSED);
      assertThat(done.row().decision().toString())
          .contains("SES suppresses alice@corp.example since a COMPLAINT");
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
    }
  }

  @Test
  void aMissingAnswerStopsNoUser() {
    for (Supplier<AccountFixture> due : DUE) {
      for (Fate fate : List.of(Fate.DENIED, Fate.REFUSED, Fate.LOST_BEFORE)) {
        AccountFixture.Done done = suppressed(due.get()).apply(Weather.on(ASKED, fate));
        assertThat(done.row().decision().verb()).as("%s", fate).isNotEqualTo(Verb.HOLD);
        assertThat(done.report().failed()).isZero();
      }
    }
  }

  @Test
  void anOldKeyThatWasOffForLongIsDeletedAllTheSame() {
    assertThat(suppressed(AccountFixture.deletionDue()).apply().row().decision().verb())
        .isEqualTo(Verb.DELETE);
  }

  @Test
  void isAskedOfOncePerUserAndRunAndOnlyWhereItMatters() {
    for (Supplier<AccountFixture> due : DUE) {
      assertThat(due.get().apply().connection().log).filteredOn(call -> call.is(ASKED)).hasSize(1);
    }
    AccountFixture warned = new AccountFixture().alice();
    warned.key(ALICE, KeyStatus.ACTIVE, 31);
    for (AccountFixture account : List.of(warned, AccountFixture.deletionDue())) {
      assertThat(account.apply().connection().log).noneMatch(call -> call.is(ASKED));
    }
  }

  @Test
  void aStoredFileWhoseAddressIsSuppressedIsAnnouncedOnceThatIsOver() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(account.cut(Weather.once("store", Fate.CUT_AFTER))).isTrue();
    assertThat(suppressed(account).apply().row().decision().reason())
        .isEqualTo(Reason.Hold.ADDRESS_SUPPRESSED);
    account.aws.suppressed.clear();
    assertThat(account.apply().row().decision().verb()).isEqualTo(Verb.ROTATE);
    assertThat(account.standing()).contains("new key, ACTIVE, with its file", "told [Replaced]");
  }
}
