package dev.keyturn.port;

import java.time.Instant;

/** The account and its clock. */
public interface Account {

  /**
   * Whose credentials these are.
   *
   * @throws PortFailure if there are none, or AWS does not know them or cannot be reached
   */
  Identity identify();

  /**
   * AWS's clock: the {@code Date} of the last reply, and the time that has passed since, in whole
   * seconds.
   *
   * @throws PortFailure if that date is absurd
   */
  Instant now();

  /** The time for whoever only notes it: by the replies before, where the last one is absurd. */
  default Instant mark() {
    return now();
  }

  /** How many calls were made so far, each attempt counted. */
  long calls();

  /** How fast IAM is called. */
  default Tempo tempo() {
    return Tempo.UNBOUNDED;
  }

  /**
   * Calls a second.
   *
   * @param now at most, at this moment
   * @param most where AWS throttles nothing
   */
  record Tempo(double now, double most) {
    /** Of whoever has no pace to keep. */
    public static final Tempo UNBOUNDED = new Tempo(Double.MAX_VALUE, Double.MAX_VALUE);

    /** Whether AWS has throttled, not long ago. */
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
  record Identity(String accountId, String partition, String arn) {}
}
