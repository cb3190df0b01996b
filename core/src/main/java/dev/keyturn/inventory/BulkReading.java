package dev.keyturn.inventory;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.KeyCache.Trust;
import dev.keyturn.port.Account;
import dev.keyturn.port.CredentialReports.Reading;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.ReportSink;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.state.StateObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the credential report and the ledger, and writes the ledger. They only save calls: if one
 * of them fails, this is reported and keys are read user by user.
 */
public final class BulkReading {
  /** The pauses between attempts to get a report that AWS is generating: twenty seconds in all. */
  private static final List<Duration> PAUSES =
      List.of(500, 500, 1_000, 1_000, 1_000, 2_000, 2_000, 3_000, 4_000, 5_000).stream()
          .map(Duration::ofMillis)
          .toList();

  private final Ports ports;
  private final RuntimeEnvironment runtime;
  private final Events events;
  private final int warningDays;
  private final StateObject ledger;

  public BulkReading(Ports ports, RuntimeEnvironment runtime, Events events, int warningDays) {
    this.ports = ports;
    this.runtime = runtime;
    this.events = events;
    this.warningDays = warningDays;
    this.ledger = new StateObject(ports.bucketObjects(), BucketPaths.LEDGER);
  }

  /** Requests a report early, so that AWS generates it while users are listed. */
  public void request() {
    try {
      ports.reports().request();
    } catch (PortFailure _) {
      // Reading the report finds out whether there is one, and why not.
    }
  }

  /** The cache of an account; empty if there is no report. */
  public KeyCache open(Account.Identity identity, Trust trust, Deadline deadline) {
    Found found = new Found();
    Optional<String> failure = read(found, deadline);
    if (failure.isPresent()) {
      events.on(new Event.WithoutReport(failure.get()));
      return closed();
    }
    Ledger remembered = remembered(identity.accountId());
    return new KeyCache(
        new KeyCache.Reported(found.users, found.root),
        remembered,
        warningDays,
        trust,
        ports.account().now());
  }

  /** An empty cache. */
  public KeyCache closed() {
    return new KeyCache(Map.of(), Ledger.empty(""), warningDays, Trust.FULL, Instant.EPOCH);
  }

  /** Reads the report, or reports why there is none. */
  private Optional<String> read(Found found, Deadline deadline) {
    Iterator<Duration> pauses = PAUSES.iterator();
    boolean told = false;
    while (true) {
      Look seen = look(found);
      if (seen instanceof Look.TooEarly && pauses.hasNext() && !deadline.near()) {
        if (!told) {
          events.on(new Event.AwaitingReport());
          told = true;
        }
        runtime.waits().pause(pauses.next());
        continue;
      }
      return switch (seen) {
        case Look.Done _ -> Optional.empty();
        case Look.Failed failed -> Optional.of(failed.why());
        case Look.TooEarly early ->
            Optional.of(
                early.why()
                    + (pauses.hasNext() ? ", and this run has little time" : ", after 20 seconds"));
      };
    }
  }

  /** The result of one attempt to get the report. */
  private sealed interface Look {
    record Done() implements Look {}

    /** The report may exist a moment later. */
    record TooEarly(String why) implements Look {}

    record Failed(String why) implements Look {}
  }

  private Look look(Found found) {
    try {
      return switch (ports.reports().read(found)) {
        case Reading.Read read -> {
          if (read.unreadable() > 0) {
            events.on(new Event.LinesPassedOver(read.unreadable()));
          }
          yield new Look.Done();
        }
        case Reading.NotYet _ -> new Look.TooEarly("AWS is still generating it");
        case Reading.Absent _ -> {
          ports.reports().request();
          yield new Look.TooEarly("there is none");
        }
      };
    } catch (PortFailure failure) {
      return passes(failure)
          ? new Look.TooEarly(failure.message())
          : new Look.Failed(failure.message());
    }
  }

  /** What a credential report says, as it is read. */
  private static final class Found implements ReportSink {
    private final Map<UserName, ReportedUser> users = new HashMap<>();
    private Optional<ReportedRoot> root = Optional.empty();

    @Override
    public void accept(ReportedUser user) {
      users.put(user.user(), user);
    }

    @Override
    public void root(ReportedRoot told) {
      root = Optional.of(told);
    }
  }

  /** Whether a moment later it may be another. */
  private static boolean passes(PortFailure failure) {
    return switch (failure.kind()) {
      case THROTTLED, UNREACHABLE, UNCLEAR -> true;
      case DENIED, CREDENTIALS, NOT_FOUND, UNSUPPORTED, REFUSED -> false;
    };
  }

  private Ledger remembered(String account) {
    try {
      return ledger
          .read()
          .flatMap(text -> Ledger.read(text, account))
          .orElseGet(() -> Ledger.empty(account));
    } catch (PortFailure failure) {
      events.on(new Event.Unchecked("ledger", failure.message()));
      return Ledger.empty(account);
    }
  }

  /** Writes the ledger if that is worth a call; does not overwrite another run's. */
  public void keep(KeyCache cache) {
    cache.toBeKept().ifPresent(this::write);
  }

  private void write(String text) {
    try {
      ledger.write(text);
    } catch (PortFailure failure) {
      events.on(new Event.LedgerNotKept(failure.message()));
    }
  }
}
