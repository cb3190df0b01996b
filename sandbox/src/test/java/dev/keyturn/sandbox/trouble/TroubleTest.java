package dev.keyturn.sandbox.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TroubleTest {
  private final Faults faults = new Faults();

  @Test
  void aFaultAffectsTheMatchingCalls() {
    faults.order(Fault.next("iam", "TagUser", Fault.Effect.THROTTLE).fromCall(2).times(2, 3));
    List<Boolean> struck =
        IntStream.range(0, 9)
            .mapToObj(i -> faults.strike("iam", "TagUser", Set.of("u" + i)).isPresent())
            .toList();
    assertThat(struck).containsExactly(false, true, false, false, true, false, false, false, false);
    assertThat(faults.pending()).isEmpty();
  }

  @Test
  void otherServicesActionsAndUsersAreNotAffected() {
    faults.order(Fault.next("iam", "*", Fault.Effect.DENY).forUser("alice"));
    assertThat(faults.strike("s3", "TagUser", Set.of("alice"))).isEmpty();
    assertThat(faults.strike("iam", "TagUser", Set.of("bob"))).isEmpty();
    assertThat(faults.strike("iam", "ListAccessKeys", Set.of("alice"))).isPresent();
    assertThat(faults.strike("iam", "ListAccessKeys", Set.of("alice"))).isEmpty();
  }

  @Test
  void aBucketOfTokensEmptiesAndFillsWithTheClock() {
    TurnableClock clock = TurnableClock.standingAt(Instant.EPOCH);
    RateLimits limits = new RateLimits(clock);
    limits.set("iam", new RateLimits.Limit(2, 3));
    assertThat(IntStream.range(0, 5).mapToObj(_ -> limits.take("iam")))
        .containsExactly(true, true, true, false, false);
    assertThat(limits.take("s3")).isTrue();
    clock.advance(Duration.ofMillis(500));
    assertThat(limits.take("iam")).isTrue();
    assertThat(limits.take("iam")).isFalse();
  }

  @Test
  void aBucketFillsByFractionsOfAMillisecond() {
    TurnableClock clock = TurnableClock.standingAt(Instant.EPOCH);
    RateLimits limits = new RateLimits(clock);
    limits.set("iam", new RateLimits.Limit(1000, 1));
    assertThat(limits.take("iam")).isTrue();
    for (int call = 0; call < 9; call++) {
      clock.advance(Duration.ofNanos(100_001));
      assertThat(limits.take("iam")).isFalse();
    }
    clock.advance(Duration.ofNanos(100_001));
    assertThat(limits.take("iam")).isTrue();
  }
}
