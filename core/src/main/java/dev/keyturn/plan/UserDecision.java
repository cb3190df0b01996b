package dev.keyturn.plan;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;

/** What was decided about one user, by which facts. */
public record UserDecision(Facts facts, Decision decision) {
  public UserName user() {
    return facts.user();
  }
}
