package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.PolicyDocument;
import dev.keyturn.port.Answer;
import dev.keyturn.port.PortFailure;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Whether the bucket is public. It is not if public policies and access control lists are blocked;
 * otherwise its access control list and its policy decide (Amazon S3 user guide, "Blocking public
 * access").
 */
public final class PublicAccess {
  private static final int NOT_FOUND = 404;
  private static final String GLOBAL_GROUPS = "http://acs.amazonaws.com/groups/global/";

  private final S3Client s3;
  private final Calls calls;
  private final String bucket;
  private final String owner;

  public PublicAccess(S3Client s3, Calls calls, String bucket, String owner) {
    this.s3 = s3;
    this.calls = calls;
    this.bucket = bucket;
    this.owner = owner;
  }

  /**
   * If one way of public access is granted, the answer is a clear no; if one cannot be checked, the
   * answer is unclear.
   */
  public Answer answer() {
    return blocked() ? new Answer.Yes() : unblocked();
  }

  /**
   * Whether public access is blocked for certain: public access control lists are ignored and
   * public policies restricted.
   */
  boolean blocked() {
    return look("S3 GetPublicAccessBlock", this::block) instanceof Access.Private;
  }

  /** The same answer if public access is not blocked, or if that is unclear. */
  Answer unblocked() {
    Access list = look("S3 GetBucketAcl", this::list);
    Access policy =
        list instanceof Access.Public ? list : look("S3 GetBucketPolicyStatus", this::policy);
    return switch (policy) {
      case Access.Public granted ->
          new Answer.No(
              "The bucket '%s' (S3_CSV_BUCKET) is public: %s. Block public access on it; new credentials are put there."
                  .formatted(bucket, granted.how()));
      case Access.Unknown unknown -> unknown.answer();
      case Access.Private _ ->
          list instanceof Access.Unknown unknown ? unknown.answer() : new Answer.Yes();
    };
  }

  /** One way of public access. */
  private sealed interface Access {
    record Private() implements Access {}

    record Public(String how) implements Access {}

    record Unknown(Answer.Unclear answer) implements Access {}
  }

  private interface Look {
    Access access();
  }

  private Access look(String verb, Look look) {
    try {
      return calls.call(verb + " of " + bucket, look::access);
    } catch (PortFailure failure) {
      return new Access.Unknown(new Answer.Unclear(failure));
    }
  }

  private Access block() {
    try {
      PublicAccessBlockConfiguration block =
          s3.getPublicAccessBlock(request -> request.bucket(bucket).expectedBucketOwner(owner))
              .publicAccessBlockConfiguration();
      return Boolean.TRUE.equals(block.ignorePublicAcls())
              && Boolean.TRUE.equals(block.restrictPublicBuckets())
          ? new Access.Private()
          : notBlocked();
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return notBlocked();
      }
      throw e;
    }
  }

  private static Access notBlocked() {
    return new Access.Unknown(new Answer.Unclear("public access is not blocked"));
  }

  private Access list() {
    return s3
        .getBucketAcl(request -> request.bucket(bucket).expectedBucketOwner(owner))
        .grants()
        .stream()
        .map(grant -> Optional.ofNullable(grant.grantee().uri()).orElse(""))
        .filter(uri -> uri.startsWith(GLOBAL_GROUPS))
        .findFirst()
        .<Access>map(uri -> new Access.Public("its access control list grants to " + uri))
        .orElseGet(Access.Private::new);
  }

  /**
   * S3 says whether a policy is public. For a stand-in that does not, the policy itself is read.
   */
  private Access policy() {
    try {
      Boolean granted =
          s3.getBucketPolicyStatus(request -> request.bucket(bucket).expectedBucketOwner(owner))
              .policyStatus()
              .isPublic();
      return Optional.ofNullable(granted)
          .<Access>map(
              yes -> yes ? new Access.Public("its policy is public") : new Access.Private())
          .orElseGet(this::policyText);
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return new Access.Private();
      }
      throw e;
    }
  }

  private Access policyText() {
    return PolicyDocument.allowsAll(
            s3.getBucketPolicy(request -> request.bucket(bucket).expectedBucketOwner(owner))
                .policy())
        ? new Access.Public("its policy allows access to all principals")
        : new Access.Private();
  }
}
