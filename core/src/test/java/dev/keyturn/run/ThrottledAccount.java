package dev.keyturn.run;

import dev.keyturn.run.PortFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** An account behind a token bucket, on whose users many hands work in virtual time. */
final class ThrottledAccount {
  private static final int CALLS_FOR_EACH = 10;

  final Hands hands = new Hands();
  final Pace pace;
  final List<Instant> sent = new ArrayList<>();
  int accepted;
  int throttled;
  private final SplittableRandom random;
  private final Patience patience;
  private final Duration latency;
  private final Instant began = hands.instant();
  private double perSecond;
  private double burst;
  private double tokens;
  private Instant filled = hands.instant();

  ThrottledAccount(long seed, double most, Duration latency) {
    World world = new World(hands, hands, new SplittableRandom(seed), Runnable::run);
    this.random = new SplittableRandom(seed + 1);
    this.pace = new Pace(world, most);
    this.patience = new Patience(world);
    this.latency = latency;
  }

  /** AWS lets so many calls through from now on; its bucket is full. */
  ThrottledAccount limit(double perSecond, double burst) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filled = hands.instant();
    return this;
  }

  /** Works on so many users that are due; returns when all are done. */
  ThrottledAccount due(int users) {
    AtomicInteger rest = new AtomicInteger(users);
    AtomicInteger busy = new AtomicInteger();
    hands.work(
        Collections.nCopies(
            Run.USERS_AT_ONCE,
            () -> {
              while (rest.get() > 0) {
                if (busy.get() >= Run.atOnce(pace.tempo())) {
                  hands.pause(Duration.ofSeconds(1));
                  continue;
                }
                rest.decrementAndGet();
                busy.incrementAndGet();
                for (int call = 0; call < CALLS_FOR_EACH; call++) {
                  patience.call(this::call);
                }
                busy.decrementAndGet();
              }
            }));
    return this;
  }

  private boolean call() {
    Instant turn = pace.take();
    sent.add(turn);
    hands.pause(someOf(latency));
    boolean granted = granted();
    hands.pause(someOf(latency));
    if (!granted) {
      throttled++;
      pace.throttled(turn);
      throw new PortFailure(Kind.THROTTLED, "Rate exceeded");
    }
    accepted++;
    return true;
  }

  /** Half of it on average, from a quarter to three quarters. */
  private Duration someOf(Duration whole) {
    return whole.dividedBy(4).plusNanos(random.nextLong(1 + whole.toNanos() / 2));
  }

  private boolean granted() {
    Instant now = hands.instant();
    tokens = Math.min(burst, tokens + seconds(filled, now) * perSecond);
    filled = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Which part of all that AWS would have let through was made use of. */
  double used() {
    return accepted / (burst + perSecond * seconds(began, hands.instant()));
  }

  double throttledPart() {
    return (double) throttled / (accepted + throttled);
  }

  double seconds() {
    return seconds(began, hands.instant());
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
