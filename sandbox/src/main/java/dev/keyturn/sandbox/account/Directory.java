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
 * The state that users, keys, groups and reports share, and the one lock that guards it: code that
 * accesses a field must hold this object's monitor. Names are found ignoring case, as in IAM.
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

  /** A seed for another account. */
  synchronized long seed() {
    return random.nextLong();
  }

  /** The time to the second, as IAM keeps and shows it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** When reads will show a write made now. */
  Instant visible() {
    return clock.instant().plus(lag.draw(random));
  }

  /** The time for which reads are answered. */
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

  /** A key that exists in the current state. */
  Optional<AccessKey> key(String id) {
    return Optional.ofNullable(keyOwners.get(id))
        .map(owner -> owner.keys.get(id))
        .flatMap(Lagged::truth);
  }
}
