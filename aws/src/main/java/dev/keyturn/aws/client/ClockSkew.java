package dev.keyturn.aws.client;

import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * AWS's answer to a request that was signed with a wrong clock. AWS refuses such a request first,
 * so it has no effect; the SDK takes AWS's time from the answer and signs the client's next request
 * with it.
 */
public final class ClockSkew {
  /** The same codes as in the SDK (RetryUtils.isClockSkewException). */
  private static final Set<String> CODES =
      Set.of(
          "AuthFailure",
          "InvalidSignatureException",
          "RequestExpired",
          "RequestInTheFuture",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch");

  /** Services other than S3 refuse a difference of five minutes; the SDK adjusts from four. */
  private static final Duration TOLERATED = Duration.ofMinutes(4);

  private ClockSkew() {}

  /**
   * Whether this machine's clock is the reason for a refusal.
   *
   * @param ahead how far AWS's clock is ahead, according to the reply
   */
  static boolean explains(AwsServiceException refusal, Duration ahead) {
    return CODES.contains(Failures.code(refusal)) && ahead.abs().compareTo(TOLERATED) > 0;
  }

  /** Such as "this machine's clock is 10 minutes behind AWS's". */
  public static String words(Duration ahead) {
    Duration apart = ahead.abs();
    return "this machine's clock is %s %s AWS's"
        .formatted(
            apart.toHours() < 2
                ? Math.round(apart.toSeconds() / 60.0) + " minutes"
                : apart.toDays() < 2
                    ? Math.round(apart.toMinutes() / 60.0) + " hours"
                    : apart.toDays() + " days",
            ahead.isNegative() ? "ahead of" : "behind");
  }
}
