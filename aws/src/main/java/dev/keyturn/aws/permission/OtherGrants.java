package dev.keyturn.aws.permission;

import dev.keyturn.aws.adapter.SesMailer;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.PolicyDocument;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Settings;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;

/**
 * Policies of the bucket and of the sender's identities, which may allow what the caller's own
 * policies do not (IAM user guide, "Policy evaluation for requests within a single account"). IAM
 * users have no such policies.
 */
public final class OtherGrants {
  private static final int NOT_FOUND = 404;

  private final S3Client s3;
  private final SesV2Client ses;
  private final Calls calls;
  private final Settings settings;
  private final String owner;

  public OtherGrants(S3Client s3, SesV2Client ses, Calls calls, Settings settings, String owner) {
    this.s3 = s3;
    this.ses = ses;
    this.calls = calls;
    this.settings = settings;
    this.owner = owner;
  }

  /** Whether it is certain that only the caller's own policies allow anything. */
  boolean none(String service) {
    try {
      return switch (service) {
        case "iam", "logs" -> true;
        case "s3" -> calls.call("S3 GetBucketPolicy of " + settings.bucket(), this::bucketIsSilent);
        case "ses" ->
            SesMailer.identities(settings.sender().address())
                .allMatch(
                    identity ->
                        calls.call(
                            "SES GetEmailIdentity of " + identity, () -> isSilent(identity)));
        // For example KMS, where the key's policy may allow it.
        default -> false;
      };
    } catch (PortFailure failure) {
      return false;
    }
  }

  private boolean bucketIsSilent() {
    try {
      return !PolicyDocument.allows(
          s3.getBucketPolicy(
                  request -> request.bucket(settings.bucket()).expectedBucketOwner(owner))
              .policy());
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }

  private boolean isSilent(String identity) {
    try {
      return ses.getEmailIdentity(request -> request.emailIdentity(identity)).policies().isEmpty();
    } catch (NotFoundException e) {
      return true;
    }
  }
}
