package dev.keyturn.throttle;

import static dev.keyturn.run.ThrottledAccount.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Hands;
import dev.keyturn.run.ThrottledAccount;
import dev.keyturn.run.TurnedClock;
import dev.keyturn.sample.Sampled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterTest {
  private static final Duration CALL = Duration.ofMillis(100);

  private final TurnedClock clock = new TurnedClock();
  private final List<Duration> waits = new ArrayList<>();
  private final RuntimeEnvironment runtime =
      new RuntimeEnvironment(clock, this::wait, new SplittableRandom(1), Runnable::run);

  private void wait(Duration time) {
    waits.add(time);
    clock.turn(time);
  }

  /** The example of the issue: 1,000 due users against an unknown limit. */
  @Sampled(parts = 4)
  @ParameterizedTest(name = "limit {0} a second, burst {1}, calls of {2} ms, setting {3}, seed {4}")
  @CsvSource({
    "5, 2.5, 20, 20, 1",
    "5, 5, 100, 20, 2",
    "5, 25, 300, 20, 3",
    "10, 5, 300, 20, 4",
    "10, 10, 100, 20, 5",
    "10, 50, 20, 40, 6",
    "20, 10, 20, 40, 7",
    "20, 20, 100, 100, 8",
    "20, 100, 300, 1000, 9",
    "40, 20, 100, 100, 10",
    "40, 40, 20, 1000, 11",
    "40, 80, 300, 100, 12"
  })
  void usesNearlyAllOfALimitAndHasFewCallsThrottled(
      double limit, double burst, int latency, double setting, long seed) {
    ThrottledAccount account =
        new ThrottledAccount(seed, setting, Duration.ofMillis(latency))
            .limit(limit, burst)
            .due(1_000);
    assertThat(account.accepted).isEqualTo(10_000);
    assertThat(account.used()).as("part of the limit used").isGreaterThan(0.9);
    assertThat(account.throttledPart()).as("part of the calls throttled").isLessThan(0.01);
  }

  @Test
  void neverGoesFasterThanTheSettingAndUsesItWhereNothingThrottles() {
    ThrottledAccount account = new ThrottledAccount(1, 20, CALL).limit(1_000, 1_000).due(200);
    assertThat(account.throttled).isZero();
    assertThat(account.seconds()).isBetween(2_000 / 20.0 - 1, 2_000 / 20.0 * 1.1);
    // In no second more than what flows in meanwhile and what the bucket held.
    List<Instant> sent = account.sent;
    IntStream.range(0, sent.size() - 26)
        .forEach(i -> assertThat(seconds(sent.get(i), sent.get(i + 26))).isGreaterThan(1));
  }

  @Test
  void isAtFullSpeedAgainMinutesAfterALimitIsLifted() {
    ThrottledAccount account = new ThrottledAccount(1, 20, CALL).limit(5, 5).due(100);
    assertThat(account.limiter.tempo().now()).isLessThan(6);
    assertThat(account.limiter.tempo().slowed()).isTrue();
    account.limit(1_000, 1_000).due(400);
    assertThat(account.limiter.tempo()).isEqualTo(new Account.Tempo(20, 20));
    assertThat(account.limiter.tempo().slowed()).isFalse();
  }

  @Test
  void aRoundOfThrottlesLowersThePaceOnce() {
    RateLimiter limiter = new RateLimiter(runtime, 20);
    List<Instant> sent = new ArrayList<>();
    for (int call = 0; call < 10; call++) {
      sent.add(limiter.take());
    }
    clock.turn(CALL);
    sent.forEach(limiter::throttled);
    assertThat(limiter.tempo().now()).isBetween(20 * 0.8, 20 * 0.9);
    Instant next = limiter.take();
    clock.turn(CALL);
    limiter.throttled(next);
    assertThat(limiter.tempo().now()).isLessThan(20 * 0.7);
  }

  @Test
  void noCallWaitsUntilTheBucketIsEmptyAndThenAllWaitAlike() {
    RateLimiter limiter = new RateLimiter(runtime, 20);
    IntStream.range(0, 5).forEach(_ -> limiter.take());
    assertThat(waits).isEmpty();
    IntStream.range(0, 3).forEach(_ -> limiter.take());
    assertThat(waits).isEqualTo(Collections.nCopies(3, Duration.ofMillis(50)));
    clock.turn(Duration.ofHours(1));
    IntStream.range(0, 5).forEach(_ -> limiter.take());
    assertThat(waits).hasSize(3);
    limiter.take();
    assertThat(waits).hasSize(4);
  }

  @Test
  void callsGoInTheOrderInWhichTheyCame() {
    Hands hands = new Hands();
    RateLimiter limiter =
        new RateLimiter(
            new RuntimeEnvironment(hands, hands, new SplittableRandom(1), Runnable::run), 2);
    List<Integer> gone = new ArrayList<>();
    hands.work(
        IntStream.range(0, 8)
            .<Runnable>mapToObj(
                hand ->
                    () -> {
                      hands.pause(Duration.ofMillis(10L * hand));
                      limiter.take();
                      gone.add(hand);
                    })
            .toList());
    assertThat(gone).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void waitingCallsSlowDownWithTheOthers() {
    Hands hands = new Hands();
    RateLimiter limiter =
        new RateLimiter(
            new RuntimeEnvironment(hands, hands, new SplittableRandom(1), Runnable::run), 4);
    Instant first = limiter.take();
    List<Instant> gone = new ArrayList<>();
    hands.work(
        List.of(
            () -> gone.add(limiter.take()),
            () -> {
              hands.pause(Duration.ofMillis(100));
              limiter.throttled(first.plusNanos(1));
            }));
    // 0.4 of a call had flowed in by then; the rest comes at 85 % of four a second, and a little
    // more.
    assertThat(seconds(first, gone.getFirst())).isBetween(0.27, 0.28);
  }

  @Test
  void mailsKeepToTheRateOfTheAccountFromWhenItIsKnown() {
    RateLimiter limiter = new RateLimiter(runtime, 5);
    limiter.set(1);
    Instant first = limiter.take();
    assertThat(waits).isEmpty();
    IntStream.range(0, 9).forEach(_ -> limiter.take());
    assertThat(seconds(first, clock.instant())).isEqualTo(9);
  }

  @Test
  void whatFlowedInBeforeTheRateWasKnownFlowedInAtTheOldOne() {
    RateLimiter limiter = new RateLimiter(runtime, 1);
    limiter.take();
    clock.turn(Duration.ofMillis(500));
    limiter.set(10);
    limiter.take();
    assertThat(waits).containsExactly(Duration.ofMillis(50));
  }

  @Test
  void aLateThrottleOfACallBeforeTheLastCutChangesNothing() {
    RateLimiter limiter = new RateLimiter(runtime, 20);
    Instant first = limiter.take();
    clock.turn(CALL);
    limiter.throttled(first);
    clock.turn(Duration.ofSeconds(10));
    limiter.throttled(first);
    IntStream.range(0, 5).forEach(_ -> limiter.take());
    assertThat(waits).isEmpty();
  }

  @Test
  void aCallThatHasWaitedProceedsWhateverTheClockSays() {
    RuntimeEnvironment hasty =
        new RuntimeEnvironment(clock, waits::add, new SplittableRandom(1), Runnable::run);
    RateLimiter limiter = new RateLimiter(hasty, 20);
    IntStream.range(0, 8).forEach(_ -> limiter.take());
    assertThat(waits).hasSize(3);
  }

  @Test
  void neverComesToAStandstill() {
    RateLimiter limiter = new RateLimiter(runtime, 20);
    for (int call = 0; call < 50; call++) {
      limiter.throttled(limiter.take());
      clock.turn(CALL);
    }
    assertThat(limiter.tempo().now()).isEqualTo(2);
  }

  @Test
  void aCallIsNotMadeWhereTheRunEndsBeforeItsTurn() {
    RuntimeEnvironment ending =
        new RuntimeEnvironment(
            clock,
            _ -> {
              throw new PortFailure(Kind.UNCLEAR, "no time left");
            },
            new SplittableRandom(1),
            Runnable::run);
    RateLimiter limiter = new RateLimiter(ending, 1);
    limiter.take();
    assertThatThrownBy(limiter::take).hasMessage("no time left");
  }
}
