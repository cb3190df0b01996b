package dev.keyturn.sandbox.automation;

import java.util.Map;

/** A rule of EventBridge's default bus; {@code targets} maps their ids to ARNs. */
public record Rule(
    String name, String arn, String schedule, boolean enabled, Map<String, String> targets) {
  public Rule {
    targets = Map.copyOf(targets);
  }
}
