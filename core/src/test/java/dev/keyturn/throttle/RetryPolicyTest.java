package dev.keyturn.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.TurnedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final TurnedClock clock = new TurnedClock();
  private final RetryPolicy retryPolicy =
      new RetryPolicy(
          new RuntimeEnvironment(clock, pauses::add, new SplittableRandom(1), Runnable::run));
  private int attempts;

  /** A call that fails in these ways, one after the other, and then goes through. */
  private Supplier<String> failing(List<Kind> kinds) {
    return () -> {
      if (attempts < kinds.size()) {
        throw new PortFailure(kinds.get(attempts++), "no");
      }
      attempts++;
      return "yes";
    };
  }

  private PortFailure failure(List<Kind> kinds) {
    return catchThrowableOfType(PortFailure.class, () -> retryPolicy.call(failing(kinds)));
  }

  private static List<Kind> times(int count, Kind kind) {
    return Collections.nCopies(count, kind);
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, 12",
    "UNREACHABLE, 4",
    "UNCLEAR, 4",
    "DENIED, 1",
    "CREDENTIALS, 1",
    "NOT_FOUND, 1",
    "UNSUPPORTED, 1",
    "REFUSED, 1"
  })
  void triesAgainAsOftenAsTheFailureDeserves(Kind kind, int most) {
    assertThat(retryPolicy.call(failing(times(most - 1, kind)))).isEqualTo("yes");
    assertThat(attempts).isEqualTo(most);
    attempts = 0;
    assertThat(failure(times(99, kind)).kind()).isEqualTo(kind);
    assertThat(attempts).isEqualTo(most);
    assertThat(pauses).hasSize(2 * (most - 1));
  }

  @Test
  void keepsAnUnclearFailureUnclearWhateverFollows() {
    for (Kind last : Kind.values()) {
      attempts = 0;
      List<Kind> kinds = new ArrayList<>(List.of(Kind.UNCLEAR));
      kinds.addAll(times(99, last));
      assertThat(failure(kinds).kind()).isEqualTo(Kind.UNCLEAR);
    }
  }

  @Test
  void waitsLongerFromTimeToTimeAndNeverOverTenSeconds() {
    failure(times(99, Kind.THROTTLED));
    List<Long> most = List.of(500L, 1_000L, 2_000L, 4_000L, 8_000L);
    for (int i = 0; i < pauses.size(); i++) {
      assertThat(pauses.get(i).toMillis()).isBetween(1L, i < most.size() ? most.get(i) : 10_000L);
    }
    assertThat(pauses).doesNotHaveDuplicates();
  }

  @Test
  void letsAMistakeOfOursThroughAtOnce() {
    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () ->
                    retryPolicy.call(
                        () -> {
                          attempts++;
                          throw new IllegalStateException("a mistake");
                        })))
        .hasMessage("a mistake");
    assertThat(attempts).isEqualTo(1);
  }
}
