package dev.keyturn.sandbox.trouble;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * A token bucket per service, filled by the account's clock; services without one are not limited.
 */
public final class RateLimits {
  /** Tokens per second, and the size of the bucket. */
  public record Limit(double perSecond, double burst) {
    public Limit {
      if (perSecond < 0 || burst < 1) {
        throw new IllegalArgumentException(
            "not a rate limit: " + perSecond + " a second, burst " + burst);
      }
    }
  }

  private record Bucket(Limit limit, double tokens, Instant at) {}

  private final InstantSource clock;
  private final Map<String, Bucket> buckets = new HashMap<>();

  public RateLimits(InstantSource clock) {
    this.clock = clock;
  }

  /** Limits a service, by its signing name, from now on; its bucket starts full. */
  public synchronized void set(String service, Limit limit) {
    buckets.put(service, new Bucket(limit, limit.burst(), clock.instant()));
  }

  public synchronized void clear() {
    buckets.clear();
  }

  /** Takes a token; false if there is none, so the call must be throttled. */
  public synchronized boolean take(String service) {
    Bucket bucket = buckets.get(service);
    if (bucket == null) {
      return true;
    }
    Instant now = clock.instant();
    // To the nanosecond: with a call each millisecond, what is rounded off would be half of the
    // limit.
    double seconds = Duration.between(bucket.at(), now).toNanos() / 1e9;
    double tokens =
        Math.min(bucket.limit().burst(), bucket.tokens() + seconds * bucket.limit().perSecond());
    boolean granted = tokens >= 1;
    buckets.put(service, new Bucket(bucket.limit(), granted ? tokens - 1 : tokens, now));
    return granted;
  }
}
