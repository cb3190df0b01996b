package dev.keyturn.policy;

import static dev.keyturn.policy.Given.POLICY;
import static dev.keyturn.policy.Given.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.Decision.Look;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is finite is enumerated: every user there can be, against every promise. */
class EveryCombinationTest {
  private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
  private long users;

  @Test
  void everyDecisionAboutEveryUserKeepsThePromises() {
    Combinations.each(this::check);

    System.out.printf("%,d users, decided with these reasons: %s%n", users, counts);
    Set<Reason> foundOutInARun = EnumSet.of(Reason.CHANGED_MEANWHILE, Reason.READ_FAILED);
    assertThat(counts.keySet())
        .as("every other reason is met")
        .isEqualTo(EnumSet.complementOf(EnumSet.copyOf(foundOutInARun)));
  }

  private void check(Facts user) {
    if (decide(user) instanceof Look look) {
      for (Evidence evidence : Combinations.evidence(look.key())) {
        assertThat(decide(user.with(evidence)))
            .as("one look is enough for %s", user)
            .isNotInstanceOf(Look.class);
      }
    }
  }

  private Decision decide(Facts user) {
    users++;
    Decision decision = Planner.decide(user, POLICY, TODAY);
    counts.merge(decision.reason(), 1L, Long::sum);
    try {
      new Promises(user, decision).hold();
    } catch (AssertionError e) {
      throw new AssertionError(decision + " was decided for " + user, e);
    }
    return decision;
  }
}
