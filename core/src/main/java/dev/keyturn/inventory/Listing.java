package dev.keyturn.inventory;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.Ports;
import dev.keyturn.port.Scope;
import dev.keyturn.port.Users.Listed;
import dev.keyturn.throttle.BoundedParallel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The users of a run: all users of the account, in bulk if that is allowed, or some by name.
 *
 * @param users the number of users
 * @param concerned those with an address, a rotation or an exposed key, by name
 * @param unread those whose tags could not be read
 * @param unconcerned those with neither address nor rotation, by name
 */
public record Listing(
    int users, List<TaggedUser> concerned, List<Unread> unread, List<UserName> unconcerned) {

  /** A user whose tags could not be read. */
  public record Unread(UserName user, PortFailure failure) {}

  /** One user whose tags were requested. */
  private sealed interface Read {
    record Tagged(Listed listed) implements Read {}

    record Gone() implements Read {}

    record Failed(Unread unread) implements Read {}
  }

  public static Listing read(
      Scope scope,
      Ports ports,
      FactsReader reader,
      BoundedParallel parallel,
      Events events,
      Deadline deadline)
      throws CannotBegin {
    try {
      Listing listing =
          switch (scope) {
            case Scope.Everyone _ -> everyone(ports, reader, parallel, events, deadline);
            case Scope.Only only -> named(only, ports, reader, events);
          };
      events.on(new Event.Listed(listing.users(), listing.concerned().size()));
      return listing;
    } catch (PortFailure failure) {
      throw new CannotBegin("The users could not be read: " + failure.message(), failure);
    }
  }

  private static Listing everyone(
      Ports ports, FactsReader reader, BoundedParallel parallel, Events events, Deadline deadline) {
    try {
      Concerned concerned = new Concerned(reader);
      ports
          .users()
          .each(
              listed -> {
                demandTime(deadline);
                concerned.add(listed);
              });
      return concerned.listing(List.of());
    } catch (PortFailure failure) {
      if (failure.kind() != Kind.DENIED && failure.kind() != Kind.UNSUPPORTED) {
        throw failure;
      }
      events.on(new Event.ReadOneByOne(failure.message()));
      return oneByOne(ports, reader, parallel, events, deadline);
    }
  }

  /** The time may be over between two pages, too. */
  private static void demandTime(Deadline deadline) {
    if (deadline.near()) {
      throw new PortFailure(
          Kind.REFUSED,
          "there was no time left. Give the run more time, or raise IAM_CALLS_PER_SECOND.");
    }
  }

  private static Listing oneByOne(
      Ports ports, FactsReader reader, BoundedParallel parallel, Events events, Deadline deadline) {
    List<UserName> names = ports.users().names();
    Concerned concerned = new Concerned(reader);
    List<Unread> unread = new ArrayList<>();
    parallel
        .map(
            names,
            // A run out of time has no plan, so missing users do not matter.
            user -> deadline.near() ? new Read.Gone() : tagged(user, ports, _ -> Optional.empty()),
            done -> events.on(new Event.Progress(Event.Phase.LISTING, done, names.size())))
        .forEach(
            read -> {
              switch (read) {
                case Read.Tagged tagged -> concerned.add(tagged.listed());
                case Read.Gone _ -> {}
                case Read.Failed failed -> unread.add(failed.unread());
              }
            });
    return concerned.listing(unread);
  }

  /** Where all users are read one by one, their policies are not: that would double the calls. */
  private static Read tagged(
      UserName user, Ports ports, Function<UserName, Optional<Quarantine>> quarantine) {
    try {
      return new Read.Tagged(
          new Listed(user, Instant.EPOCH, ports.users().tags(user), quarantine.apply(user)));
    } catch (PortFailure failure) {
      return failure.kind() == Kind.NOT_FOUND
          ? new Read.Gone()
          : new Read.Failed(new Unread(user, failure));
    }
  }

  /** What to say and to do if a user that was named does not exist. */
  public static String noUser(UserName user) {
    return "There is no user '%s' in this account. Check the name (letter case counts) and the account (--profile, --account); 'aws iam list-users' lists the names."
        .formatted(user);
  }

  private static Listing named(Scope.Only only, Ports ports, FactsReader reader, Events events)
      throws CannotBegin {
    Concerned concerned = new Concerned(reader);
    List<Unread> unread = new ArrayList<>();
    for (UserName user : only.users().stream().sorted().toList()) {
      switch (tagged(user, ports, reader::quarantine)) {
        case Read.Gone _ -> throw new CannotBegin(noUser(user));
        case Read.Failed failed -> unread.add(failed.unread());
        case Read.Tagged tagged -> {
          concerned.add(tagged.listed());
          if (!reader.managed(tagged.listed().tags())) {
            events.on(new Event.NotManaged(user, "the user has no address tag"));
          }
        }
      }
    }
    return concerned.listing(unread);
  }

  /** Selects the users that matter. */
  private static final class Concerned {
    private final FactsReader reader;
    private final List<TaggedUser> concerned = new ArrayList<>();
    private final List<UserName> unconcerned = new ArrayList<>();
    private final Set<UserName> names = new HashSet<>();
    private int users;

    Concerned(FactsReader reader) {
      this.reader = reader;
    }

    /** Deduplicates users: two threads must not change the same keys. */
    void add(Listed listed) {
      if (!names.add(listed.user())) {
        return;
      }
      users++;
      if (reader.concerned(listed)) {
        concerned.add(reader.taggedUser(listed));
      }
      if (!reader.managed(listed.tags())) {
        unconcerned.add(listed.user());
      }
    }

    Listing listing(List<Unread> unread) {
      return new Listing(
          users + unread.size(),
          concerned.stream().sorted(Comparator.comparing(TaggedUser::user)).toList(),
          unread,
          unconcerned.stream().sorted().toList());
    }
  }
}
