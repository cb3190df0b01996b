package dev.keyturn.proof.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.organization.Execution.End;
import dev.keyturn.proof.simulation.Story;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Days of the simulation's organizations that its dice seldom make. */
class OrganizationModesTest {
  /** The first organization of this kind whose settings keep nothing from being changed. */
  private static Landscape landscape(Predicate<Landscape> kind) {
    return LongStream.rangeClosed(1, 500)
        .mapToObj(seed -> new Landscape(seed, new Story.Told(100)))
        .filter(one -> !one.settings.options().dryRun())
        .filter(one -> one.members.stream().noneMatch(one::excluded))
        .filter(kind)
        .findFirst()
        .orElseThrow();
  }

  private static Execution execution(Landscape landscape, String name) {
    return new Execution(landscape, name, 0, Integer.MAX_VALUE);
  }

  @Test
  void anExecutionThatCannotListAccountsKeepsNoOtherWaiting() {
    Landscape landscape = landscape(_ -> true);
    landscape.roster.works = false;
    assertThat(execution(landscape, "denied").run()).isEqualTo(End.NOT_BEGUN);
    landscape.roster.works = true;
    assertThat(execution(landscape, "allowed").run()).isEqualTo(End.SUMMARIZED);
    landscape.raise();
  }
}
