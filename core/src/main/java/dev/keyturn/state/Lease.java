package dev.keyturn.state;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.port.Account;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.Filing;
import dev.keyturn.port.BucketObjects.Paper;
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
 * Keeps a second run from acting while one is at work: an object in the bucket, written by
 * conditional puts, renewed while its holder acts, over by itself soon after its holder died. One
 * that would last longer than any run's does counts as over, so that no object makes a run wait for
 * ever. The protocol holds without it, but for what {@link #alone} is asked for. Times are AWS's.
 */
public final class Lease {
  public static final String NAME = "state/lease.json";

  /** It ends so long after it was last renewed. */
  static final Duration TERM = Duration.ofSeconds(50);

  /**
   * No run's lease ends later than this from now: its term, and as far as AWS's clock by one reply
   * may lie from that by another. One that does is a mistake or a trick.
   */
  static final Duration LONGEST = TERM.plus(Consistency.CLOCKS_DIFFER);

  /** It is renewed by the first effect that is later than this. */
  static final Duration RENEWED_AFTER = Duration.ofSeconds(15);

  /**
   * So long a run waits for others at most: no function runs longer. A lease that somebody rewrites
   * again and again must not stop all runs for ever.
   */
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  /** So long a run waits before it looks again whether another has ended. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final BucketObjects papers;
  private final Account account;
  private final RuntimeEnvironment world;
  private final Events events;
  private final String holder;
  private Hold hold = new Hold.Nothing();
  private boolean denied;

  public Lease(
      BucketObjects papers,
      Account account,
      RuntimeEnvironment world,
      Events events,
      String holder) {
    this.papers = papers;
    this.account = account;
    this.world = world;
    this.events = events;
    this.holder = holder;
  }

  /** What this run has in its hands. */
  private sealed interface Hold {
    record Nothing() implements Hold {}

    /**
     * The lease.
     *
     * @param version of its object
     * @param renewed by this machine's clock
     * @param quietBefore since when nobody had acted when it was taken
     */
    record Held(String version, Instant renewed, Instant taken, Instant quietBefore)
        implements Hold {}

    /** The lease once, which somebody has taken since. */
    record Lost() implements Hold {}
  }

  /** What came of asking for the lease. */
  public enum Taken {
    AT_ONCE,
    AFTER_WAITING,
    /** No run ever has one, for the bucket cannot tell who came first; this one goes on. */
    WITHOUT,
    /** Another run is at work, and this one has waited for as long as it may. */
    TOO_LATE,
    /** There was no time left to ask for it. */
    NO_TIME
  }

  /**
   * Takes the lease, and waits for whoever has it.
   *
   * @throws CannotBegin if it cannot be taken; a run beside its holder would make {@link #alone}
   *     wrong
   */
  public Taken take(Deadline deadline) throws CannotBegin {
    boolean waited = false;
    try {
      Instant before = account.now();
      Instant last = world.clock().instant().plus(LONGEST_WAIT);
      while (!deadline.near() && world.clock().instant().isBefore(last)) {
        Optional<Paper> paper = there();
        Optional<LeaseText> found = paper.flatMap(there -> LeaseText.read(there.text()));
        Instant now = account.now();
        if (found.isPresent() && !found.get().isOver(now)) {
          wait(found.get(), now, !waited);
          waited = true;
          continue;
        }
        Instant quiet = found.map(there -> quietSince(there, now)).orElse(Instant.EPOCH);
        if (write(
            paper
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
            "The lease that keeps two runs apart could not be taken: " + failure.message());
      }
      events.on(new Event.Unchecked("lease", failure.message()));
      return Taken.WITHOUT;
    }
  }

  /**
   * What lies there. S3 answers "denied" for an object that is not there to those who may not list
   * it; if one is there, the write is refused, and the denial stands.
   */
  private Optional<Paper> there() {
    try {
      return papers.read(NAME);
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
    world.waits().pause(rest.compareTo(LOOK_AGAIN) < 0 ? rest : LOOK_AGAIN);
  }

  /** Writes the lease, and says whether it is ours then. */
  private boolean write(Expected expected, Instant taken, Instant quietBefore) {
    Instant tick = world.clock().instant();
    String text = new LeaseText(holder, State.HELD, account.now().plus(TERM)).json();
    Filing filing = papers.write(NAME, text, expected);
    Optional<String> version =
        switch (filing) {
          case Filing.Written written -> Optional.of(written.version());
          case Filing.Refused _ ->
              papers.read(NAME).filter(paper -> paper.text().equals(text)).map(Paper::version);
        };
    if (denied && version.isPresent() && hold instanceof Hold.Nothing) {
      // It can be renewed only by those who may read it.
      papers.read(NAME);
    }
    version.ifPresent(ours -> hold = new Hold.Held(ours, tick, taken, quietBefore));
    return version.isPresent();
  }

  /**
   * To be called before each effect: renews the lease in time.
   *
   * @throws PortFailure if another run has taken it, or may have
   */
  public synchronized void keep() {
    switch (hold) {
      case Hold.Nothing _ -> {}
      case Hold.Lost _ -> throw lost();
      case Hold.Held held -> {
        Duration age = Duration.between(held.renewed(), world.clock().instant()).abs();
        if (age.compareTo(RENEWED_AFTER) > 0
            && !write(new Expected.Version(held.version()), held.taken(), held.quietBefore())) {
          hold = new Hold.Lost();
          throw lost();
        }
      }
    }
  }

  private static PortFailure lost() {
    return new PortFailure(
        Kind.REFUSED,
        "another run has taken the lease (" + NAME + "), so this one stops; the next run goes on");
  }

  /** Waits, and keeps the lease meanwhile. */
  public void pause(Duration time) {
    Duration rest = time;
    while (rest.compareTo(RENEWED_AFTER) > 0) {
      world.waits().pause(RENEWED_AFTER);
      keep();
      rest = rest.minus(RENEWED_AFTER);
    }
    world.waits().pause(rest);
  }

  /**
   * Whether no other run can have acted since so long before this one took the lease: all reads
   * since then show what runs have done.
   */
  public synchronized boolean alone() {
    return hold instanceof Hold.Held held
        && !held.quietBefore().plus(Consistency.READS_SETTLE).isAfter(held.taken());
  }

  /** Gives the lease back, if it is ours; if that fails, it ends by itself. */
  public synchronized void giveBack() {
    if (!(hold instanceof Hold.Held held)) {
      return;
    }
    hold = new Hold.Nothing();
    try {
      String text = new LeaseText(holder, State.GIVEN_BACK, account.now()).json();
      papers.write(NAME, text, new Expected.Version(held.version()));
    } catch (PortFailure _) {
      // It is over in less than a minute.
    }
  }
}
