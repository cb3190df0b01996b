package dev.keyturn.plan;

import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import java.util.Optional;

/**
 * Whether a run may create keys: not while it is unclear whether the bucket is public, and not
 * while it is unclear whether mails can be sent. All other steps continue.
 *
 * @param inTheWay the hold in the report for users who would get a key
 */
public record NewKeys(Optional<Hold> inTheWay) {

  /**
   * From the checks before the first effect.
   *
   * @param bucket whether it exists, belongs to this account and is not public
   * @param sender whether the sender is verified
   */
  public static NewKeys by(Answer bucket, Answer sender, Allowance mails) {
    if (bucket instanceof Answer.Unclear unclear) {
      return held(
          Reason.Hold.BUCKET_UNCLEAR,
          "%s. Let these credentials read it: s3:GetBucketPublicAccessBlock, s3:GetBucketAcl, s3:GetBucketPolicyStatus"
              .formatted(unclear.why()));
    }
    return switch (mails) {
      case Allowance.Paused paused ->
          held(Reason.Hold.MAIL_UNAVAILABLE, paused.why() + "; the SES console says why");
      case Allowance.Known known when !known.anyRecipient() ->
          held(
              Reason.Hold.MAIL_UNAVAILABLE,
              "the account is in the SES sandbox in SES_REGION, where mails reach verified"
                  + " addresses only: request production access in the SES console");
      case Allowance.Known _ -> new NewKeys(Optional.empty());
      case Allowance.Unknown unknown ->
          sender instanceof Answer.Unclear unclear
              ? held(
                  Reason.Hold.MAIL_UNAVAILABLE,
                  "SES answers none of the questions whether it takes mails (%s; %s). Let these credentials call ses:GetAccount and ses:GetEmailIdentity in SES_REGION"
                      .formatted(unclear.why(), unknown.why()))
              : new NewKeys(Optional.empty());
    };
  }

  private static NewKeys held(Reason.Hold reason, String why) {
    return new NewKeys(Optional.of(new Hold(reason, why)));
  }

  /** The decision, or the hold that prevents it. */
  public Decision on(Decision decision) {
    return inTheWay.filter(_ -> makesKey(decision)).<Decision>map(hold -> hold).orElse(decision);
  }

  private static boolean makesKey(Decision decision) {
    return decision instanceof Rotate rotate
        && switch (rotate.stage()) {
          case Stage.Begin _, Stage.Make _, Stage.Replace _ -> true;
          case Stage.Announce _, Stage.Notify _ -> false;
        };
  }
}
