package dev.keyturn.plan;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.BulkReading;
import dev.keyturn.inventory.CachedKeys;
import dev.keyturn.inventory.FactsReader;
import dev.keyturn.inventory.KeyCache;
import dev.keyturn.inventory.KeyCache.Trust;
import dev.keyturn.inventory.Listing;
import dev.keyturn.inventory.TaggedUser;
import dev.keyturn.policy.Decision;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.run.Run;
import dev.keyturn.state.NoteStore;
import dev.keyturn.state.ReminderStore;
import dev.keyturn.throttle.BoundedParallel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The reading half of a run: all users, and a decision for each. Nothing is written. */
public final class Planning {
  private final Ports ports;
  private final StartCheck start;
  private final FactsReader reader;
  private final Decider decider;
  private final BoundedParallel crew;
  private final BulkReading bulk;
  private final ReminderStore reminding;
  private final NoteStore noting;
  private final RuntimeEnvironment world;
  private final Events events;
  private final String id;

  /** What the last plan rests on. */
  private KeyCache book;

  /** Whether that is about all users. */
  private boolean everyone;

  /**
   * Nothing is read yet.
   *
   * @param id of the run
   */
  public Planning(
      Ports ports,
      StartCheck start,
      Decider decider,
      BoundedParallel crew,
      BulkReading bulk,
      ReminderStore reminding,
      NoteStore noting,
      RuntimeEnvironment world,
      Events events,
      String id) {
    this.ports = ports;
    this.start = start;
    this.reader = decider.reader();
    this.decider = decider;
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
  private record Glanced(TaggedUser user, Supplier<Facts> facts) {}

  /** See {@link Run#plan(Scope, Deadline, Breadth)}. */
  public Plan plan(Scope scope, Deadline deadline, PlanHorizon breadth) throws CannotBegin {
    return plan(scope, deadline, breadth, Trust.FULL);
  }

  /** The same, once another run has acted: the report cannot tell yet what it did. */
  public Plan again(Scope scope, Deadline deadline, PlanHorizon breadth) throws CannotBegin {
    return plan(scope, deadline, breadth, Trust.WHERE_NOTHING_IS_DUE);
  }

  /** What the last plan's credential report tells; nothing where none was needed or to be had. */
  public Map<UserName, ReportedUser> reported() {
    return Map.copyOf(book.reported());
  }

  private Plan plan(Scope scope, Deadline deadline, PlanHorizon breadth, Trust trust)
      throws CannotBegin {
    Instant began = world.clock().instant();
    StartCheck.Started begun = start.check();
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
        && (breadth instanceof PlanHorizon.Survey
            || listing.concerned().stream().anyMatch(KeyCache::mayGainByTheReport))) {
      book = bulk.open(identity, trust, deadline);
    }
    List<Plan.Entry> entries = new ArrayList<>();
    listing
        .unread()
        .forEach(
            unread ->
                entries.add(new Plan.Unread(unread.user(), new Owner.Nobody(), unread.failure())));
    List<Glanced> others = new ArrayList<>();
    for (TaggedUser user : listing.concerned()) {
      switch (book.at(user, until)) {
        case CachedKeys.Quiet quiet ->
            entries.add(new Plan.Quiet(user.user(), user.owner(), quiet.why()));
        case CachedKeys.Known known ->
            others.add(
                new Glanced(user, () -> FactsReader.facts(user, known.keys(), known.uses())));
        case CachedKeys.Unknown _ -> others.add(new Glanced(user, () -> looked(user)));
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

  private Plan.Outlook outlook(StartCheck.Started begun, List<Plan.Entry> entries) {
    Allowance mails = start.mails(entries);
    return new Plan.Outlook(mails, NewKeys.by(begun.bucket(), begun.sender(), mails));
  }

  private static Plan.Entry held(Plan.Entry entry, NewKeys newKeys) {
    return entry instanceof Plan.Decided(Facts facts, Decision decision)
        ? new Plan.Decided(facts, newKeys.on(decision))
        : entry;
  }

  /** Keeps what was verified, so that the next plan need not. */
  public void keep() {
    bulk.keep(book);
  }

  /** Notes what the last plan saw of keys. */
  public void note(Plan plan) {
    Set<UserName> unread = new HashSet<>();
    Set<UserName> settled = new HashSet<>(plan.withoutAddress());
    List<Facts> rotating = new ArrayList<>();
    for (Plan.Entry entry : plan.entries()) {
      switch (entry) {
        case Plan.Unread user -> unread.add(user.user());
        case Plan.Decided decided when decided.facts().record() instanceof UnderWay ->
            rotating.add(decided.facts());
        case Plan.Decided decided -> settled.add(decided.user());
        case Plan.Quiet quiet -> settled.add(quiet.user());
      }
    }
    noting.seen(new NoteStore.Seen(plan.today(), rotating, settled, unread, everyone));
  }

  /** Forgets what was thought of a user's keys. */
  public void forget(UserName user) {
    book.forget(user);
  }

  private Facts looked(TaggedUser user) {
    List<AccessKey> keys = reader.keys(user.user());
    return FactsReader.facts(user, keys, book.learn(user, keys));
  }

  private Plan.Entry decide(Glanced glanced, LocalDate today) {
    TaggedUser user = glanced.user();
    try {
      return decider.decide(glanced.facts().get(), today);
    } catch (PortFailure failure) {
      return new Plan.Unread(user.user(), user.owner(), failure);
    } catch (RuntimeException mistake) {
      return new Plan.Unread(user.user(), user.owner(), PortFailure.defect(mistake));
    }
  }

  /** Stands in for a user who is not read any more; a run that comes to this has no plan. */
  private static Plan.Entry tooLate(TaggedUser user) {
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
