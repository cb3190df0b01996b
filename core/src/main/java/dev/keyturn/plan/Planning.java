package dev.keyturn.plan;

import dev.keyturn.event.Event;
import dev.keyturn.event.RunContext;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.BulkReading;
import dev.keyturn.inventory.CachedKeys;
import dev.keyturn.inventory.FactsReader;
import dev.keyturn.inventory.KeyCache;
import dev.keyturn.inventory.KeyCache.Trust;
import dev.keyturn.inventory.Listing;
import dev.keyturn.inventory.TaggedUser;
import dev.keyturn.policy.UnusedKeys;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Scope;
import dev.keyturn.state.NoteStore;
import dev.keyturn.state.ReminderStore;
import dev.keyturn.throttle.BoundedParallel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads all users and decides about each. Writes nothing. */
public final class Planning {
  private final RunContext context;
  private final StartCheck start;
  private final Decider decider;
  private final FactsReader reader;
  private final ReminderStore reminders;
  private final BoundedParallel parallel;
  private final BulkReading bulk;

  /** Creates a planning that has read nothing. */
  public Planning(
      RunContext context,
      StartCheck start,
      Decider decider,
      ReminderStore reminders,
      BoundedParallel parallel) {
    this.context = context;
    this.start = start;
    this.decider = decider;
    this.reader = decider.reader();
    this.reminders = reminders;
    this.parallel = parallel;
    this.bulk =
        new BulkReading(
            context.ports(),
            context.environment(),
            context.events(),
            context.settings().policy().warningDays());
  }

  /** A user for whom something may be due, and how to read the facts. */
  private record Undecided(TaggedUser user, Supplier<Facts> facts) {}

  /** A user whose decision was asked for. */
  private sealed interface Answered {
    record Decided(UserDecision user) implements Answered {}

    record Failed(Plan.Unread user) implements Answered {}
  }

  /**
   * Reads all users of a request and decides.
   *
   * @param trust whether the credential report can be believed
   * @throws CannotBegin if the run cannot begin, or not before the deadline is near
   */
  public Plan plan(RunRequest request, Trust trust) throws CannotBegin {
    try {
      return read(request, trust);
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message(), failure);
    }
  }

  private Plan read(RunRequest request, Trust trust) throws CannotBegin {
    Instant began = context.environment().clock().instant();
    StartCheck.Started begun = start.check();
    LocalDate today = begun.today();
    Plan.Days days = new Plan.Days(today, request.horizon().until(today), began);
    context.events().on(new Event.Began(begun.identity(), today));
    reminders.read(begun.identity().accountId());
    decider.notes().read(begun.identity().accountId());
    expose(request.exposed(), today);
    boolean everyone = request.scope() instanceof Scope.Everyone;
    if (everyone) {
      bulk.request();
    }
    Listing listing =
        Listing.read(
            request.scope(),
            context.ports(),
            reader,
            parallel,
            context.events(),
            request.deadline());
    KeyCache cache = cache(request, listing, begun.identity(), trust);
    List<Plan.NotLooked> notLooked = new ArrayList<>();
    List<Undecided> others = new ArrayList<>();
    for (TaggedUser user : listing.concerned()) {
      switch (keys(cache, user, days.until())) {
        case CachedKeys.Quiet quiet ->
            notLooked.add(
                new Plan.NotLooked(user.user(), user.owner(), user.thresholds(), quiet.why()));
        case CachedKeys.Known known ->
            others.add(
                new Undecided(user, () -> FactsReader.facts(user, known.keys(), known.uses())));
        case CachedKeys.Unknown _ -> others.add(new Undecided(user, () -> looked(user, cache)));
      }
    }
    List<Plan.Unread> unread = new ArrayList<>();
    listing
        .unread()
        .forEach(
            user -> unread.add(new Plan.Unread(user.user(), new Owner.None(), user.failure())));
    List<UserDecision> decisions = new ArrayList<>();
    Deadline deadline = request.deadline();
    parallel
        .map(
            others,
            undecided -> deadline.near() ? tooLate(undecided.user()) : decide(undecided, days),
            done ->
                context.events().on(new Event.Progress(Event.Phase.READING, done, others.size())))
        .forEach(
            answered -> {
              switch (answered) {
                case Answered.Decided decided -> decisions.add(decided.user());
                case Answered.Failed failed -> unread.add(failed.user());
              }
            });
    if (deadline.near()) {
      throw new CannotBegin(
          "The account could not be read in the time of this run. Nothing was changed. Give the run"
              + " more time (the function's time-out), or raise IAM_CALLS_PER_SECOND.");
    }
    if (decisions.isEmpty() && notLooked.isEmpty()) {
      refuseIfAllDenied(unread);
    }
    return Plan.of(
        new Plan.Basis(
            context.id(),
            begun.identity(),
            days,
            rules(begun, decisions, days),
            new Plan.Inventoried(listing.users(), listing.unconcerned(), everyone, cache)),
        decisions,
        unread.stream()
            // They were deleted while the account was read.
            .filter(user -> user.failure().kind() != PortFailure.Kind.NOT_FOUND)
            .toList(),
        notLooked);
  }

  /** Without its user, an exposed key cannot be found again: that is reported. */
  private void expose(Set<KeyId> keys, LocalDate today) {
    for (KeyId key : keys) {
      try {
        decider.notes().exposed(key, context.ports().keys().userOf(key), today);
      } catch (PortFailure failure) {
        context.events().on(new Event.Unchecked("the exposed key " + key, failure.message()));
      }
    }
  }

  /** An order or AWS Health may be about a key that is young, so its user is looked at. */
  private CachedKeys keys(KeyCache cache, TaggedUser user, LocalDate until) {
    Notes noted = decider.notes().now();
    return noted.ordered(user.user()) || noted.exposed(user.user())
        ? new CachedKeys.Unknown()
        : cache.at(user, until);
  }

  private KeyCache cache(
      RunRequest request, Listing listing, Account.Identity identity, Trust trust) {
    return request.scope() instanceof Scope.Everyone
            && (request.horizon() instanceof PlanHorizon.Survey
                || listing.concerned().stream().anyMatch(KeyCache::mayGainByTheReport))
        ? bulk.open(identity, trust, request.deadline())
        : bulk.closed();
  }

  private Plan.Rules rules(StartCheck.Started begun, List<UserDecision> decisions, Plan.Days days) {
    Allowance mails = start.mails(decisions);
    return new Plan.Rules(
        decider.policy(),
        context.settings().setup(context.ports().account().layout()),
        context.settings().options().actionLimit(),
        days.until().isAfter(days.today()) ? reminders.now() : reminders.known(),
        mails,
        NewKeys.by(begun.bucket(), begun.sender(), mails),
        ActionDays.at(context.settings().options().noAction(), begun.at()));
  }

  /** Keeps in the bucket what a plan verified and saw, so that the next one need not. */
  public void keep(Plan plan) {
    keepKeys(plan);
    decider.notes().seen(seen(plan));
  }

  /** Keeps what was verified of the users' keys. */
  public void keepKeys(Plan plan) {
    bulk.keep(plan.basis().inventoried().cache());
  }

  /** Users with an order are always looked at, unless they have no address. */
  private static NoteStore.Seen seen(Plan plan) {
    return new NoteStore.Seen(
        plan.today(),
        plan.decisions().stream().map(UserDecision::facts).toList(),
        notLooked(plan),
        plan.unread().stream().map(Plan.Unread::user).collect(Collectors.toSet()),
        unused(plan),
        plan.basis().inventoried().everyone());
  }

  private static Set<UserName> notLooked(Plan plan) {
    return Stream.concat(
            plan.withoutAddress().stream(),
            plan.quiet().stream().filter(Plan.NotLooked.class::isInstance).map(Plan.Entry::user))
        .collect(Collectors.toSet());
  }

  /** Warnings of these keys' owners still hold: nothing else was decided about them today. */
  private static Set<KeyId> unused(Plan plan) {
    return plan.decisions().stream()
        .filter(user -> UnusedKeys.concerns(user.decision()))
        .flatMap(user -> user.facts().keys().stream())
        .map(AccessKey::id)
        .collect(Collectors.toSet());
  }

  private Facts looked(TaggedUser user, KeyCache cache) {
    List<AccessKey> keys = reader.keys(user.user());
    return FactsReader.facts(user, keys, cache.learn(user, keys));
  }

  private Answered decide(Undecided undecided, Plan.Days days) {
    TaggedUser user = undecided.user();
    try {
      UserDecision decided = decider.decide(undecided.facts().get(), days.today());
      return new Answered.Decided(
          days.until().isAfter(days.today()) ? ahead(decided, days) : decided);
    } catch (PortFailure failure) {
      return new Answered.Failed(new Plan.Unread(user.user(), user.owner(), failure));
    } catch (RuntimeException mistake) {
      return new Answered.Failed(
          new Plan.Unread(user.user(), user.owner(), PortFailure.defect(mistake)));
    }
  }

  /** Looks up what a forecast needs and today's decision did not: no day to come can ask IAM. */
  private UserDecision ahead(UserDecision decided, Plan.Days days) {
    Facts user = decided.facts();
    return new UserDecision(
        reader.withUses(user, UnusedKeys.unknown(user, decider.policy(), days.until())),
        decided.decision());
  }

  /** A user that is not read any more; a run that comes to this has no plan. */
  private static Answered tooLate(TaggedUser user) {
    return new Answered.Failed(
        new Plan.Unread(
            user.user(),
            new Owner.None(),
            new PortFailure(PortFailure.Kind.UNCLEAR, Deadline.LATE)));
  }

  /**
   * A user who cannot be read becomes a row; if no user can be read because a permission is
   * missing, the run cannot begin.
   */
  private static void refuseIfAllDenied(List<Plan.Unread> unread) throws CannotBegin {
    if (!unread.isEmpty() && unread.stream().allMatch(Planning::denied)) {
      PortFailure failure = unread.getFirst().failure();
      throw new CannotBegin("No user could be read. " + failure.message(), failure);
    }
  }

  private static boolean denied(Plan.Unread user) {
    return switch (user.failure().kind()) {
      case DENIED, CREDENTIALS -> true;
      case THROTTLED, NOT_FOUND, UNSUPPORTED, REFUSED, UNREACHABLE, UNCLEAR -> false;
    };
  }
}
