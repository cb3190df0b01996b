package dev.keyturn.aws.adapter;

import dev.keyturn.facts.BucketLayout;
import dev.keyturn.settings.Options.Encryption;
import dev.keyturn.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * How S3 encrypts objects: with {@code KMS_KEY_ID} if it is set; otherwise by the bucket's default,
 * which no header overrides.
 */
public final class StoredObjects {
  private static final String BY_KMS = "aws:kms";

  private static final String ALGORITHM = "s3:x-amz-server-side-encryption";
  private static final String KEY = ALGORITHM + "-aws-kms-key-id";

  private final String bucket;
  private final Encryption encryption;
  private final AtomicBoolean seenByKms = new AtomicBoolean();

  private final Supplier<BucketLayout> layout;

  /** The objects of one account's bucket. */
  public StoredObjects(Settings settings) {
    this(settings, BucketLayout.OneAccount::new);
  }

  /**
   * Objects of a bucket.
   *
   * @param layout where they are; asked for each time, because it depends on the session
   */
  public StoredObjects(Settings settings, Supplier<BucketLayout> layout) {
    this.layout = layout;
    this.bucket = settings.bucket();
    this.encryption = settings.options().encryption();
  }

  String bucket() {
    return bucket;
  }

  /**
   * The condition keys of a put; an empty value means that the header is not sent. The key id
   * behind an alias is unknown.
   */
  public Map<String, String> conditionKeys() {
    return switch (encryption) {
      case Encryption.ByS3 _ -> Map.of(ALGORITHM, "", KEY, "");
      case Encryption.ByKms kms ->
          kms.keyId().startsWith("arn:") && kms.keyId().contains(":key/")
              ? Map.of(ALGORITHM, BY_KMS, KEY, kms.keyId())
              : Map.of(ALGORITHM, BY_KMS);
    };
  }

  /** The key in the bucket of an object. */
  public String key(String name) {
    return layout.get().key(name);
  }

  /** The name of an object by its key. */
  String name(String key) {
    return layout.get().name(key);
  }

  /** Whether the bucket is that of a hub, for the accounts of an organization. */
  boolean ofHub() {
    return layout.get() instanceof BucketLayout.Member;
  }

  /** A put into the bucket. */
  PutObjectRequest.Builder put(String name) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key(name));
    return switch (encryption) {
      case Encryption.ByS3 _ -> request;
      case Encryption.ByKms kms ->
          request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kms.keyId());
    };
  }

  /** Notes how S3 encrypted an object, from its reply. */
  void stored(PutObjectResponse reply) {
    Optional.ofNullable(reply.serverSideEncryptionAsString())
        .ifPresent(algorithm -> seenByKms.set(algorithm.startsWith(BY_KMS)));
  }

  /**
   * Whether an entity tag is the MD5 of the content: not if KMS encrypts. A run stores its lease
   * before any file, so the bucket's default is known by then.
   */
  boolean tagsTellContents() {
    return encryption instanceof Encryption.ByS3 && !seenByKms.get();
  }
}
