package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Pages;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.port.Account;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CredentialStore;
import dev.keyturn.port.HandOver;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Credentials in S3: always encrypted, never over another object, and only in a bucket of this
 * account. Stored files are checked by ListObjectsV2, which returns length and entity tag, so that
 * the role needs no permission to read a file.
 */
public final class S3CredentialStore implements CredentialStore {
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final Calls calls;
  private final StoredObjects objects;
  private final String bucket;
  private final Account account;
  private final Region usual;
  private final Lock locating = new ReentrantLock();
  private Optional<Region> located = Optional.empty();

  /**
   * Creates a store.
   *
   * @param usual the region of the bucket where S3 does not tell it
   */
  public S3CredentialStore(
      S3Client s3, Calls calls, StoredObjects objects, Account account, Region usual) {
    this.s3 = s3;
    this.calls = calls;
    this.objects = objects;
    this.bucket = objects.bucket();
    this.account = account;
    this.usual = usual;
  }

  private String owner() {
    return account.identify().accountId();
  }

  @Override
  public Answer check() {
    return checked().answer();
  }

  private BucketCheck checked() {
    return new BucketCheck(s3, calls, bucket, owner(), this::locate);
  }

  private void locate(String region) {
    locating.lock();
    try {
      located = Optional.of(Region.of(region));
    } finally {
      locating.unlock();
    }
  }

  /** The bucket's region, for links; asked for by the first of them, unless the check was told. */
  private Region region() {
    locating.lock();
    try {
      if (located.isEmpty()) {
        checked().whose();
      }
      Region region = located.orElse(usual);
      located = Optional.of(region);
      return region;
    } finally {
      locating.unlock();
    }
  }

  @Override
  public Fingerprint expected(HandOver handOver) {
    Fingerprint print = handOver.print();
    return objects.tagsTellContents() ? print : new Fingerprint(print.length(), Optional.empty());
  }

  @Override
  public Put store(HandOver handOver) {
    String name = handOver.objectKey();
    return put(name, handOver.file());
  }

  @Override
  public boolean claim(UserName user, KeyId key, Delivery delivery) {
    return put(HandOver.objectKey(user, key, delivery), new byte[0]) instanceof Put.Stored;
  }

  private Put put(String name, byte[] content) {
    PutObjectRequest request =
        objects
            .put(name)
            .ifNoneMatch("*")
            .contentType("text/csv")
            .expectedBucketOwner(owner())
            .build();
    return calls.call(
        "S3 PutObject of s3://" + bucket + "/" + objects.key(name),
        () -> {
          try {
            PutObjectResponse reply = s3.putObject(request, RequestBody.fromBytes(content));
            objects.stored(reply);
            return stored(reply, content);
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
              return new Put.Occupied();
            }
            throw e;
          }
        });
  }

  private static Put stored(PutObjectResponse reply, byte[] content) {
    return new Put.Stored(
        ExpirationHeader.read(reply.expiration()), print(content.length, reply.eTag()));
  }

  private static Fingerprint print(long length, @Nullable String eTag) {
    String tag = Objects.requireNonNull(eTag, "no entity tag").replace("\"", "");
    return new Fingerprint(length, Optional.of(tag).filter(text -> !text.isEmpty()));
  }

  /**
   * S3 returns names in byte order, so the name itself comes before longer names with this prefix.
   */
  @Override
  public Optional<Fingerprint> look(UserName user, KeyId key, Delivery delivery) {
    String name = objects.key(HandOver.objectKey(user, key, delivery));
    return calls.call(
        "S3 ListObjectsV2 of s3://" + bucket + "/" + name,
        () -> {
          ListObjectsV2Response reply =
              s3.listObjectsV2(
                  request ->
                      request.bucket(bucket).prefix(name).maxKeys(1).expectedBucketOwner(owner()));
          return Pages.Page.of(reply.contents(), reply.isTruncated(), reply.nextContinuationToken())
              .items()
              .stream()
              .filter(object -> object.key().equals(name))
              .findFirst()
              .map(object -> print(object.size(), object.eTag()));
        });
  }

  @Override
  public FilePlace place(String name, Expiry expiry) {
    Account.Identity identity = account.identify();
    return new FilePlace(
        bucket,
        objects.key(name),
        region().id(),
        identity.partition(),
        expiry,
        Optional.of(identity.accountId()).filter(_ -> objects.ofHub()));
  }
}
