package dev.keyturn.doctor.aws;

import dev.keyturn.aws.adapter.BucketCheck;
import dev.keyturn.aws.adapter.PublicAccess;
import dev.keyturn.aws.adapter.StoredObjects;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.doctor.probe.BucketSettings;
import dev.keyturn.port.Account;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CredentialStore.Whose;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket's settings, each with its own call of S3; a missing setting is a 404. */
public final class SeenBucket implements BucketSettings {
  private static final int NOT_FOUND = 404;

  private final S3Client s3;
  private final Calls calls;
  private final String bucket;
  private final Account account;
  private final Map<String, String> encryption;

  public SeenBucket(S3Client s3, Calls calls, Settings settings, Account account) {
    this.s3 = s3;
    this.calls = calls;
    this.bucket = settings.bucket();
    this.account = account;
    this.encryption = new StoredObjects(settings).conditionKeys();
  }

  @Override
  public Whose whose() {
    try {
      return new BucketCheck(s3, calls, bucket, owner(), _ -> {}).whose();
    } catch (PortFailure failure) {
      return new Whose.Unclear(failure);
    }
  }

  @Override
  public Answer closed() {
    try {
      return new PublicAccess(s3, calls, bucket, owner()).answer();
    } catch (PortFailure failure) {
      return new Answer.Unclear(failure);
    }
  }

  @Override
  public boolean publicAccessBlocked() {
    return look("S3 GetPublicAccessBlock", this::block).filter(SeenBucket::whole).isPresent();
  }

  private PublicAccessBlockConfiguration block() {
    return s3.getPublicAccessBlock(request -> request.bucket(bucket).expectedBucketOwner(owner()))
        .publicAccessBlockConfiguration();
  }

  private static boolean whole(PublicAccessBlockConfiguration block) {
    return Boolean.TRUE.equals(block.blockPublicAcls())
        && Boolean.TRUE.equals(block.ignorePublicAcls())
        && Boolean.TRUE.equals(block.blockPublicPolicy())
        && Boolean.TRUE.equals(block.restrictPublicBuckets());
  }

  @Override
  public Optional<String> encryption() {
    return look(
            "S3 GetBucketEncryption",
            () ->
                s3.getBucketEncryption(
                        request -> request.bucket(bucket).expectedBucketOwner(owner()))
                    .serverSideEncryptionConfiguration()
                    .rules())
        .flatMap(rules -> rules.stream().findFirst())
        .map(rule -> rule.applyServerSideEncryptionByDefault())
        .map(rule -> rule.sseAlgorithmAsString());
  }

  @Override
  public Rules rules(String runner) {
    String partition = account.identify().partition();
    BucketPlace place =
        new BucketPlace(partition, owner(), "arn:" + partition + ":s3:::" + bucket, runner);
    return calls.call(
        "S3 GetBucketPolicy of " + bucket,
        () -> {
          try {
            return BucketRules.of(
                s3.getBucketPolicy(request -> request.bucket(bucket).expectedBucketOwner(owner()))
                    .policy(),
                place,
                encryption);
          } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
              return BucketRules.none(place, encryption);
            }
            throw e;
          }
        });
  }

  @Override
  public Optional<String> objectOwnership() {
    return look(
            "S3 GetBucketOwnershipControls",
            () ->
                s3.getBucketOwnershipControls(
                        request -> request.bucket(bucket).expectedBucketOwner(owner()))
                    .ownershipControls()
                    .rules())
        .flatMap(rules -> rules.stream().findFirst())
        .map(rule -> rule.objectOwnershipAsString());
  }

  @Override
  public List<Keeping> lifecycle() {
    return look(
            "S3 GetBucketLifecycleConfiguration",
            () ->
                s3.getBucketLifecycleConfiguration(
                        request -> request.bucket(bucket).expectedBucketOwner(owner()))
                    .rules())
        .map(rules -> rules.stream().map(Lifecycles::keeping).toList())
        .orElse(List.of());
  }

  @Override
  public boolean keepsOldVersions() {
    return calls.call(
        "S3 GetBucketVersioning of " + bucket,
        () ->
            s3.getBucketVersioning(request -> request.bucket(bucket).expectedBucketOwner(owner()))
                    .status()
                == BucketVersioningStatus.ENABLED);
  }

  private String owner() {
    return account.identify().accountId();
  }

  private <T> Optional<T> look(String verb, Supplier<T> read) {
    return calls.call(
        verb + " of " + bucket,
        () -> {
          try {
            return Optional.of(read.get());
          } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
              return Optional.<T>empty();
            }
            throw e;
          }
        });
  }
}
