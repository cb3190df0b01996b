package dev.keyturn.sandbox.objects;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The owners of all buckets: "Bucket names must be unique across all AWS accounts"
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html). Accounts of one sandbox
 * share one.
 */
public final class BucketNames {
  private final Map<String, String> owners = new ConcurrentHashMap<>();

  /** The account that owns a bucket, if the bucket exists. */
  public Optional<String> owner(String bucket) {
    return Optional.ofNullable(owners.get(bucket));
  }

  void claim(String bucket, String account) {
    String owner = owners.putIfAbsent(bucket, account);
    if (account.equals(owner)) {
      throw new AwsRefusal(
          409,
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    if (owner != null) {
      throw new AwsRefusal(
          409,
          "BucketAlreadyExists",
          "The requested bucket name is not available. The bucket namespace is shared by all users"
              + " of the system. Please select a different name and try again.");
    }
  }

  void release(String bucket) {
    owners.remove(bucket);
  }
}
