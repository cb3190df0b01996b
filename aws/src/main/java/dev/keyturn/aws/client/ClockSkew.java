package dev.keyturn.aws.client;

import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What AWS says where a request was signed by a clock that is wrong. AWS refuses such a request
 * before anything else, so that it has no effect; the SDK takes AWS's time from the refusal, and
 * signs the next request of the same client by it.
 */
public final class ClockSkew {
  /** As the SDK has it (RetryUtils.isClockSkewException). */
  private static final Set<String> CODES =
      Set.of(
          "AuthFailure",
          "InvalidSignatureException",
          "RequestExpired",
          "RequestInTheFuture",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch");

  /** Services other than S3 refuse what is five minutes off; the SDK begins to adjust at four. */
  private static final Duration TOLERATED = Duration.ofMinutes(4);

  private ClockSkew() {}

  /**
   * Whether a refusal is because of this machine's clock.
   *
   * @param ahead how far AWS's clock is ahead, by that reply
   */
  static boolean explains(AwsServiceException refusal, Duration ahead) {
    return CODES.contains(Failures.code(refusal)) && ahead.abs().compareTo(TOLERATED) > 0;
  }

  /** As "this machine's clock is 10 minutes behind AWS's". */
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
