package dev.keyturn.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One reply with an absurd date moves nothing. */
class ClockGuardTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant CENTURY_LATER = Instant.parse("2126-11-22T12:00:00Z");

  private Instant theirs = NOW;
  private Instant ours = NOW.minus(Duration.ofDays(1_000));
  private final ClockGuard account = new ClockGuard(new Told(), () -> ours);

  private final class Told implements Account {
    @Override
    public Identity identify() {
      return new Identity("123456789012", "aws", "arn:aws:iam::123456789012:root");
    }

    @Override
    public Instant now() {
      return theirs;
    }

    @Override
    public long calls() {
      return 0;
    }
  }

  @Test
  void aClockThatJumpsIsNotGoneByAndOneThatComesBackIs() {
    account.settle();
    theirs = CENTURY_LATER;
    assertThatExceptionOfType(PortFailure.class)
        .isThrownBy(account::now)
        .withMessageContaining("contradict")
        .matches(failure -> !failure.clear());
    assertThat(account.mark()).isEqualTo(NOW);
    theirs = NOW;
    assertThat(account.now()).isEqualTo(NOW);
  }

  @Test
  void twoMinutesAreNoJumpAndAnythingMoreIsOneInEitherDirection() {
    account.settle();
    for (int sign : new int[] {-1, 1}) {
      theirs = NOW.plusSeconds(sign * 120L);
      assertThat(account.now()).isEqualTo(theirs);
      assertThat(account.mark()).isEqualTo(theirs);
      theirs = theirs.plusMillis(sign);
      assertThatExceptionOfType(PortFailure.class).isThrownBy(account::now);
      assertThat(account.mark()).isEqualTo(NOW);
    }
  }

  @Test
  void aMarkByThisMachinesClockHoldsNoMoreThanSeconds() {
    account.settle();
    theirs = CENTURY_LATER;
    ours = ours.plusMillis(1_999);
    assertThat(account.mark()).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void aMachineWhoseClockIsWrongByYearsGoesByTheirs() {
    account.settle();
    theirs = NOW.plus(Duration.ofHours(5));
    ours = ours.plus(Duration.ofHours(5));
    assertThat(account.now()).isEqualTo(theirs);
  }
}
