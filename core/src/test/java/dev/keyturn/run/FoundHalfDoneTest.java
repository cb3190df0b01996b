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

/** What an earlier run left half done is gone on with at its step, and no step is done twice. */
class FoundHalfDoneTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");

  private static AccountFixture cut(Supplier<AccountFixture> due, String verb, Fate fate) {
    AccountFixture lab = due.get();
    assertThat(lab.cut(Weather.once(verb, fate))).isTrue();
    return lab;
  }

  /** What the next run writes. */
  private static List<String> writes(AccountFixture lab) {
    return lab.apply().connection().log.stream().filter(Call::write).map(Call::what).toList();
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
    AccountFixture lab = AccountFixture.deactivationDue();
    lab.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE);
    assertThat(writes(lab)).containsExactly("tag alice: 2026-11-22 deactivated, AKIA000000000001");
  }

  @Test
  void resumesADeletionOfADeletedKeyWithTheMail() {
    assertThat(writes(cut(AccountFixture::deletionDue, "delete", Fate.CUT_AFTER)))
        .containsExactly("mail alice@corp.example: Deleted", "untag alice");
  }

  @Test
  void notifiesAnOwnerWhoRemovedTheOldKeyBeforeTheMail() {
    AccountFixture lab = cut(AccountFixture::rotationDue, "mail", Fate.CUT_BEFORE);
    lab.aws.delete(ALICE, OLD);
    assertThat(lab.apply().row().outcome())
        .isEqualTo(new Outcome.Rotated(new KeyId("AKIA000000000002")));
    assertThat(lab.aws.mails)
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.subject()).isEqualTo("ReplacedAfterwards");
              assertThat(mail.text()).contains("AKIA000000000002");
            });
  }

  @Test
  void anOwnerWhoHasNoOldKeyAndCannotFetchTheNewOneIsReportedAndNotMailed() {
    AccountFixture lab = cut(AccountFixture::rotationDue, "mail", Fate.CUT_BEFORE);
    lab.aws.delete(ALICE, OLD);
    lab.aws.objects.clear();
    AccountFixture.Done done = lab.apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Done());
    assertThat(lab.aws.mails).isEmpty();
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
    AccountFixture lab = AccountFixture.rotationDue().record("2026-11-22T12:00:30Z rotating", OLD);
    assertThat(writes(lab))
        .startsWith(
            "tag alice: 2026-11-22T12:00:01Z rotating, AKIA000000000001", "create a key of alice");
  }

  @Test
  void aRotationThatWasBegunBeforeIsNotForgottenWhereAKeyOrFileIsRefused() {
    for (String verb : List.of("create", "store")) {
      AccountFixture lab = cut(AccountFixture::rotationDue, "create", Fate.CUT_BEFORE);
      AccountFixture.Done done = lab.apply(Weather.on(verb, Fate.DENIED));
      assertThat(done.row().outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(lab.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG)).endsWith(" rotating");
      assertThat(lab.aws.now(ALICE).keys()).hasSize(1);
    }
  }

  @Test
  void aRotationThatCannotBeForgottenSaysWhyItFailedInTheFirstPlace() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done =
        lab.apply(call -> call.is("create") || call.is("untag") ? Fate.DENIED : Fate.FINE);
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Failed("create a key of alice: DENIED"));
  }

  @Test
  void aThrottledCreationIsTriedTwelveTimesWithAPauseEachAndThenLeftToTheNextRun() {
    AccountFixture lab = AccountFixture.rotationDue();
    AccountFixture.Done done = lab.apply(Weather.on("create", Fate.THROTTLED));
    assertThat(done.connection().log)
        .filteredOn(call -> call.is("create"))
        .hasSize(RetryPolicy.THROTTLED_ATTEMPTS);
    Duration calls = Connection.CALL.multipliedBy(done.connection().log.size());
    assertThat(
            Duration.between(
                AccountFixture.rotationDue().clock.instant().plus(calls), lab.clock.instant()))
        .isGreaterThan(Duration.ofSeconds(10));
    assertThat(lab.aws.now(ALICE).tags().get(AccountFixture.DATE_TAG)).endsWith(" rotating");
    lab.later(Duration.ofMinutes(10)).apply();
    assertThat(lab.aws.mails).hasSize(1);
  }

  @Test
  void aMailAcceptedTooLateForAPlainDateSpellsThePhaseOut() {
    for (int days : List.of(10, 11)) {
      AccountFixture lab = AccountFixture.rotationDue();
      lab.apply(Weather.on("mail", Fate.REFUSED));
      lab.later(Duration.ofDays(days)).apply();
      assertThat(lab.aws.now(ALICE).tags())
          .containsEntry(AccountFixture.DATE_TAG, days == 10 ? "2026-12-02" : "2026-12-03 rotated");
    }
  }

  @Test
  void factsOfAMinuteCarryADestructiveStepAndOlderOnesDoNot() {
    for (long millis : List.of(59_800L, 59_801L)) {
      AccountFixture lab = AccountFixture.rotationDue();
      // Two reads of a tenth of a second each come on top.
      AccountFixture.Done done =
          lab.apply(
              call -> {
                if (call.is("tags of")) {
                  lab.later(Duration.ofMillis(millis));
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

  private static List<String> found(AccountFixture lab) {
    lab.events.clear();
    lab.apply();
    return lab.effects(AuditLine.Result.Found.class);
  }
}
