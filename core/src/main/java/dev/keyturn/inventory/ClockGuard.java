package dev.keyturn.inventory;

import dev.keyturn.port.Account;
import dev.keyturn.port.Consistency;
import dev.keyturn.port.PortFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An account whose clock goes as evenly as this machine's. AWS's clock decides which graces are
 * over, and it is told by a header of each reply; one reply with an absurd date must not make them
 * all pass, nor write such a date into a record. This machine's clock may show any time, but an
 * hour has to be an hour on both.
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
   * From now on the time has to go on from what the last reply said.
   *
   * @throws PortFailure if that cannot be believed
   */
  public void settle() {
    ahead.set(Duration.between(clock.instant(), account.now()));
  }

  @Override
  public Identity identify() {
    return account.identify();
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
          "AWS's replies contradict each other: by one it is %s, by those before it %s. Nothing is done by such a clock; the next run goes on."
              .formatted(now, believed()));
    }
    return now;
  }

  /** The time by the replies before, whatever the last one said. */
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
