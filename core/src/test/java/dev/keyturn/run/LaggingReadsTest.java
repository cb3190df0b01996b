package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.ConsistencyDelay;
import dev.keyturn.event.Event;
import dev.keyturn.policy.Reason;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** IAM is eventually consistent: absence from a list is no proof. */
class LaggingReadsTest {
  private static final Duration SETTLED = Duration.ofMinutes(20);

  private static AccountFixture settled(Supplier<AccountFixture> due) {
    return due.get().withoutLease().later(Duration.ofHours(1));
  }

  private static String undisturbed(Supplier<AccountFixture> due) {
    AccountFixture account = settled(due);
    account.apply();
    return account.standing();
  }

  /** A rotation that was cut off before its key was made. */
  private static AccountFixture recorded() {
    AccountFixture account = settled(AccountFixture::rotationDue);
    assertThat(account.cut(Weather.once("create", Fate.CUT_BEFORE))).isTrue();
    return account;
  }

  @Test
  void aRunWaitsUntilReadsHaveSettledBeforeItTakesAKeyForNotMade() {
    AccountFixture account = settled(AccountFixture::rotationDue);
    account.aws.keysLag = Duration.ofMinutes(4);
    assertThat(account.cut(Weather.once("create", Fate.CUT_AFTER))).isTrue();
    account.later(Duration.ofSeconds(90));

    AccountFixture.Done done = account.apply();

    assertThat(account.events)
        .filteredOn(Event.Settling.class::isInstance)
        .singleElement()
        .isEqualTo(new Event.Settling(ALICE, Duration.ofSeconds(208)));
    assertThat(done.calls()).contains("claim AKIA000000000002\ndelete AKIA000000000002\n");
    assertThat(account.standing()).isEqualTo(undisturbed(AccountFixture::rotationDue));
  }

  @Test
  void aKeyThatNoListShowsYetIsFoundByTheLimitAndLeftToALaterRun() {
    AccountFixture account = settled(AccountFixture::rotationDue);
    account.aws.keysLag = Duration.ofMinutes(4);
    assertThat(account.cut(Weather.once("create", Fate.CUT_AFTER))).isTrue();
    String record = account.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG);

    AccountFixture.Done done = account.later(Duration.ofSeconds(20)).apply();

    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.CHANGED_MEANWHILE);
    assertThat(account.aws.now(ALICE).tags()).containsEntry(AccountFixture.DATE_TAG, record);
    account.later(SETTLED).apply();
    assertThat(account.standing()).isEqualTo(undisturbed(AccountFixture::rotationDue));
  }

  @Test
  void aKeyThatSeemedThrownAwayIsNotAndTheNextRunTellsItsOwner() {
    AccountFixture account = settled(AccountFixture::rotationDue);
    account.aws.keysLag = Duration.ofSeconds(30);
    assertThat(account.cut(Weather.once("mail", Fate.CUT_BEFORE))).isTrue();

    AccountFixture.Done done = account.later(Duration.ofSeconds(1)).apply();

    assertThat(done.row().decision().toString())
        .contains("planned was clear (NEW_KEY_GONE): now it would be rotate (RESUME_ANNOUNCE)");
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
    account.apply();
    assertThat(account.standing()).isEqualTo(undisturbed(AccountFixture::rotationDue));
  }

  @Test
  void noLagLosesASecretOrLeavesAnOwnerUntoldWhereverARotationWasCutOff() {
    for (int keysLag : List.of(2, 28, 110, 280)) {
      for (int tagsLag : List.of(0, 2, 28)) {
        check(AccountFixture::rotationDue, keysLag, tagsLag);
        check(LaggingReadsTest::recorded, keysLag, tagsLag);
      }
    }
  }

  @Test
  void noLagSpoilsADeactivationOrDeletionThatWasCutOffWhereKeysLagNoLessThanTags() {
    for (int keysLag : List.of(2, 28, 110, 280)) {
      for (int tagsLag : List.of(0, 2, keysLag)) {
        check(AccountFixture::deactivationDue, keysLag, tagsLag);
        check(AccountFixture::deletionDue, keysLag, tagsLag);
      }
    }
  }

  private static void check(Supplier<AccountFixture> due, int keysLag, int tagsLag) {
    String undisturbed = undisturbed(due);
    for (int pause : List.of(1, 20, 50, 90, 280)) {
      for (int k = 1; k <= 20; k++) {
        AccountFixture account = settled(due);
        account.aws.keysLag = Duration.ofSeconds(keysLag);
        account.aws.tagsLag = Duration.ofSeconds(tagsLag);
        boolean wasCut = account.cut(Weather.at(k, Fate.CUT_AFTER));
        if (complete(account) && keysLag > ConsistencyDelay.SHORTLY.toSeconds()) {
          continue;
        }
        account.later(Duration.ofSeconds(pause)).apply();
        account.later(SETTLED).apply();
        // Tags that lag for longer than a moment may cost a needless mail, and no more.
        assertThat(account.standing().replace("told [SlotsTaken, ", "told ["))
            .as(
                "keys lag %d s, tags %d s, cut (%s) after call %d, then %d s",
                keysLag, tagsLag, wasCut, k, pause)
            .isEqualTo(undisturbed);
      }
    }
  }

  /** A rotation that is complete is waited for no longer than {@link ConsistencyDelay#SHORTLY}. */
  private static boolean complete(AccountFixture account) {
    return account
        .aws
        .now(ALICE)
        .tags()
        .getOrDefault(AccountFixture.DATE_TAG, "")
        .matches("\\d{4}-\\d{2}-\\d{2}");
  }
}
