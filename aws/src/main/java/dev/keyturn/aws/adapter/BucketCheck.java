package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.port.Answer;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Is the bucket there, ours and not public? Secrets are about to be put into it. */
public final class BucketCheck {
  private static final int NOT_FOUND = 404;

  private final S3Client s3;
  private final Calls calls;
  private final String bucket;
  private final String owner;
  private final Consumer<String> region;

  public BucketCheck(
      S3Client s3, Calls calls, String bucket, String owner, Consumer<String> region) {
    this.s3 = s3;
    this.calls = calls;
    this.bucket = bucket;
    this.owner = owner;
    this.region = region;
  }

  Answer answer() {
    try {
      Answer ours = belongs();
      return ours instanceof Answer.Yes
          ? new PublicAccess(s3, calls, bucket, owner).answer()
          : ours;
    } catch (PortFailure failure) {
      return new Answer.Unclear(failure.message());
    }
  }

  /** Whether it is there and ours, and no more. */
  public Answer ours() {
    try {
      return belongs();
    } catch (PortFailure failure) {
      return new Answer.Unclear(failure.message());
    }
  }

  /**
   * ListBuckets names this account's own buckets alone. Where it is not allowed, HeadBucket with
   * the expected owner says the same of one.
   */
  private Answer belongs() {
    try {
      Optional<Bucket> found =
          calls
              .call("S3 ListBuckets", () -> s3.listBuckets(request -> request.prefix(bucket)))
              .buckets()
              .stream()
              .filter(one -> one.name().equals(bucket))
              .findFirst();
      if (found.isEmpty()) {
        return headed() instanceof Answer.No no ? no : foreign();
      }
      Optional.ofNullable(found.get().bucketRegion()).ifPresent(region);
      return new Answer.Yes();
    } catch (PortFailure failure) {
      if (failure.kind() != Kind.DENIED && failure.kind() != Kind.UNSUPPORTED) {
        throw failure;
      }
      return headed();
    }
  }

  private Answer headed() {
    try {
      return calls.call("S3 HeadBucket of " + bucket, this::head);
    } catch (PortFailure failure) {
      if (failure.kind() == Kind.DENIED) {
        return foreign();
      }
      throw failure;
    }
  }

  private Answer head() {
    try {
      Optional.ofNullable(
              s3.headBucket(request -> request.bucket(bucket).expectedBucketOwner(owner))
                  .bucketRegion())
          .ifPresent(region);
      return new Answer.Yes();
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return no("does not exist. Create it, private and encrypted, or name another.");
      }
      throw e;
    }
  }

  private Answer foreign() {
    return no(
        "does not belong to this account (%s), or these credentials lack s3:ListBucket on it."
            .formatted(owner));
  }

  private Answer.No no(String why) {
    return new Answer.No("The bucket '%s' (S3_CSV_BUCKET) %s".formatted(bucket, why));
  }
}
