package dev.keyturn.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The curve of RFC 9438, in figures worked out by hand. */
class AdaptiveRateTest {
  private static final Instant CUT = Instant.parse("2026-11-22T09:00:00Z");
  private static final Offset<Double> NEARLY = within(1e-9);

  private static Instant after(int seconds) {
    return CUT.plusSeconds(seconds);
  }

  /** A rate in calls per second, after its first cut. */
  private static AdaptiveRate cut(double perSecond) {
    AdaptiveRate speed = new AdaptiveRate(perSecond);
    assertThat(speed.at(CUT)).isEqualTo(perSecond);
    assertThat(speed.throttled(CUT.minusMillis(100), CUT)).isTrue();
    return speed;
  }

  @Test
  void dropsToEightyFiveInAHundredAndClimbsBackAlongACubicCurve() {
    AdaptiveRate speed = cut(40);
    assertThat(speed.at(CUT)).isCloseTo(34, NEARLY);
    // Forty a second make three hundred in 7.5 s; the curve is never shorter than twenty.
    assertThat(speed.at(after(10))).isCloseTo(40 * (1 - 0.15 / 8), NEARLY);
    assertThat(speed.at(after(20))).isCloseTo(40, NEARLY);
    assertThat(speed.at(after(3_600))).isEqualTo(40);
  }

  @Test
  void theWayBackIsAsLongAsThreeHundredCallsTakeAndAMinuteAtMost() {
    assertThat(cut(10).at(after(15))).isCloseTo(10 * (1 - 0.15 / 8), NEARLY);
    assertThat(cut(4).at(after(30))).isCloseTo(4 * (1 - 0.15 / 8), NEARLY);
    assertThat(cut(1).at(CUT)).as("slower than two a second only by order").isEqualTo(1);
  }

  @Test
  void dropsDeeperWhereTheLastCutWasAMomentAgo() {
    AdaptiveRate soon = cut(40);
    assertThat(soon.throttled(after(3), after(4))).isTrue();
    assertThat(soon.at(after(4))).isCloseTo(0.7 * 40 * (1 - 0.15 * 0.8 * 0.8 * 0.8), NEARLY);
    AdaptiveRate later = cut(40);
    assertThat(later.throttled(after(4), after(5))).isTrue();
    assertThat(later.at(after(5))).isCloseTo(0.85 * 40 * (1 - 0.15 * 0.75 * 0.75 * 0.75), NEARLY);
  }

  @Test
  void aCallThatWasSentBeforeTheCutSaysNothingOfTheSpeedSince() {
    AdaptiveRate speed = cut(40);
    assertThat(speed.throttled(CUT, after(2))).isFalse();
    assertThat(speed.at(CUT)).isCloseTo(34, NEARLY);
  }
}
