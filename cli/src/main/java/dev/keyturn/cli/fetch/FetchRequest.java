package dev.keyturn.cli.fetch;

import dev.keyturn.facts.KeyId;
import java.util.Map;
import java.util.Optional;

/**
 * What an owner asks for.
 *
 * @param key the new key, as the mail names it; without it, the newest file is meant
 * @param region of the bucket
 * @param environment of the owner's shell, for the places of files and for advice
 */
public record FetchRequest(
    String profile,
    String bucket,
    Optional<KeyId> key,
    Optional<String> region,
    Map<String, String> environment) {
  public FetchRequest {
    environment = Map.copyOf(environment);
  }

  /** It may hold a secret. */
  @Override
  public String toString() {
    return "Wish[" + profile + ", " + bucket + ", " + key + "]";
  }
}
