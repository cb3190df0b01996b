package dev.keyturn.proof.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.keyturn.policy.Reason;
import dev.keyturn.sample.Sample;
import dev.keyturn.sample.Sampled;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Simulates companies for years, one per seed: {@code -Dkeyturn.seeds=1..10000} sets the range.
 * {@code docs/simulation.md} describes the simulation.
 */
@Sampled(parts = 1)
class SimulationTest {
  /** The seeds that CI runs in twenty samples, or all with {@code -Dkeyturn.sample=all}. */
  private static final long ALL = 10_000;

  /** The part of a sample that a build runs. {@code .ci/run} runs the whole sample. */
  private static final long OF_A_SAMPLE = 30;

  /** After this number of failed seeds the run ends. */
  private static final int FAILURES = 20;

  /** The number of seeds after which everything that can occur must have occurred. */
  private static final long MANY = 5_000;

  /**
   * IAM's limit of two keys excludes a third key, no plan lists users with neither an address nor a
   * record, and no run gets an event of AWS Health ({@code ExposedByHealthTest} has those).
   */
  private static final List<Reason> NOT_HERE =
      List.of(Reason.Hold.SEVERAL_NEW_KEYS, Reason.Nothing.NO_ADDRESS, Reason.Hold.EXPOSED);

  private static final List<Class<? extends Enum<?>>> OCCURRING =
      List.of(
          Call.class,
          Fate.class,
          Act.class,
          Life.Event.class,
          RecordRules.Event.class,
          UnusedRules.Event.class,
          NoticeRules.Event.class,
          Attack.class,
          MailOutage.Kind.class);

  @Test
  void thePromisesHoldInEveryCompany() throws InterruptedException {
    Seeds seeds =
        Optional.ofNullable(System.getProperty("keyturn.seeds"))
            .map(Seeds::of)
            .orElseGet(() -> sampled(Sample.drawn()));
    Simulation simulation =
        new Simulation(
            Simulation.Kind.COMPANIES,
            seeds,
            FAILURES,
            done -> {
              if (done % 1_000 == 0) {
                System.out.printf("%,d of %,d seeds%n", done, seeds.count());
              }
            });
    List<String> bad = simulation.run(Runtime.getRuntime().availableProcessors());
    if (!bad.isEmpty()) {
      fail("%,d seeds passed%n%s".formatted(simulation.done(), String.join("\n\n", bad)));
    }

    assertThat(simulation.done()).isEqualTo(seeds.count());
    System.out.printf(
        "seeds %d to %d, of %,d days each%n%s%n",
        seeds.first(), seeds.last(), Life.DAYS, simulation.total());
    if (seeds.count() >= MANY) {
      assertThat(missing(simulation.total())).as("what never occurred").isEmpty();
    }
  }

  private static Seeds sampled(Sample sample) {
    long first = sample.firstOf(1, ALL);
    long last = sample.lastOf(1, ALL);
    return new Seeds(first, last - first + 1 == ALL ? last : first + OF_A_SAMPLE - 1);
  }

  private static List<Enum<?>> missing(Tally total) {
    return Stream.concat(
            Reason.all().stream().filter(reason -> !(reason instanceof Reason.Remark)),
            OCCURRING.stream().flatMap(kind -> Stream.of(kind.getEnumConstants())))
        .filter(one -> !NOT_HERE.contains(one) && one != MailOutage.Kind.NONE)
        .<Enum<?>>map(one -> (Enum<?>) one)
        .filter(one -> total.of(one) == 0)
        .toList();
  }

  @Test
  void aSeedIsReproducible() {
    Story.Told first = new Story.Told(100_000);
    Story.Told second = new Story.Told(100_000);
    Tally once = new Life(1, first).live();
    Tally again = new Life(1, second).live();

    assertThat(second.text()).isEqualTo(first.text());
    assertThat(again).hasToString(once.toString());
    assertThat(first.lines()).hasSizeGreaterThan(Life.DAYS);
  }
}
