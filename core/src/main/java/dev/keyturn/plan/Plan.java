package dev.keyturn.plan;

import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.KeyCache;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Reminders;
import dev.keyturn.policy.Setup;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run would do. Each list is sorted by user name, and no user stands in two.
 *
 * @param due what this run does
 * @param deferred what is due and left for a later run
 * @param unread users that could not be read
 * @param quiet users for which nothing is due
 */
public record Plan(
    Basis basis, List<Due> due, List<Deferred> deferred, List<Unread> unread, List<Quiet> quiet) {
  public Plan {
    due = sorted(due);
    deferred = sorted(deferred);
    unread = sorted(unread);
    quiet = sorted(quiet);
  }

  private static <E extends Entry> List<E> sorted(List<E> entries) {
    return entries.stream().sorted(Comparator.comparing(Entry::user)).toList();
  }

  /** What a plan rests on. */
  public record Basis(
      String runId, Account.Identity identity, Days days, Rules rules, Inventoried inventoried) {}

  /**
   * The days of a plan.
   *
   * @param today by AWS's clock, in UTC
   * @param until the last day for which it can be forecast
   * @param began when reading began, by this machine's clock
   */
  public record Days(LocalDate today, LocalDate until, Instant began) {}

  /**
   * The limits of the whole run, at the time of planning.
   *
   * @param setup the values that commands for people name
   * @param reminders the warnings that were sent
   * @param mails SES's sending limits of the account
   * @param newKeys whether keys may be created at all
   * @param actionDays whether keys may be deactivated and deleted today
   */
  public record Rules(
      Policy policy,
      Setup setup,
      ActionLimit limit,
      Reminders reminders,
      Allowance mails,
      NewKeys newKeys,
      ActionDays actionDays) {}

  /**
   * What was read of the account.
   *
   * @param users the number of users in the account, or that were asked for
   * @param withoutAddress users without the e-mail tag, by name
   * @param everyone whether the whole account was read
   * @param cache what was verified of the users' keys
   */
  public record Inventoried(
      int users, List<UserName> withoutAddress, boolean everyone, KeyCache cache) {
    public Inventoried {
      withoutAddress = List.copyOf(withoutAddress);
    }
  }

  /** One user. */
  public sealed interface Entry {
    UserName user();

    Owner owner();
  }

  /** A user about whom was decided. */
  public sealed interface Decided extends Entry {
    Facts facts();

    Decision decision();

    @Override
    default UserName user() {
      return facts().user();
    }

    @Override
    default Owner owner() {
      return facts().owner();
    }
  }

  /** A user for whom something is due. */
  public record Due(Facts facts, Decision.Due decision) implements Decided {
    /** Whether anything is to be written: a hold that the owner does not hear of is a row only. */
    public boolean touches() {
      return !(decision instanceof Hold hold && !hold.notifiesOwner());
    }

    /** Whether the user has an address tag or a rotation; a hold may concern others, too. */
    boolean managed() {
      return !(facts.owner() instanceof Owner.None
          && facts.record() instanceof RotationRecord.None);
    }

    /** The row of this user. */
    public Row row(Outcome outcome) {
      return new Row(user(), owner(), facts.keys(), decision, outcome);
    }
  }

  /** A user for whom something is due, in a later run. */
  public record Deferred(Due planned, Deferral why) implements Decided {
    @Override
    public Facts facts() {
      return planned.facts();
    }

    @Override
    public Decision.Due decision() {
      return planned.decision();
    }

    /** The row of this user. */
    public Row row() {
      return planned.row(why.outcome());
    }
  }

  /** A user that could not be read. */
  public record Unread(UserName user, Owner owner, PortFailure failure) implements Entry {
    /** The row of this user. */
    public Row row() {
      return new Row(
          user,
          owner,
          List.<AccessKey>of(),
          new Hold(Reason.Hold.READ_FAILED),
          new Outcome.Failed(failure.message()));
    }
  }

  /** A user for whom nothing is due. */
  public sealed interface Quiet extends Entry {
    Reason.Nothing why();

    /** What the user's tags ask for. */
    Thresholds thresholds();
  }

  /** Nothing is due, by these facts. */
  public record Settled(Facts facts, Nothing decision) implements Quiet, Decided {
    @Override
    public Reason.Nothing why() {
      return decision.reason();
    }

    @Override
    public Thresholds thresholds() {
      return facts.thresholds();
    }
  }

  /** Nothing is due whatever the user's keys are, which were not looked at. */
  public record NotLooked(UserName user, Owner owner, Thresholds thresholds, Reason.Nothing why)
      implements Quiet {}

  /**
   * Sorts decisions, holds users for whom no key may be created now, and defers what the calendar,
   * the limit and SES's quota do not allow.
   */
  static Plan of(
      Basis basis, List<UserDecision> decisions, List<Unread> unread, List<NotLooked> notLooked) {
    Rules rules = basis.rules();
    List<Due> due = new ArrayList<>();
    List<Quiet> quiet = new ArrayList<>(notLooked);
    for (UserDecision user : decisions) {
      switch (rules.newKeys().on(user.decision())) {
        case Decision.Due decision -> due.add(new Due(user.facts(), decision));
        case Nothing nothing -> quiet.add(new Settled(user.facts(), nothing));
        case Decision.Look look -> throw new IllegalStateException("not looked up: " + look);
      }
    }
    List<Deferred> deferred =
        new ArrayList<>(rules.actionDays().deferred(due, basis.days().today()));
    deferred.addAll(Quota.deferred(without(due, deferred), rules.limit()));
    List<Due> within = without(due, deferred);
    deferred.addAll(MailQuota.deferred(within, rules.mails()));
    return new Plan(basis, without(within, deferred), deferred, unread, quiet);
  }

  private static List<Due> without(List<Due> due, List<Deferred> deferred) {
    Set<UserName> users = deferred.stream().map(Deferred::user).collect(Collectors.toSet());
    return due.stream().filter(user -> !users.contains(user.user())).toList();
  }

  /** The same plan, in which SES's quota, asked again, defers more. */
  public Plan deferring(List<Deferred> more) {
    return new Plan(
        basis,
        without(due, more),
        Stream.concat(deferred.stream(), more.stream()).toList(),
        unread,
        quiet);
  }

  /** All users of the plan, by name. */
  public List<Entry> entries() {
    return sorted(Stream.of(due, deferred, unread, quiet).<Entry>flatMap(List::stream).toList());
  }

  /** What was decided, also where nothing is due. */
  public List<UserDecision> decisions() {
    return entries().stream()
        .<UserDecision>mapMulti(
            (entry, sink) -> {
              if (entry instanceof Decided decided) {
                sink.accept(new UserDecision(decided.facts(), decided.decision()));
              }
            })
        .toList();
  }

  /** Whether anything is to be written, now or, if it is deferred, by a later run. */
  public boolean touches() {
    return allDue().anyMatch(Due::touches);
  }

  /** What is due, also what is deferred. */
  public Stream<Due> allDue() {
    return Stream.concat(due.stream(), deferred.stream().map(Deferred::planned));
  }

  public String runId() {
    return basis.runId();
  }

  public Account.Identity identity() {
    return basis.identity();
  }

  public LocalDate today() {
    return basis.days().today();
  }

  public LocalDate until() {
    return basis.days().until();
  }

  public Instant began() {
    return basis.days().began();
  }

  public Policy policy() {
    return basis.rules().policy();
  }

  public Setup setup() {
    return basis.rules().setup();
  }

  public int users() {
    return basis.inventoried().users();
  }

  public List<UserName> withoutAddress() {
    return basis.inventoried().withoutAddress();
  }

  /** What the credential report says of all users; empty where none was read. */
  public Map<UserName, ReportedUser> reported() {
    return Collections.unmodifiableMap(basis.inventoried().cache().reported());
  }

  /** What the credential report says of the root user; empty where none was read. */
  public Optional<ReportedRoot> reportedRoot() {
    return basis.inventoried().cache().root();
  }

  /** The number of users with an address tag, whatever it holds, or a rotation in progress. */
  public int managed() {
    int others = (int) due.stream().filter(user -> !user.managed()).count();
    return due.size() + deferred.size() + unread.size() + quiet.size() - others;
  }
}
