package dev.keyturn.run;

import dev.keyturn.policy.Tags;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.PortFailure.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The users that a run is about: all of the account, in bulk, or some by name. */
final class Listing {
  private final Ports ports;
  private final FactsReader reader;
  private final Events events;
  private final List<Users.Listed> concerned = new ArrayList<>();
  private int users;

  Listing(Ports ports, FactsReader reader, Events events) {
    this.ports = ports;
    this.reader = reader;
    this.events = events;
  }

  Listing read(Scope scope) throws CannotBegin {
    try {
      switch (scope) {
        case Scope.Everyone _ -> {
          if (ports.users().each(this::add) instanceof Users.Reading.OneByOne oneByOne) {
            events.on(new Event.ReadOneByOne(oneByOne.why()));
          }
        }
        case Scope.Only only -> {
          for (UserName user : only.users().stream().sorted().toList()) {
            named(user);
          }
        }
      }
    } catch (PortFailure failure) {
      throw new CannotBegin("The users could not be read: " + failure.message());
    }
    concerned.sort(Comparator.comparing(Users.Listed::user));
    events.on(new Event.Listed(users, concerned.size()));
    return this;
  }

  private void named(UserName user) throws CannotBegin {
    try {
      Tags tags = ports.users().tags(user);
      add(new Users.Listed(user, tags));
      if (!reader.concerned(tags)) {
        events.on(new Event.NotLookedAfter(user, "the user bears no address tag"));
      }
    } catch (PortFailure failure) {
      if (failure.kind() == Kind.NOT_FOUND) {
        throw new CannotBegin("There is no user '" + user + "' in this account.");
      }
      throw failure;
    }
  }

  private void add(Users.Listed listed) {
    users++;
    if (reader.concerned(listed.tags())) {
      concerned.add(listed);
    }
  }

  /** How many users there are. */
  int users() {
    return users;
  }

  /** Those with an address or a rotation, by name. */
  List<Users.Listed> concerned() {
    return List.copyOf(concerned);
  }
}
