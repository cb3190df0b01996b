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
  private static List<String> effects(AccountFixture lab) {
    return lab.effects().stream().map(effect -> effect.replaceFirst("T[0-9:]+Z", "")).toList();
  }

  private static List<String> effects(Supplier<AccountFixture> due) {
    AccountFixture lab = due.get();
    lab.events.clear();
    lab.apply();
    return effects(lab);
  }

  private static AccountFixture withBobAndAnUnmanagedUser() {
    AccountFixture lab = AccountFixture.rotationDue();
    UserName bob = new UserName("bob");
    lab.user(bob, Map.of("email", "bob@corp.example"));
    lab.key(bob, KeyStatus.ACTIVE, 5);
    return lab.user(new UserName("unmanaged"), Map.of());
  }

  @Test
  void aRunTellsOfItsBeginningOfWhomItReadsAndOfEachWhoIsFinished() {
    AccountFixture lab = withBobAndAnUnmanagedUser();
    Row row = lab.apply().row();
    assertThat(lab.events)
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
    AccountFixture lab = withBobAndAnUnmanagedUser();
    lab.apply(Weather.on("list users", Fate.DENIED));
    assertThat(lab.events)
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
    AccountFixture lab = AccountFixture.rotationDue();
    lab.cut(Weather.once("create", Fate.CUT_AFTER));
    lab.later(Duration.ofMinutes(20)).events.clear();
    lab.apply();
    assertThat(effects(lab))
        .startsWith(
            "claim file credential/alice/alice_AKIA000000000002.csv",
            "delete key AKIA000000000002",
            "record 2026-11-22 rotating",
            "create key AKIA000000000003");
  }

  @Test
  void aFileWhoseReplyWasLostIsToldOnceItIsSeen() {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.apply(Weather.once("store", Fate.LOST_AFTER));
    assertThat(effects(lab)).filteredOn(what -> what.startsWith("store file ")).hasSize(1);
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
