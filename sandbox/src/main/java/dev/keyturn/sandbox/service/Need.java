package dev.keyturn.sandbox.service;

import java.util.Map;

/**
 * The permission that a call needs, in the words of a policy: {@code iam:TagUser}, the resource's
 * ARN or {@code *}, and the condition keys that are known of the call. An empty permission is one
 * that everybody has.
 */
public record Need(String permission, String resource, Map<String, String> conditions) {
  public Need {
    conditions = Map.copyOf(conditions);
  }

  static Need nothing() {
    return new Need("", "*", Map.of());
  }
}
