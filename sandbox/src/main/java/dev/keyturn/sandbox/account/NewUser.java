package dev.keyturn.sandbox.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A user as a test wants to find it: with a past. Goes around AWS's calls, but not around its
 * limits. Its times are in whole seconds, as IAM's are.
 */
public record NewUser(
    String name,
    String path,
    Instant created,
    List<Tag> tags,
    List<String> groups,
    List<NewKey> keys) {

  /** A key of that user, made and last used at times of the test's choosing. */
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
