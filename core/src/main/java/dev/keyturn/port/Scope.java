package dev.keyturn.port;

import dev.keyturn.facts.UserName;
import java.util.Set;

/** The users of a run. */
public sealed interface Scope {
  record Everyone() implements Scope {}

  /** Only these users; each must exist. */
  record Only(Set<UserName> users) implements Scope {
    public Only {
      users = Set.copyOf(users);
    }
  }
}
