package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.trouble.Lagged;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is true of one user, with the tags and each key under delayed visibility of their own.
 */
final class UserState {
  final String name;
  private final User made;
  final Lagged<Tags> tags;
  final Map<String, Lagged<Optional<AccessKey>>> keys = new LinkedHashMap<>();
  final TreeSet<String> groups = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  final TreeMap<String, String> inlinePolicies = new TreeMap<>();
  final TreeSet<String> attachedPolicies = new TreeSet<>();

  /** The state of a user that was just made, without keys, groups and policies. */
  UserState(User made) {
    this.name = made.name();
    this.made = made;
    this.tags = new Lagged<>(made.tags());
  }

  User truth() {
    return shown(tags.truth(), trueKeys());
  }

  User seen(Instant now) {
    List<AccessKey> seen = keys.values().stream().flatMap(key -> key.seen(now).stream()).toList();
    return shown(tags.seen(now), seen);
  }

  List<AccessKey> trueKeys() {
    return keys.values().stream().flatMap(key -> key.truth().stream()).toList();
  }

  /** Forgets deleted keys that no read shows any more. */
  void sweep(Instant now) {
    keys.values().removeIf(key -> key.truth().isEmpty() && key.seen(now).isEmpty());
  }

  private User shown(Tags shownTags, List<AccessKey> shownKeys) {
    return new User(
        made.account(),
        made.name(),
        made.path(),
        made.id(),
        made.created(),
        shownTags,
        shownKeys,
        List.copyOf(groups),
        inlinePolicies,
        List.copyOf(attachedPolicies));
  }
}
