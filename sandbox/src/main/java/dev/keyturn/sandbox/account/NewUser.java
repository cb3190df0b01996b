package dev.keyturn.sandbox.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A user with a history, for tests. Bypasses AWS's calls, but not its limits. Its times are in
 * whole seconds, as IAM's are.
 */
public record NewUser(
    String name,
    String path,
    Instant created,
    List<Tag> tags,
    List<String> groups,
    List<NewKey> keys) {

  /** A key of that user, created and last used at given times. */
  public record NewKey(Instant created, AccessKey.Status status, LastUse lastUse) {
    public NewKey {
      created = created.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  public NewUser {
    created = created.truncatedTo(ChronoUnit.SECONDS);
    tags = List.copyOf(tags);
    groups = List.copyOf(groups);
    keys = List.copyOf(keys);
  }
}
