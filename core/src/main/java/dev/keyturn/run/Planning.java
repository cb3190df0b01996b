package dev.keyturn.run;

import dev.keyturn.policy.Owner;
import dev.keyturn.policy.Tags;
import dev.keyturn.policy.UserName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The reading half of a run: all users, and a decision for each. Nothing is written. */
final class Planning {
  private final Ports ports;
  private final Preflight preflight;
  private final FactsReader reader;
  private final Crew crew;
  private final World world;
  private final Events events;
  private final String id;

  /**
   * Nothing is read yet.
   *
   * @param id of the run
   */
  Planning(
      Ports ports,
      Preflight preflight,
      FactsReader reader,
      Crew crew,
      World world,
      Events events,
      String id) {
    this.ports = ports;
    this.preflight = preflight;
    this.reader = reader;
    this.crew = crew;
    this.world = world;
    this.events = events;
    this.id = id;
  }

  /** See {@link Run#plan(Scope, Deadline)}. */
  Plan plan(Scope scope, Deadline deadline) throws CannotBegin {
    Instant began = world.clock().instant();
    Preflight.Begun begun = preflight.check();
    Account.Identity identity = begun.identity();
    LocalDate today = begun.today();
    events.on(new Event.Began(identity, today));
    Listing listing = Listing.read(scope, ports, reader, crew, events);
    List<Plan.Entry> entries = new ArrayList<>(listing.unread());
    entries.addAll(
        crew.map(
            listing.concerned(),
            listed -> deadline.near() ? tooLate(listed) : decide(listed, today),
            done ->
                events.on(
                    new Event.Progress(Event.Phase.READING, done, listing.concerned().size()))));
    if (deadline.near()) {
      throw new CannotBegin(
          "The account could not be read in the time that this run has. Nothing was touched; give"
              + " it more time.");
    }
    refuseIfAllDenied(entries);
    return new Plan(id, identity, today, began, listing.users(), existing(entries));
  }

  private Plan.Entry decide(Users.Listed listed, LocalDate today) {
    UserName user = listed.user();
    Tags tags = listed.tags();
    try {
      return reader.decide(reader.withTags(user, tags), today);
    } catch (PortFailure failure) {
      return new Plan.Unread(user, reader.owner(tags), failure);
    } catch (RuntimeException mistake) {
      return new Plan.Unread(
          user,
          reader.owner(tags),
          new PortFailure(PortFailure.Kind.UNCLEAR, Rows.defect(mistake)));
    }
  }

  /** Stands in for a user who is not read any more; a run that comes to this has no plan. */
  private static Plan.Entry tooLate(Users.Listed listed) {
    return new Plan.Unread(
        listed.user(),
        new Owner.Nobody(),
        new PortFailure(PortFailure.Kind.UNCLEAR, "There was no time left."));
  }

  /** All but users who were deleted while the account was read. */
  private static List<Plan.Entry> existing(List<Plan.Entry> entries) {
    return entries.stream()
        .filter(
            entry ->
                !(entry instanceof Plan.Unread unread
                    && unread.failure().kind() == PortFailure.Kind.NOT_FOUND))
        .toList();
  }

  /**
   * One user who cannot be read is a row; if none can be, for want of permission, that is no run.
   */
  private static void refuseIfAllDenied(List<Plan.Entry> entries) throws CannotBegin {
    List<PortFailure> failures =
        entries.stream()
            .filter(Plan.Unread.class::isInstance)
            .map(entry -> ((Plan.Unread) entry).failure())
            .filter(
                failure ->
                    failure.kind() == PortFailure.Kind.DENIED
                        || failure.kind() == PortFailure.Kind.CREDENTIALS)
            .toList();
    if (!entries.isEmpty() && failures.size() == entries.size()) {
      throw new CannotBegin("No user could be read. " + failures.getFirst().message());
    }
  }
}
