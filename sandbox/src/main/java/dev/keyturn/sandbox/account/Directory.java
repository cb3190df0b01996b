package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.trouble.Lag;
import dev.keyturn.sandbox.trouble.Lagged;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The state that users, keys, groups and reports share, and the one lock that guards it: whoever
 * touches a field holds this object's monitor. Names are found ignoring case, for IAM does not tell
 * them apart by it.
 */
final class Directory {
  final String account;
  final Ids ids;
  final Map<String, UserState> users = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  final Map<String, Group> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  final Map<String, UserState> keyOwners = new HashMap<>();
  final Map<String, Roles.Role> roles = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Managed policies' documents by ARN. */
  final Map<String, String> managed = new TreeMap<>();

  Lag lag = Lag.NONE;

  private final InstantSource clock;
  private final RandomGenerator random;

  Directory(String account, InstantSource clock, RandomGenerator random) {
    this.account = account;
    this.clock = clock;
    this.random = random;
    this.ids = new Ids(random);
  }

  /** The time to the second, as IAM keeps and shows it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** When a write made now will be seen. */
  Instant visible() {
    return clock.instant().plus(lag.draw(random));
  }

  /** The instant that reads are answered for. */
  Instant reading() {
    return clock.instant();
  }

  UserState user(String name) {
    UserState user = users.get(name);
    if (user == null) {
      throw AwsRefusal.noSuch("The user with name " + name + " cannot be found.");
    }
    return user;
  }

  Group group(String name) {
    Group group = groups.get(name);
    if (group == null) {
      throw AwsRefusal.noSuch("The group with name " + name + " cannot be found.");
    }
    return group;
  }

  /** A key that truly exists. */
  Optional<AccessKey> key(String id) {
    return Optional.ofNullable(keyOwners.get(id))
        .map(owner -> owner.keys.get(id))
        .flatMap(Lagged::truth);
  }
}
