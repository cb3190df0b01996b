package dev.keyturn.run;

import dev.keyturn.directory.ReportedUser;
import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.KeyBook.Trust;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The reading half of a run: all users, and a decision for each. Nothing is written. */
final class Planning {
  private final Ports ports;
  private final Preflight preflight;
  private final FactsReader reader;
  private final Crew crew;
  private final BulkReading bulk;
  private final Reminding reminding;
  private final Noting noting;
  private final World world;
  private final Events events;
  private final String id;

  /** What the last plan rests on. */
  private KeyBook book;

  /** Whether that is about all users. */
  private boolean everyone;

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
      BulkReading bulk,
      Reminding reminding,
      Noting noting,
      World world,
      Events events,
      String id) {
    this.ports = ports;
    this.preflight = preflight;
    this.reader = reader;
    this.crew = crew;
    this.bulk = bulk;
    this.reminding = reminding;
    this.noting = noting;
    this.world = world;
    this.events = events;
    this.id = id;
    this.book = bulk.closed();
  }

  /** A user for whom something may be due, and how to come by the facts. */
  private record Glanced(Bearer user, Supplier<Facts> facts) {}

  /** See {@link Run#plan(Scope, Deadline, Breadth)}. */
  Plan plan(Scope scope, Deadline deadline, Breadth breadth) throws CannotBegin {
    return plan(scope, deadline, breadth, Trust.FULL);
  }

  /** The same, once another run has acted: the report cannot tell yet what it did. */
  Plan again(Scope scope, Deadline deadline, Breadth breadth) throws CannotBegin {
    return plan(scope, deadline, breadth, Trust.WHERE_NOTHING_IS_DUE);
  }

  /** What the last plan's credential report tells; nothing where none was needed or to be had. */
  Map<UserName, ReportedUser> reported() {
    return Map.copyOf(book.reported());
  }

  private Plan plan(Scope scope, Deadline deadline, Breadth breadth, Trust trust)
      throws CannotBegin {
    Instant began = world.clock().instant();
    Preflight.Begun begun = preflight.check();
    Account.Identity identity = begun.identity();
    LocalDate today = begun.today();
    LocalDate until = breadth.until(today);
    events.on(new Event.Began(identity, today));
    reminding.read(identity.accountId());
    noting.read(identity.accountId());
    everyone = scope instanceof Scope.Everyone;
    if (everyone) {
      bulk.request();
    }
    Listing listing = Listing.read(scope, ports, reader, crew, events, deadline);
    book = bulk.closed();
    if (everyone
        && (breadth instanceof Breadth.Survey
            || listing.concerned().stream().anyMatch(KeyBook::mayGainByTheReport))) {
      book = bulk.open(identity, trust, deadline);
    }
    List<Plan.Entry> entries = new ArrayList<>(listing.unread());
    List<Glanced> others = new ArrayList<>();
    for (Bearer user : listing.concerned()) {
      switch (book.at(user, until)) {
        case Glance.Quiet quiet ->
            entries.add(new Plan.Quiet(user.user(), user.owner(), quiet.why()));
        case Glance.Known known ->
            others.add(
                new Glanced(user, () -> FactsReader.facts(user, known.keys(), known.uses())));
        case Glance.Unknown _ -> others.add(new Glanced(user, () -> looked(user)));
      }
    }
    entries.addAll(
        crew.map(
            others,
            glanced -> deadline.near() ? tooLate(glanced.user()) : decide(glanced, today),
            done -> events.on(new Event.Progress(Event.Phase.READING, done, others.size()))));
    if (deadline.near()) {
      throw new CannotBegin(
          "The account could not be read in the time that this run has. Nothing was touched; give"
              + " it more time.");
    }
    refuseIfAllDenied(entries);
    Plan.Outlook outlook = outlook(begun, entries);
    return new Plan(
        id,
        identity,
        today,
        began,
        until,
        listing.users(),
        existing(entries).stream().map(entry -> held(entry, outlook.newKeys())).toList(),
        listing.unconcerned(),
        outlook);
  }

  private Plan.Outlook outlook(Preflight.Begun begun, List<Plan.Entry> entries) {
    Allowance mails = preflight.mails(entries);
    return new Plan.Outlook(mails, NewKeys.by(begun.bucket(), begun.sender(), mails));
  }

  private static Plan.Entry held(Plan.Entry entry, NewKeys newKeys) {
    return entry instanceof Plan.Decided(Facts facts, Decision decision)
        ? new Plan.Decided(facts, newKeys.on(decision))
        : entry;
  }

  /** Keeps what was verified, so that the next plan need not. */
  void keep() {
    bulk.keep(book);
  }

  /** Notes what the last plan saw of keys. */
  void note(Plan plan) {
    noting.seen(plan, everyone);
  }

  /** Forgets what was thought of a user's keys. */
  void forget(UserName user) {
    book.forget(user);
  }

  private Facts looked(Bearer user) {
    List<AccessKey> keys = reader.keys(user.user());
    return FactsReader.facts(user, keys, book.learn(user, keys));
  }

  private Plan.Entry decide(Glanced glanced, LocalDate today) {
    Bearer user = glanced.user();
    try {
      return reader.decide(glanced.facts().get(), today);
    } catch (PortFailure failure) {
      return new Plan.Unread(user.user(), user.owner(), failure);
    } catch (RuntimeException mistake) {
      return new Plan.Unread(
          user.user(),
          user.owner(),
          new PortFailure(PortFailure.Kind.UNCLEAR, Rows.defect(mistake)));
    }
  }

  /** Stands in for a user who is not read any more; a run that comes to this has no plan. */
  private static Plan.Entry tooLate(Bearer user) {
    return new Plan.Unread(
        user.user(),
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
        .sorted(Comparator.comparing(Plan.Entry::user))
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
