package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CredentialStore.Whose;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Checks that the bucket exists, is ours and is not public, before secrets are stored in it. */
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

  /**
   * If public access is blocked, one call suffices: S3 answers a call with an expected owner only
   * if the bucket is that account's (Amazon S3 user guide, "Verifying bucket ownership with bucket
   * owner condition").
   */
  Answer answer() {
    PublicAccess access = new PublicAccess(s3, calls, bucket, owner);
    if (access.blocked()) {
      return new Answer.Yes();
    }
    Whose whose = whose();
    return switch (whose) {
      case Whose.Ours _ -> access.unblocked();
      case Whose.Absent _, Whose.Foreign _, Whose.Closed _ -> new Answer.No(whose.why());
      case Whose.Unclear unclear -> new Answer.Unclear(unclear.failure());
    };
  }

  /** Whether the bucket exists and is ours. */
  public Whose whose() {
    try {
      return belongs();
    } catch (PortFailure failure) {
      return new Whose.Unclear(failure);
    }
  }

  /**
   * ListBuckets returns all buckets of this account. If it is denied, HeadBucket with the expected
   * owner answers for one bucket.
   */
  private Whose belongs() {
    try {
      Optional<Bucket> found =
          calls
              .call("S3 ListBuckets", () -> s3.listBuckets(request -> request.prefix(bucket)))
              .buckets()
              .stream()
              .filter(one -> one.name().equals(bucket))
              .findFirst();
      if (found.isEmpty()) {
        return headed() instanceof Whose.Absent absent ? absent : foreign();
      }
      Optional.ofNullable(found.get().bucketRegion()).ifPresent(region);
      return new Whose.Ours();
    } catch (PortFailure failure) {
      if (failure.kind() != Kind.DENIED && failure.kind() != Kind.UNSUPPORTED) {
        throw failure;
      }
      Whose headed = headed();
      return headed instanceof Whose.Closed closed && failure.kind() == Kind.DENIED
          ? new Whose.Closed(closed.why(), failure)
          : headed;
    }
  }

  private Whose headed() {
    try {
      return calls.call("S3 HeadBucket of " + bucket, this::head);
    } catch (PortFailure failure) {
      if (failure.kind() == Kind.DENIED) {
        return opens()
            ? foreign()
            : new Whose.Closed(
                about(
                    "does not belong to this account (%s), or these credentials lack s3:ListBucket on it."
                        .formatted(owner)),
                failure);
      }
      throw failure;
    }
  }

  /**
   * Whether HeadBucket succeeds without the expected owner: then the bucket belongs to another
   * account.
   */
  private boolean opens() {
    try {
      calls.once("S3 HeadBucket", () -> s3.headBucket(request -> request.bucket(bucket)));
      return true;
    } catch (PortFailure _) {
      return false;
    }
  }

  private Whose head() {
    try {
      Optional.ofNullable(
              s3.headBucket(request -> request.bucket(bucket).expectedBucketOwner(owner))
                  .bucketRegion())
          .ifPresent(region);
      return new Whose.Ours();
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return new Whose.Absent(
            about("does not exist. Create it, private and encrypted, or name another."));
      }
      throw e;
    }
  }

  private Whose foreign() {
    return new Whose.Foreign(
        about("does not belong to this account (%s). Name one that does.".formatted(owner)));
  }

  private String about(String why) {
    return "The bucket '%s' (S3_CSV_BUCKET) %s".formatted(bucket, why);
  }
}
