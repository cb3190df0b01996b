package dev.keyturn.inventory;

import dev.keyturn.facts.BucketLayout;
import dev.keyturn.port.Account;
import dev.keyturn.port.Consistency;
import dev.keyturn.port.PortFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An account whose clock must run at the speed of this machine's clock. AWS's clock decides which
 * grace periods are over, and comes from a header of each reply. One reply with a wrong date must
 * not end all of them, nor put that date into a record. This machine's clock may show any time, but
 * an hour must be an hour on both.
 */
public final class ClockGuard implements Account {
  private final Account account;
  private final InstantSource clock;
  private final AtomicReference<Duration> ahead;

  public ClockGuard(Account account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
    this.ahead = new AtomicReference<>(Duration.ZERO);
  }

  /**
   * Accepts the time of the last reply as the reference for all later replies.
   *
   * @throws PortFailure if that time is not plausible
   */
  public void settle() {
    ahead.set(Duration.between(clock.instant(), account.now()));
  }

  @Override
  public Identity identify() {
    return account.identify();
  }

  @Override
  public BucketLayout layout() {
    return account.layout();
  }

  /**
   * The account's clock.
   *
   * @throws PortFailure if it has jumped since {@link #settle}
   */
  @Override
  public Instant now() {
    Instant now = account.now();
    Duration jump = Duration.between(believed(), now).abs();
    if (jump.compareTo(Consistency.CLOCKS_DIFFER) > 0) {
      throw new PortFailure(
          PortFailure.Kind.UNCLEAR,
          "AWS's replies contradict each other: by one it is %s, by those before it %s. Keyturn does nothing by such a clock; the next run continues."
              .formatted(now, believed()));
    }
    return now;
  }

  /** The time by the earlier replies, whatever the last one said. */
  private Instant believed() {
    return clock.instant().plus(ahead.get());
  }

  @Override
  public Instant mark() {
    try {
      return now();
    } catch (PortFailure _) {
      return believed().truncatedTo(ChronoUnit.SECONDS);
    }
  }

  @Override
  public long calls() {
    return account.calls();
  }

  @Override
  public Tempo tempo() {
    return account.tempo();
  }
}
