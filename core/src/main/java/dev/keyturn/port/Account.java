package dev.keyturn.port;

import dev.keyturn.facts.BucketLayout;
import java.time.Instant;

/** The account and its clock. */
public interface Account {

  /**
   * The identity of the credentials.
   *
   * @throws PortFailure if there are no credentials, AWS does not accept them, or AWS cannot be
   *     reached
   */
  Identity identify();

  /**
   * AWS's clock: the {@code Date} of the last reply, and the time that has passed since, in whole
   * seconds.
   *
   * @throws PortFailure if that date is not plausible
   */
  Instant now();

  /**
   * The time for notes and logs; uses earlier replies if the date of the last one is not plausible.
   */
  default Instant mark() {
    return now();
  }

  /** Where the account's objects lie in the bucket. */
  default BucketLayout layout() {
    return new BucketLayout.OneAccount();
  }

  /** The number of calls so far; each attempt counts. */
  long calls();

  /** The rate of IAM calls. */
  default Tempo tempo() {
    return Tempo.UNBOUNDED;
  }

  /**
   * Calls per second.
   *
   * @param now the present limit
   * @param most the limit without throttling
   */
  record Tempo(double now, double most) {
    /** No rate limit. */
    public static final Tempo UNBOUNDED = new Tempo(Double.MAX_VALUE, Double.MAX_VALUE);

    /** Whether AWS has throttled recently. */
    public boolean slowed() {
      return now < most;
    }
  }

  /**
   * The answer of STS GetCallerIdentity.
   *
   * @param accountId twelve digits
   * @param partition as in ARNs: {@code aws}, {@code aws-cn}, {@code aws-us-gov}
   * @param arn of the caller
   */
  record Identity(String accountId, String partition, String arn) {
    /** Whether an ARN is that of an account's root user. */
    public static boolean isRoot(String arn) {
      return arn.endsWith(":root");
    }
  }
}
