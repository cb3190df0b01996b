package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.event.Event;
import dev.keyturn.event.Row;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Scope;
import dev.keyturn.report.Held;
import dev.keyturn.report.Held.HeldRow;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** AWS has found a key of the user in public. */
class QuarantinedUserTest {
  private static final UserName ZOE = new UserName("zoe");

  private static AccountFixture young() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 3);
    return account;
  }

  private static AccountFixture quarantined(AccountFixture account) {
    account.aws.quarantined.add(ALICE);
    return account;
  }

  private static AccountFixture.Done applyToAlice(AccountFixture account, Weather weather) {
    return apply(account, weather, ALICE);
  }

  private static AccountFixture.Done apply(
      AccountFixture account, Weather weather, UserName... users) {
    Connection connection = new Connection(account.aws, weather, account.runtime());
    try {
      return new AccountFixture.Done(
          account
              .run(connection, account.runtime())
              .planAndApply(RunRequest.of(new Scope.Only(Set.of(users))))
              .report(),
          connection);
    } catch (CannotBegin e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isHeldAndTouchedByNothingWhateverIsDue() {
    List<Supplier<AccountFixture>> due =
        List.of(
            QuarantinedUserTest::young,
            AccountFixture::rotationDue,
            AccountFixture::deactivationDue,
            AccountFixture::deletionDue,
            AccountFixture::neverFetched);
    for (Supplier<AccountFixture> account : due) {
      AccountFixture.Done done = quarantined(account.get()).apply();
      assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.QUARANTINED);
      assertThat(done.connection().log)
          .noneMatch(call -> call.write() && !call.what().contains("state/"));
    }
  }

  @Test
  void isSeenAtNoFurtherCallThanTheUsersKeys() {
    AccountFixture.Done done = quarantined(young()).apply();
    assertThat(done.count("list users")).isEqualTo(1);
    assertThat(done.count("keys of alice")).isEqualTo(1);
    assertThat(done.count("policies of")).isZero();
  }

  @Test
  void comesFirstInTheReport() {
    AccountFixture account = AccountFixture.rotationDue();
    account.user(ZOE, Map.of("email", "zoe@corp.example"));
    account.key(ZOE, KeyStatus.ACTIVE, 3);
    account.aws.quarantined.add(ZOE);
    assertThat(account.apply().report().rows()).extracting(Row::user).containsExactly(ZOE, ALICE);
  }

  @Test
  void isReportedWithoutAnAddressTooAndNotWrittenTo() {
    AccountFixture account = new AccountFixture().user(ALICE, Map.of());
    account.key(ALICE, KeyStatus.ACTIVE, 100);
    AccountFixture.Done done = quarantined(account).apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.QUARANTINED);
    assertThat(done.report().managed()).isZero();
    assertThat(done.report().neverRotated()).hasSize(1);
    assertThat(account.aws.mails).isEmpty();
    assertThat(account.effects()).isEmpty();
  }

  @Test
  void isAnnouncedWhatWasStoredAlready() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(account.cut(Weather.once("store", Fate.CUT_AFTER))).isTrue();
    assertThat(quarantined(account).apply().row().decision().reason())
        .isEqualTo(Reason.Rotate.RESUME_STORED);
    assertThat(account.later(Duration.ofDays(1)).apply().row().decision().reason())
        .isEqualTo(Reason.Hold.QUARANTINED);
  }

  @Test
  void isWorkedOnAgainOnceThePolicyIsRemoved() {
    AccountFixture account = quarantined(AccountFixture.rotationDue());
    account.apply();
    account.aws.quarantined.clear();
    assertThat(account.apply().row().decision().verb()).isEqualTo(Verb.ROTATE);
  }

  @Test
  void isHeldWhereAskedForByName() {
    AccountFixture.Done done =
        applyToAlice(quarantined(AccountFixture.rotationDue()), Weather.fine());
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.QUARANTINED);
  }

  @Test
  void aMissingAnswerOfOneWhoIsAskedForByNameIsReported() {
    for (Fate fate : List.of(Fate.DENIED, Fate.REFUSED, Fate.LOST_BEFORE)) {
      AccountFixture account = AccountFixture.rotationDue();
      AccountFixture.Done done = applyToAlice(account, Weather.on("policies of alice", fate));
      assertThat(done.row().decision().verb()).as("%s", fate).isEqualTo(Verb.ROTATE);
      assertThat(account.events).anyMatch(Event.Unchecked.class::isInstance);
    }
  }

  @Test
  void isMetWithTheCommandsThatHelp() {
    AccountFixture account = quarantined(young());
    Plan plan = account.planned(Weather.fine());
    Connection connection = new Connection(account.aws, Weather.fine(), account.runtime());
    Row row = account.run(connection, account.runtime()).report(plan).rows().getFirst();
    Held held = new Held(plan, account.apply().report());
    assertThat(held.remedy(HeldRow.of(row).orElseThrow()).toString())
        .contains(
            "aws iam update-access-key --user-name alice --access-key-id AKIA000000000001 --status"
                + " Inactive",
            "aws iam detach-user-policy --user-name alice --policy-arn"
                + " arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3");
  }

  @Test
  void aMissingAnswerIsReportedOnceForAllWhoAreAskedForByName() {
    AccountFixture account = AccountFixture.rotationDue();
    account.user(ZOE, Map.of("email", "zoe@corp.example"));
    account.key(ZOE, KeyStatus.ACTIVE, 61);
    apply(account, Weather.on("policies of", Fate.REFUSED), ALICE, ZOE);
    assertThat(account.events).filteredOn(Event.Unchecked.class::isInstance).hasSize(1);
  }

  @Test
  void aUserWhoIsGoneMeanwhileIsNotReportedAsUnchecked() {
    AccountFixture account = AccountFixture.rotationDue();
    Weather leaves = Weather.before("policies of", () -> account.aws.users.remove(ALICE));
    assertThatThrownBy(() -> apply(account, leaves, ALICE))
        .hasMessageContaining("There is no user");
    assertThat(account.events).noneMatch(Event.Unchecked.class::isInstance);
  }
}
