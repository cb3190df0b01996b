package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.Effect;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.state.History;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The audit trail reads back as it was written. */
class HistoryTest {
  private static final UserName BOB = new UserName("bob");

  /** Alice's and Bob's keys are replaced, switched off and deleted, in as many days as it takes. */
  private static AccountFixture life() {
    AccountFixture account = AccountFixture.rotationDue();
    account.user(BOB, Map.of("email", "bob@corp.example"));
    account.key(BOB, KeyStatus.ACTIVE, 61);
    for (int day = 0; day < 20; day++) {
      account.apply();
      account.later(Duration.ofDays(1));
    }
    return account;
  }

  private static History.Lines read(
      AccountFixture account, Weather weather, LocalDate day, Predicate<UserName> who)
      throws CannotBegin {
    RuntimeEnvironment runtime = account.runtime();
    return new History(new Connection(account.aws, weather, runtime).ports(), runtime)
        .since(day, who);
  }

  @Test
  void itHoldsAllThatHappenedInTheOrderInWhichItDid() throws CannotBegin {
    AccountFixture account = life();
    History.Lines lines = read(account, Weather.fine(), AccountFixture.TODAY, _ -> true);
    assertThat(lines.unreadable()).isZero();
    assertThat(lines.lines())
        .hasSizeGreaterThan(30)
        .containsExactlyInAnyOrderElementsOf(account.lines())
        .isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()))
        .extracting(AuditLine::effect)
        .contains(Effect.CREATE_KEY, Effect.DEACTIVATE_KEY, Effect.DELETE_KEY);
  }

  @Test
  void reportsOneUserOnly() throws CannotBegin {
    AccountFixture account = life();
    List<AuditLine> lines =
        read(account, Weather.fine(), AccountFixture.TODAY, BOB::equals).lines();
    assertThat(lines).isNotEmpty().allMatch(line -> line.user().equals(BOB));
    assertThat(lines)
        .hasSameSizeAs(read(account, Weather.fine(), AccountFixture.TODAY, ALICE::equals).lines());
  }

  @Test
  void itIsToldFromADayOnAndOlderObjectsAreNotEvenRead() throws CannotBegin {
    AccountFixture account = life();
    LocalDate day = LocalDate.of(2026, 12, 3);
    assertThat(read(account, Weather.fine(), day, _ -> true).lines())
        .isNotEmpty()
        .allMatch(line -> !LocalDate.ofInstant(line.time(), ZoneOffset.UTC).isBefore(day));
    assertThat(read(account, Weather.fine(), day.plusDays(1), _ -> true).lines())
        .isNotEmpty()
        .noneMatch(line -> line.effect() == Effect.DEACTIVATE_KEY);
    AccountFixture none = life();
    assertThat(
            read(none, Weather.on("read", Fate.REFUSED), LocalDate.of(2027, 1, 1), _ -> true)
                .lines())
        .isEmpty();
  }

  @Test
  void unreadableLinesAreCountedAndHideNoOthers() throws CannotBegin {
    AccountFixture account = life();
    int before = read(account, Weather.fine(), AccountFixture.TODAY, _ -> true).lines().size();
    account.aws.bucketObjects.put("audit/2026-11-22/235959-x-0001.jsonl", "nonsense\n{}\n");
    History.Lines lines = read(account, Weather.fine(), AccountFixture.TODAY, _ -> true);
    assertThat(lines.unreadable()).isEqualTo(2);
    assertThat(lines.lines()).hasSize(before);
  }

  @Test
  void anAccountWithoutATrailHasNoHistory() throws CannotBegin {
    assertThat(read(new AccountFixture(), Weather.fine(), AccountFixture.TODAY, _ -> true))
        .isEqualTo(new History.Lines(List.of(), 0));
  }

  @Test
  void aTrailThatCannotBeReadIsSaidAndNotTakenForAnEmptyOne() {
    AccountFixture account = life();
    for (String verb : List.of("who am I", "list audit/", "read the audit trail")) {
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(
              () -> read(account, Weather.on(verb, Fate.DENIED), AccountFixture.TODAY, _ -> true))
          .withMessageContaining("The audit trail could not be read: " + verb);
    }
  }
}
