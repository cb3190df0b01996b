package dev.keyturn.cli.fetch;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.KeyId;
import java.util.Map;
import java.util.Optional;

/**
 * The request of an owner.
 *
 * @param bucket that the mail names
 * @param key the new key, as the mail names it; without it, the newest file is meant
 * @param region of the bucket
 * @param mfaCode what the owner's MFA device shows now, where a policy asks for it
 * @param hub the account of the bucket, if it is not the owner's own
 * @param environment of the owner's shell, for the places of files and for advice
 */
public record FetchRequest(
    String bucket,
    Optional<KeyId> key,
    Optional<String> region,
    Optional<String> mfaCode,
    Optional<AccountId> hub,
    Map<String, String> environment) {
  public FetchRequest {
    environment = Map.copyOf(environment);
  }

  /** Hides the environment, which may contain a secret. */
  @Override
  public String toString() {
    return "FetchRequest[" + bucket + ", " + key + "]";
  }
}
