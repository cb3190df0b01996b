package dev.keyturn.port;

import dev.keyturn.facts.UserName;
import java.util.Set;

/** Whom a run is about. */
public sealed interface Scope {
  record Everyone() implements Scope {}

  /** These users alone; each must exist. */
  record Only(Set<UserName> users) implements Scope {
    public Only {
      users = Set.copyOf(users);
    }
  }
}
