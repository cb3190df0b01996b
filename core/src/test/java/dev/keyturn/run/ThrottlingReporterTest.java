package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Event;
import dev.keyturn.port.Account;
import dev.keyturn.port.Account.Tempo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottlingReporterTest {
  private static final Event PROGRESS = new Event.Progress(Event.Phase.ACTING, 1, 2);

  private final TurnedClock clock = new TurnedClock();
  private final List<Event> said = new ArrayList<>();
  private Tempo tempo = new Tempo(20, 20);
  private final ThrottlingReporter slowness =
      new ThrottlingReporter(
          said::add,
          new Account() {
            @Override
            public Identity identify() {
              return new Identity("123456789012", "aws", "arn");
            }

            @Override
            public Instant now() {
              return clock.instant();
            }

            @Override
            public long calls() {
              return 0;
            }

            @Override
            public Tempo tempo() {
              return tempo;
            }
          },
          clock);

  private List<Event> after(int seconds) {
    clock.turn(Duration.ofSeconds(seconds));
    said.clear();
    slowness.on(PROGRESS);
    return List.copyOf(said);
  }

  @Test
  void reportsLongThrottlingRepeatedly() {
    assertThat(after(100)).containsExactly(PROGRESS);
    tempo = new Tempo(7, 20);
    assertThat(after(100)).containsExactly(PROGRESS);
    assertThat(after(29)).containsExactly(PROGRESS);
    assertThat(after(1)).containsExactly(new Event.Throttled(7), PROGRESS);
    assertThat(after(299)).containsExactly(PROGRESS);
    assertThat(after(1)).containsExactly(new Event.Throttled(7), PROGRESS);
  }

  @Test
  void doesNotReportShortThrottling() {
    tempo = new Tempo(7, 20);
    after(0);
    tempo = new Tempo(20, 20);
    after(20);
    tempo = new Tempo(19, 20);
    assertThat(after(20)).containsExactly(PROGRESS);
    assertThat(after(29)).containsExactly(PROGRESS);
  }

  @Test
  void otherEventsPassAsTheyAre() {
    tempo = new Tempo(7, 20);
    slowness.on(PROGRESS);
    clock.turn(Duration.ofMinutes(1));
    said.clear();
    slowness.on(new Event.Listed(1, 1));
    assertThat(said).containsExactly(new Event.Listed(1, 1));
  }

  @Test
  void fewerUsersAtOnceAreWorkedOnWhereIamIsSlow() {
    assertThat(Run.atOnce(Tempo.UNBOUNDED)).isEqualTo(16);
    assertThat(Run.atOnce(new Tempo(4, 20))).isEqualTo(16);
    assertThat(Run.atOnce(new Tempo(3.9, 20))).isEqualTo(16);
    assertThat(Run.atOnce(new Tempo(3.75, 20))).isEqualTo(15);
    assertThat(Run.atOnce(new Tempo(0.5, 20))).isEqualTo(2);
    assertThat(Run.atOnce(new Tempo(0.1, 20))).isEqualTo(1);
  }
}
