package dev.keyturn.proof.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.keyturn.policy.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Years of companies, each from a seed: {@code -Dkeyturn.seeds=1..10000} says which. {@code
 * docs/simulation.md} says what is simulated.
 */
class SimulationTest {
  private static final String USUAL = "1..300";

  /** With so many seeds, everything that can occur must have. */
  private static final long MANY = 5_000;

  /**
   * IAM's limit of two keys keeps a third from any of our users, and no plan speaks of users who
   * have neither an address nor a record.
   */
  private static final List<Reason> NOT_HERE = List.of(Reason.SEVERAL_NEW_KEYS, Reason.NO_ADDRESS);

  private static final List<Class<? extends Enum<?>>> OCCURRING =
      List.of(Reason.class, Call.class, Fate.class, Act.class, Life.Event.class);

  private static final List<Class<? extends Enum<?>>> HOSTILE =
      List.of(Attack.class, MailOutage.Kind.class);

  @Test
  void thePromisesHoldInEveryCompanyWhateverHappens() throws InterruptedException {
    Seeds seeds = Seeds.of(System.getProperty("keyturn.seeds", USUAL));
    Simulation simulation =
        new Simulation(
            seeds,
            done -> {
              if (done % 1_000 == 0) {
                System.out.printf("%,d of %,d seeds%n", done, seeds.count());
              }
            });
    Optional<String> bad = simulation.run(Runtime.getRuntime().availableProcessors());
    bad.ifPresent(story -> fail("after %,d seeds%n%s".formatted(simulation.done(), story)));

    assertThat(simulation.done()).isEqualTo(seeds.count());
    System.out.printf(
        "seeds %d to %d, of %,d days each%n%s%n",
        seeds.first(), seeds.last(), Life.DAYS, simulation.total());
    if (seeds.count() >= MANY) {
      assertThat(missing(simulation.total())).as("what never occurred").isEmpty();
    }
  }

  private static List<Enum<?>> missing(Tally total) {
    return Stream.concat(OCCURRING.stream(), Surroundings.HOSTILE ? HOSTILE.stream() : Stream.of())
        .<Enum<?>>flatMap(kind -> Stream.of(kind.getEnumConstants()))
        .filter(one -> !NOT_HERE.contains(one) && one != MailOutage.Kind.NONE)
        .filter(one -> total.of(one) == 0)
        .toList();
  }

  @Test
  void aSeedTellsTheSameStoryEachTime() {
    Story.Told first = new Story.Told(100_000);
    Story.Told second = new Story.Told(100_000);
    Tally once = new Life(1, first).live();
    Tally again = new Life(1, second).live();

    assertThat(second.text()).isEqualTo(first.text());
    assertThat(again).hasToString(once.toString());
    assertThat(first.lines()).hasSizeGreaterThan(Life.DAYS);
  }
}
