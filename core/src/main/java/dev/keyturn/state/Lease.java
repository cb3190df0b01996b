package dev.keyturn.state;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.port.Account;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.StoredText;
import dev.keyturn.port.BucketObjects.WriteResult;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Consistency;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.state.LeaseText.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Prevents two runs from acting at the same time: an object in the bucket, written with conditional
 * puts and renewed while its holder acts. It expires soon after its holder dies. A lease that ends
 * later than any run's counts as expired, so that no object blocks all runs. The protocol is
 * correct without it, except where it asks {@link #alone}. Times are AWS's.
 */
public final class Lease {
  /** How long a lease lasts after its last renewal. */
  static final Duration TERM = Duration.ofSeconds(50);

  /**
   * No run's lease ends later than this from now: its term, plus the difference between AWS's
   * clocks. A later end is an error or an attack.
   */
  static final Duration LONGEST = TERM.plus(Consistency.CLOCKS_DIFFER);

  /** The first effect after this time renews the lease. */
  static final Duration RENEWED_AFTER = Duration.ofSeconds(15);

  /**
   * The maximum time that a run waits for others: the maximum duration of a function. A lease that
   * is rewritten repeatedly must not block all runs.
   */
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  /** How long a run waits before it checks again whether another has ended. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final BucketObjects bucketObjects;
  private final Account account;
  private final RuntimeEnvironment runtime;
  private final Events events;
  private final String holder;
  private Hold hold = new Hold.Nothing();
  private boolean denied;

  public Lease(
      BucketObjects bucketObjects,
      Account account,
      RuntimeEnvironment runtime,
      Events events,
      String holder) {
    this.bucketObjects = bucketObjects;
    this.account = account;
    this.runtime = runtime;
    this.events = events;
    this.holder = holder;
  }

  /** The lease of this run. */
  private sealed interface Hold {
    record Nothing() implements Hold {}

    /**
     * The lease.
     *
     * @param version of its object
     * @param renewed by this machine's clock
     * @param quietBefore since when no run had acted when the lease was taken
     */
    record Held(String version, Instant renewed, Instant taken, Instant quietBefore)
        implements Hold {}

    /** Another process has taken the lease since. */
    record Lost() implements Hold {}
  }

  /** The result of taking the lease. */
  public enum Taken {
    AT_ONCE,
    AFTER_WAITING,
    /** The bucket has no conditional writes, so no run has a lease; this run continues. */
    WITHOUT,
    /** Another run is active, and this run has waited for the maximum time. */
    TOO_LATE,
    /** There was no time left to take the lease. */
    NO_TIME
  }

  /**
   * Takes the lease; waits while another run has it.
   *
   * @throws CannotBegin if the lease cannot be taken; {@link #alone} would be wrong without it
   */
  public Taken take(Deadline deadline) throws CannotBegin {
    boolean waited = false;
    try {
      Instant before = account.now();
      Instant last = runtime.clock().instant().plus(LONGEST_WAIT);
      while (!deadline.near() && runtime.clock().instant().isBefore(last)) {
        Optional<StoredText> stored = there();
        Optional<LeaseText> found = stored.flatMap(there -> LeaseText.read(there.text()));
        Instant now = account.now();
        if (found.isPresent() && !found.get().isOver(now)) {
          wait(found.get(), now, !waited);
          waited = true;
          continue;
        }
        Instant quiet = found.map(there -> quietSince(there, now)).orElse(Instant.EPOCH);
        if (write(
            stored
                .<Expected>map(there -> new Expected.Version(there.version()))
                .orElseGet(Expected.Nothing::new),
            before,
            quiet)) {
          return waited ? Taken.AFTER_WAITING : Taken.AT_ONCE;
        }
      }
      return waited ? Taken.TOO_LATE : Taken.NO_TIME;
    } catch (PortFailure failure) {
      if (failure.kind() != Kind.UNSUPPORTED) {
        throw new CannotBegin(
            "The lease that keeps two runs apart could not be taken: "
                + failure.message()
                + "\nNothing was changed. keyturn doctor names what is missing.");
      }
      events.on(new Event.Unchecked("lease", failure.message()));
      return Taken.WITHOUT;
    }
  }

  /**
   * Reads the lease. S3 answers "denied" for a missing object if the caller may not list the
   * bucket; if the object exists, the write is refused, and the denial is reported.
   */
  private Optional<StoredText> there() {
    try {
      return bucketObjects.read(BucketPaths.LEASE);
    } catch (PortFailure failure) {
      if (failure.kind() == Kind.DENIED && !denied) {
        denied = true;
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Instant quietSince(LeaseText last, Instant now) {
    return last.until().isAfter(now) ? now : last.until();
  }

  private void wait(LeaseText other, Instant now, boolean first) {
    if (first) {
      events.on(new Event.AnotherRun(other.holder(), other.until()));
    }
    Duration rest = Duration.between(now, other.until()).plusSeconds(1);
    runtime.waits().pause(rest.compareTo(LOOK_AGAIN) < 0 ? rest : LOOK_AGAIN);
  }

  /** Writes the lease, and returns whether this run has it then. */
  private boolean write(Expected expected, Instant taken, Instant quietBefore) {
    Instant tick = runtime.clock().instant();
    String text = new LeaseText(holder, State.HELD, account.now().plus(TERM)).json();
    WriteResult result = bucketObjects.write(BucketPaths.LEASE, text, expected);
    Optional<String> version =
        switch (result) {
          case WriteResult.Written written -> Optional.of(written.version());
          case WriteResult.Refused _ ->
              bucketObjects
                  .read(BucketPaths.LEASE)
                  .filter(stored -> stored.text().equals(text))
                  .map(StoredText::version);
        };
    if (denied && version.isPresent() && hold instanceof Hold.Nothing) {
      // A run that may not read the lease cannot renew it.
      bucketObjects.read(BucketPaths.LEASE);
    }
    version.ifPresent(ours -> hold = new Hold.Held(ours, tick, taken, quietBefore));
    return version.isPresent();
  }

  /**
   * Call this before each effect: renews the lease in time.
   *
   * @throws PortFailure if another run has taken it, or may have
   */
  public synchronized void keep() {
    switch (hold) {
      case Hold.Nothing _ -> {}
      case Hold.Lost _ -> throw lost();
      case Hold.Held held -> {
        Duration age = Duration.between(held.renewed(), runtime.clock().instant()).abs();
        if (age.compareTo(RENEWED_AFTER) > 0
            && !write(new Expected.Version(held.version()), held.taken(), held.quietBefore())) {
          hold = new Hold.Lost();
          throw lost();
        }
      }
    }
  }

  private PortFailure lost() {
    return new PortFailure(
        Kind.REFUSED,
        "another run has taken the lease ("
            + account.layout().key(BucketPaths.LEASE)
            + "), so this one stops; the next run continues");
  }

  /** Waits, and renews the lease meanwhile. */
  public void pause(Duration time) {
    Duration rest = time;
    while (rest.compareTo(RENEWED_AFTER) > 0) {
      runtime.waits().pause(RENEWED_AFTER);
      keep();
      rest = rest.minus(RENEWED_AFTER);
    }
    runtime.waits().pause(rest);
  }

  /**
   * Whether no other run can have acted for this time before this run took the lease: all reads
   * since then show the effects of earlier runs.
   */
  public synchronized boolean alone() {
    return hold instanceof Hold.Held held
        && !held.quietBefore().plus(Consistency.READS_SETTLE).isAfter(held.taken());
  }

  /** Releases the lease, if this run has it; if that fails, it expires by itself. */
  public synchronized void giveBack() {
    if (!(hold instanceof Hold.Held held)) {
      return;
    }
    hold = new Hold.Nothing();
    try {
      String text = new LeaseText(holder, State.GIVEN_BACK, account.now()).json();
      bucketObjects.write(BucketPaths.LEASE, text, new Expected.Version(held.version()));
    } catch (PortFailure _) {
      // The lease expires in less than a minute.
    }
  }
}
