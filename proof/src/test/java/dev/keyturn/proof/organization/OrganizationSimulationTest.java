package dev.keyturn.proof.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.keyturn.proof.organization.OrganizationJudge.Event;
import dev.keyturn.proof.simulation.Seeds;
import dev.keyturn.proof.simulation.Simulation;
import dev.keyturn.proof.simulation.Story;
import dev.keyturn.sample.Sample;
import dev.keyturn.sample.Sampled;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Simulates organizations of three accounts, one per seed: {@code -Dkeyturn.organizations=1..500}
 * sets the range. {@code docs/simulation.md} describes the simulation.
 */
@Sampled(parts = 1)
class OrganizationSimulationTest {
  /** The seeds that CI runs in twenty samples, or all with {@code -Dkeyturn.sample=all}. */
  private static final long ALL = 500;

  /** The part of a sample that a build runs. {@code .ci/run} runs the whole sample. */
  private static final long OF_A_SAMPLE = 5;

  /** After this number of failed seeds the run ends. */
  private static final int FAILURES = 20;

  /** The number of seeds after which everything that can occur must have occurred. */
  private static final long MANY = 300;

  @Test
  void thePromisesHoldInEveryOrganization() throws InterruptedException {
    Seeds seeds =
        Optional.ofNullable(System.getProperty("keyturn.organizations"))
            .map(Seeds::of)
            .orElseGet(() -> sampled(Sample.drawn()));
    Simulation simulation = new Simulation(OrganizationLife.KIND, seeds, FAILURES, _ -> {});
    List<String> bad = simulation.run(Runtime.getRuntime().availableProcessors());
    if (!bad.isEmpty()) {
      fail("%,d seeds passed%n%s".formatted(simulation.done(), String.join("\n\n", bad)));
    }

    assertThat(simulation.done()).isEqualTo(seeds.count());
    System.out.printf(
        "organizations %d to %d, of %,d days each%n%s%n",
        seeds.first(), seeds.last(), OrganizationLife.DAYS, simulation.total());
    if (seeds.count() >= MANY) {
      assertThat(Stream.of(Trouble.values(), Event.values()).flatMap(Stream::of))
          .as("what occurred")
          .allMatch(one -> simulation.total().of(one) > 0);
    }
  }

  private static Seeds sampled(Sample sample) {
    long first = sample.firstOf(1, ALL);
    long last = sample.lastOf(1, ALL);
    return new Seeds(first, last - first + 1 == ALL ? last : first + OF_A_SAMPLE - 1);
  }

  @Test
  void aSeedIsReproducible() {
    Story.Told first = new Story.Told(100_000);
    Story.Told second = new Story.Told(100_000);
    String once = new OrganizationLife(1, first).live().toString();
    String again = new OrganizationLife(1, second).live().toString();

    assertThat(second.text()).isEqualTo(first.text());
    assertThat(again).isEqualTo(once);
    assertThat(first.lines()).hasSizeGreaterThan(OrganizationLife.DAYS);
  }
}
