package dev.keyturn.mail;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the file with the new credentials is stored.
 *
 * @param key the object's key in the bucket
 * @param region of the bucket, such as {@code eu-central-1}
 * @param partition as in ARNs: {@code aws}, {@code aws-cn} or {@code aws-us-gov}
 * @param hub the account of the bucket, if it is not the owner's own
 */
public record FilePlace(
    String bucket,
    String key,
    String region,
    String partition,
    Expiry expiry,
    Optional<String> hub) {

  /** A file in a bucket of the owner's account. */
  public FilePlace(String bucket, String key, String region, String partition, Expiry expiry) {
    this(bucket, key, region, partition, expiry, Optional.empty());
  }

  /** When S3 removes the file. */
  public sealed interface Expiry {
    /** S3 named this instant in its reply to the put. */
    record At(Instant instant) implements Expiry {}

    /** S3 named none, or its reply was lost. */
    record Unknown() implements Expiry {}
  }
}
