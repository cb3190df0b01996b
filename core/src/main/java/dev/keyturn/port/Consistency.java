package dev.keyturn.port;

import dev.keyturn.facts.RotationRecord.Rotating;
import java.time.Duration;
import java.time.Instant;

/**
 * How consistent IAM's reads are. IAM documents no bound ("IAM is eventually consistent"); these
 * are Keyturn's assumptions, and every decision that depends on an absence waits this long.
 */
public final class Consistency {
  /** After this time reads show what was written. */
  public static final Duration READS_SETTLE = Duration.ofMinutes(5);

  /** The clocks of AWS's services differ by no more than this. */
  public static final Duration CLOCKS_DIFFER = Rotating.TOLERANCE;

  private Consistency() {}

  /** Whether a write at an instant may not be visible yet. */
  public static boolean mayBeUnseen(Instant written, Instant now) {
    return now.isBefore(written.plus(READS_SETTLE));
  }
}
