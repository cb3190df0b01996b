package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.Event;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.run.Weather.Call;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What an earlier run left half done continues at its step, and no step is done twice. */
class FoundHalfDoneTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");

  private static AccountFixture cut(Supplier<AccountFixture> due, String verb, Fate fate) {
    AccountFixture account = due.get();
    assertThat(account.cut(Weather.once(verb, fate))).isTrue();
    return account;
  }

  /** What the next run writes. */
  private static List<String> writes(AccountFixture account) {
    return account.apply().connection().log.stream().filter(Call::write).map(Call::what).toList();
  }

  @Test
  void resumesADeactivationOfAnInactiveKeyWithTheMail() {
    assertThat(writes(cut(AccountFixture::deactivationDue, "deactivate", Fate.CUT_AFTER)))
        .containsExactly(
            "mail alice@corp.example: Deactivated",
            "tag alice: 2026-11-22 deactivated, AKIA000000000001");
  }

  @Test
  void recordsAKeyThatItsOwnerDeactivatedWithoutAMail() {
    AccountFixture account = AccountFixture.deactivationDue();
    account.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE);
    assertThat(writes(account))
        .containsExactly("tag alice: 2026-11-22 deactivated, AKIA000000000001");
  }

  @Test
  void resumesADeletionOfADeletedKeyWithTheMail() {
    assertThat(writes(cut(AccountFixture::deletionDue, "delete", Fate.CUT_AFTER)))
        .containsExactly("mail alice@corp.example: Deleted", "untag alice");
  }

  @Test
  void notifiesAnOwnerWhoRemovedTheOldKeyBeforeTheMail() {
    AccountFixture account = cut(AccountFixture::rotationDue, "mail", Fate.CUT_BEFORE);
    account.aws.delete(ALICE, OLD);
    assertThat(account.apply().row().outcome())
        .isEqualTo(new Outcome.Rotated(new KeyId("AKIA000000000002")));
    assertThat(account.aws.mails)
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.subject()).isEqualTo("ReplacedAfterwards");
              assertThat(mail.text()).contains("AKIA000000000002");
            });
  }

  @Test
  void anOwnerWhoHasNoOldKeyAndCannotFetchTheNewOneIsReportedAndNotMailed() {
    AccountFixture account = cut(AccountFixture::rotationDue, "mail", Fate.CUT_BEFORE);
    account.aws.delete(ALICE, OLD);
    account.aws.objects.clear();
    AccountFixture.Done done = account.apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void keepsARecordOfUpToAMinuteAndRewritesAnOlderOneAfterAWait() {
    // A second has passed when it comes to that: eleven calls of a tenth each.
    AccountFixture minute =
        AccountFixture.rotationDue().record("2026-11-22T11:59:01Z rotating", OLD);
    assertThat(writes(minute)).startsWith("create a key of alice");
    AccountFixture older =
        AccountFixture.rotationDue().record("2026-11-22T11:59:00Z rotating", OLD);
    assertThat(writes(older))
        .startsWith(
            "tag alice: 2026-11-22T12:04:02Z rotating, AKIA000000000001", "create a key of alice");
    assertThat(older.events).contains(new Event.Settling(ALICE, Duration.ofSeconds(239)));
  }

  @Test
  void rewritesARecordFromTheFutureBeforeItCreatesAKey() {
    AccountFixture account =
        AccountFixture.rotationDue().record("2026-11-22T12:00:30Z rotating", OLD);
    assertThat(writes(account))
        .startsWith(
            "tag alice: 2026-11-22T12:00:01Z rotating, AKIA000000000001", "create a key of alice");
  }

  @Test
  void aRotationThatWasBegunBeforeIsNotForgottenWhereAKeyOrFileIsRefused() {
    for (String verb : List.of("create", "store")) {
      AccountFixture account = cut(AccountFixture::rotationDue, "create", Fate.CUT_BEFORE);
      AccountFixture.Done done = account.apply(Weather.on(verb, Fate.DENIED));
      assertThat(done.row().outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(account.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG)).endsWith(" rotating");
      assertThat(account.aws.now(ALICE).keys()).hasSize(1);
    }
  }

  @Test
  void aRotationThatCannotBeForgottenSaysWhyItFailedInTheFirstPlace() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done =
        account.apply(call -> call.is("create") || call.is("untag") ? Fate.DENIED : Fate.FINE);
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Failed("create a key of alice: DENIED"));
  }

  @Test
  void aThrottledCreationIsTriedTwelveTimesWithAPauseEachAndThenLeftToTheNextRun() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = account.apply(Weather.on("create", Fate.THROTTLED));
    assertThat(done.connection().log)
        .filteredOn(call -> call.is("create"))
        .hasSize(RetryPolicy.THROTTLED_ATTEMPTS);
    Duration calls = Connection.CALL.multipliedBy(done.connection().log.size());
    assertThat(
            Duration.between(
                AccountFixture.rotationDue().clock.instant().plus(calls), account.clock.instant()))
        .isGreaterThan(Duration.ofSeconds(10));
    assertThat(account.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG)).endsWith(" rotating");
    account.later(Duration.ofMinutes(10)).apply();
    assertThat(account.aws.mails).hasSize(1);
  }

  @Test
  void aMailAcceptedTooLateForAPlainDateSpellsThePhaseOut() {
    for (int days : List.of(10, 11)) {
      AccountFixture account = AccountFixture.rotationDue();
      account.apply(Weather.on("mail", Fate.REFUSED));
      account.later(Duration.ofDays(days)).apply();
      assertThat(account.aws.now(ALICE).tags())
          .containsEntry(AccountFixture.DATE_TAG, days == 10 ? "2026-12-02" : "2026-12-03 rotated");
    }
  }

  @Test
  void factsOfAMinuteCarryADestructiveStepAndOlderOnesDoNot() {
    for (long millis : List.of(59_800L, 59_801L)) {
      AccountFixture account = AccountFixture.rotationDue();
      // Two reads of a tenth of a second each come on top.
      AccountFixture.Done done =
          account.apply(
              call -> {
                if (call.is("tags of")) {
                  account.later(Duration.ofMillis(millis));
                }
                return Fate.FINE;
              });
      if (millis == 59_800L) {
        assertThat(done.row().outcome()).isInstanceOf(Outcome.Rotated.class);
      } else {
        assertThat(done.row().outcome().toString())
            .contains("alice was read 60 seconds ago, which is too long");
      }
      assertThat(done.row().decision().reason()).isEqualTo(Reason.Rotate.OVERDUE);
    }
  }

  /** The process that was killed lost the last lines of its trail. */
  @Test
  void theTrailHasWhatTheEarlierRunDid() {
    KeyId fresh = new KeyId("AKIA000000000002");
    assertThat(found(cut(AccountFixture::deactivationDue, "deactivate", Fate.CUT_AFTER)))
        .containsExactly("deactivate key " + OLD);
    assertThat(found(cut(AccountFixture::deletionDue, "delete", Fate.CUT_AFTER)))
        .containsExactly("delete key " + OLD);
    assertThat(found(cut(AccountFixture::rotationDue, "store", Fate.CUT_BEFORE)))
        .containsExactly("create key " + fresh);
    for (String step : List.of("mail", "tag alice: 2026-11-22,")) {
      assertThat(found(cut(AccountFixture::rotationDue, step, Fate.CUT_BEFORE)))
          .as(step)
          .containsExactly(
              "create key " + fresh, "store file credential/alice/alice_" + fresh + ".csv");
    }
    assertThat(found(AccountFixture.rotationDue())).isEmpty();
  }

  private static List<String> found(AccountFixture account) {
    account.events.clear();
    account.apply();
    return account.effects(AuditLine.Result.Found.class);
  }
}
