package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Event;
import dev.keyturn.event.Event.Phase;
import dev.keyturn.event.Row;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The events of a run. */
class WatchedRunTest {
  /** Without the time of day, which every call moves. */
  private static List<String> effects(AccountFixture account) {
    return account.effects().stream().map(effect -> effect.replaceFirst("T[0-9:]+Z", "")).toList();
  }

  private static List<String> effects(Supplier<AccountFixture> due) {
    AccountFixture account = due.get();
    account.events.clear();
    account.apply();
    return effects(account);
  }

  private static AccountFixture withBobAndAnUnmanagedUser() {
    AccountFixture account = AccountFixture.rotationDue();
    UserName bob = new UserName("bob");
    account.user(bob, Map.of("email", "bob@corp.example"));
    account.key(bob, KeyStatus.ACTIVE, 5);
    return account.user(new UserName("unmanaged"), Map.of());
  }

  @Test
  void aRunTellsOfItsBeginningOfWhomItReadsAndOfEachWhoIsFinished() {
    AccountFixture account = withBobAndAnUnmanagedUser();
    Row row = account.apply().row();
    assertThat(account.events)
        .filteredOn(event -> !(event instanceof Event.Audited))
        .containsExactly(
            new Event.Began(
                new Account.Identity("123456789012", "aws", "arn:aws:iam::1:user/me"),
                AccountFixture.TODAY),
            new Event.Listed(3, 2),
            new Event.Progress(Phase.READING, 1, 2),
            new Event.Progress(Phase.READING, 2, 2),
            new Event.Finished(row),
            new Event.Progress(Phase.ACTING, 1, 1));
  }

  @Test
  void aListingUserByUserTellsHowFarItHasCome() {
    AccountFixture account = withBobAndAnUnmanagedUser();
    account.apply(Weather.on("list users", Fate.DENIED));
    assertThat(account.events)
        .contains(new Event.Listed(3, 2))
        .filteredOn(
            event -> event instanceof Event.Progress progress && progress.phase() == Phase.LISTING)
        .containsExactly(
            new Event.Progress(Phase.LISTING, 1, 3),
            new Event.Progress(Phase.LISTING, 2, 3),
            new Event.Progress(Phase.LISTING, 3, 3));
  }

  @Test
  void everyEffectOfADeactivationIsTold() {
    assertThat(effects(AccountFixture::deactivationDue))
        .containsExactly(
            "record 2026-11-22 deactivating",
            "deactivate key AKIA000000000001",
            "send mail alice@corp.example",
            "record 2026-11-22 deactivated");
  }

  @Test
  void everyEffectOfADeletionIsTold() {
    assertThat(effects(AccountFixture::deletionDue))
        .containsExactly(
            "record 2026-11-14 deleting",
            "delete key AKIA000000000001",
            "send mail alice@corp.example",
            "clear record ");
  }

  @Test
  void everyEffectOnAnOrphanIsTold() {
    AccountFixture account = AccountFixture.rotationDue();
    account.cut(Weather.once("create", Fate.CUT_AFTER));
    account.later(Duration.ofMinutes(20)).events.clear();
    account.apply();
    assertThat(effects(account))
        .startsWith(
            "claim file credential/alice/alice_AKIA000000000002.csv",
            "delete key AKIA000000000002",
            "record 2026-11-22 rotating",
            "create key AKIA000000000003");
  }

  @Test
  void aFileWhoseReplyWasLostIsToldOnceItIsSeen() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply(Weather.once("store", Fate.LOST_AFTER));
    assertThat(effects(account)).filteredOn(what -> what.startsWith("store file ")).hasSize(1);
  }

  @Test
  void whatDidNotTakePlaceIsNotTold() {
    AccountFixture room = AccountFixture.rotationDue();
    room.apply(
        call -> {
          if (call.is("create")) {
            room.key(ALICE, KeyStatus.ACTIVE, 0);
          }
          return Fate.FINE;
        });
    assertThat(effects(room)).noneMatch(what -> what.startsWith("create key "));
  }
}
