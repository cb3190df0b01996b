package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

final class S3OverHttpTest {
  private static final String BOX = "box-one";

  private final Clients clients = new Clients();
  private final S3Client s3 = clients.s3();

  @BeforeEach
  void aBucket() {
    s3.createBucket(
        r -> r.bucket(BOX).createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void anObjectWithSpecialCharactersInItsKeyIsReturned() {
    for (String key : List.of("a", "a/b c+d/ä%2F&=?.csv", "credential/x@y.z/x_1.csv")) {
      s3.putObject(
          r -> r.bucket(BOX).key(key).contentType("text/csv").metadata(Map.of("k", "v")),
          RequestBody.fromString("in " + key));
      assertThat(s3.getObjectAsBytes(r -> r.bucket(BOX).key(key)).asUtf8String())
          .isEqualTo("in " + key);
      HeadObjectResponse head = s3.headObject(r -> r.bucket(BOX).key(key));
      assertThat(head.contentType()).isEqualTo("text/csv");
      assertThat(head.metadata()).containsEntry("k", "v");
      assertThat(head.contentEncoding()).isNull();
    }
    assertThat(s3.listObjectsV2(r -> r.bucket(BOX)).contents())
        .extracting(S3Object::key)
        .containsExactly("a", "a/b c+d/ä%2F&=?.csv", "credential/x@y.z/x_1.csv");
  }

  @Test
  void aSecondConditionalPutIsRefused() {
    s3.putObject(r -> r.bucket(BOX).key("k").ifNoneMatch("*"), RequestBody.empty());
    assertRefused(
        412,
        "PreconditionFailed",
        () ->
            s3.putObject(
                r -> r.bucket(BOX).key("k").ifNoneMatch("*"), RequestBody.fromString("x")));
    assertThat(s3.headObject(r -> r.bucket(BOX).key("k")).contentLength()).isZero();
    String tag = s3.headObject(r -> r.bucket(BOX).key("k")).eTag();
    s3.putObject(r -> r.bucket(BOX).key("k").ifMatch(tag), RequestBody.fromString("x"));
    assertRefused(
        412,
        "PreconditionFailed",
        () -> s3.putObject(r -> r.bucket(BOX).key("k").ifMatch(tag), RequestBody.fromString("y")));
  }

  @Test
  void aDeletedObjectMatchesNoIfMatch() {
    String tag = s3.putObject(r -> r.bucket(BOX).key("k"), RequestBody.fromString("x")).eTag();
    assertThat(s3.getObject(r -> r.bucket(BOX).key("k")).response().eTag()).isEqualTo(tag);
    s3.deleteObject(r -> r.bucket(BOX).key("k"));
    assertRefused(
        404,
        "NoSuchKey",
        () -> s3.putObject(r -> r.bucket(BOX).key("k").ifMatch(tag), RequestBody.fromString("y")));
    assertRefused(
        404, "NoSuchKey", () -> s3.deleteObject(r -> r.bucket(BOX).key("k").ifMatch(tag)));
    assertRefused(
        404, "NoSuchKey", () -> s3.deleteObject(r -> r.bucket(BOX).key("k").ifMatch("*")));
  }

  @Test
  void anObjectThatHasChangedIsNotDeletedOnCondition() {
    String before = s3.putObject(r -> r.bucket(BOX).key("k"), RequestBody.fromString("x")).eTag();
    String after =
        s3.putObject(
                r -> r.bucket(BOX).key("k").ifMatch(before.replace("\"", "")),
                RequestBody.fromString("y"))
            .eTag();
    assertRefused(
        412,
        "PreconditionFailed",
        () -> s3.deleteObject(r -> r.bucket(BOX).key("k").ifMatch(before)));
    s3.deleteObject(r -> r.bucket(BOX).key("k").ifMatch(after));
    s3.putObject(r -> r.bucket(BOX).key("k"), RequestBody.fromString("z"));
    s3.deleteObject(r -> r.bucket(BOX).key("k").ifMatch("*"));
    assertThat(s3.listObjectsV2(r -> r.bucket(BOX)).contents()).isEmpty();
  }

  @Test
  void missingThingsHaveTheirOwnCodes() {
    assertRefused(404, "NoSuchKey", () -> s3.getObjectAsBytes(r -> r.bucket(BOX).key("none")));
    assertRefused(404, "NoSuchBucket", () -> s3.listObjectsV2(r -> r.bucket("box-none")));
    assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("box-none"))).hasMessageContaining("404");
    assertRefused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicyStatus(r -> r.bucket(BOX)));
    assertRefused(
        404,
        "NoSuchLifecycleConfiguration",
        () -> s3.getBucketLifecycleConfiguration(r -> r.bucket(BOX)));
    assertRefused(
        501, "NotImplemented", () -> s3.createMultipartUpload(r -> r.bucket(BOX).key("k")));
  }

  @Test
  void encryptionIsEchoed() {
    PutObjectResponse plain =
        s3.putObject(r -> r.bucket(BOX).key("k"), RequestBody.fromString("x"));
    assertThat(plain.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    String kms = "arn:aws:kms:eu-west-1:123456789012:key/1";
    PutObjectResponse own =
        s3.putObject(
            r ->
                r.bucket(BOX)
                    .key("k")
                    .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                    .ssekmsKeyId(kms),
            RequestBody.fromString("x"));
    assertThat(own.ssekmsKeyId()).isEqualTo(kms);
    assertThat(s3.headObject(r -> r.bucket(BOX).key("k")).serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AWS_KMS);
  }

  @Test
  void aForeignBucketOwnerIsRefused() {
    s3.putObject(
        r -> r.bucket(BOX).key("k").expectedBucketOwner("123456789012"),
        RequestBody.fromString("x"));
    assertRefused(
        403,
        "AccessDenied",
        () ->
            s3.putObject(
                r -> r.bucket(BOX).key("k").expectedBucketOwner("999999999999"),
                RequestBody.fromString("x")));
    assertThatThrownBy(() -> s3.headBucket(r -> r.bucket(BOX).expectedBucketOwner("999999999999")))
        .hasMessageContaining("403");
  }

  @Test
  void aBucketIsPrivateUntilItsBlockAndPolicyAllowAccess() {
    String everyone =
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\":"
            + " \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::box-one/*\"}]}";
    assertThat(
            s3.getPublicAccessBlock(r -> r.bucket(BOX))
                .publicAccessBlockConfiguration()
                .blockPublicPolicy())
        .isTrue();
    assertRefused(
        403, "AccessDenied", () -> s3.putBucketPolicy(r -> r.bucket(BOX).policy(everyone)));
    s3.deletePublicAccessBlock(r -> r.bucket(BOX));
    assertRefused(
        404,
        "NoSuchPublicAccessBlockConfiguration",
        () -> s3.getPublicAccessBlock(r -> r.bucket(BOX)));
    s3.putBucketPolicy(r -> r.bucket(BOX).policy(everyone));
    assertThat(s3.getBucketPolicyStatus(r -> r.bucket(BOX)).policyStatus().isPublic()).isTrue();
    assertThat(s3.getBucketPolicy(r -> r.bucket(BOX)).policy()).isEqualTo(everyone);
    assertThat(s3.getBucketAcl(r -> r.bucket(BOX)).grants()).hasSize(1);
  }

  @Test
  void lifecycleRulesAreAnnouncedAndApplied() {
    s3.putBucketLifecycleConfiguration(
        r ->
            r.bucket(BOX)
                .lifecycleConfiguration(
                    c ->
                        c.rules(
                            LifecycleRule.builder()
                                .id("old files")
                                .status(ExpirationStatus.ENABLED)
                                .filter(f -> f.prefix("old/"))
                                .expiration(e -> e.days(7))
                                .build())));
    PutObjectResponse put =
        s3.putObject(r -> r.bucket(BOX).key("old/k"), RequestBody.fromString("x"));
    assertThat(put.expiration())
        .startsWith("expiry-date=\"")
        .endsWith(" 00:00:00 GMT\", rule-id=\"old%20files\"");
    assertThat(s3.headObject(r -> r.bucket(BOX).key("old/k")).expiration())
        .isEqualTo(put.expiration());
    clients.sandbox.clock().advance(Duration.ofDays(8));
    assertRefused(404, "NoSuchKey", () -> s3.getObjectAsBytes(r -> r.bucket(BOX).key("old/k")));
    assertThat(s3.getBucketLifecycleConfiguration(r -> r.bucket(BOX)).rules()).hasSize(1);
  }

  @Test
  void listingsPageAndObjectsAreDeletedTogether() {
    for (int i = 0; i < 5; i++) {
      String key = "p/" + i;
      s3.putObject(r -> r.bucket(BOX).key(key), RequestBody.fromString("x"));
    }
    ListObjectsV2Response first = s3.listObjectsV2(r -> r.bucket(BOX).prefix("p/").maxKeys(3));
    assertThat(first.isTruncated()).isTrue();
    ListObjectsV2Response second =
        s3.listObjectsV2(
            r -> r.bucket(BOX).prefix("p/").continuationToken(first.nextContinuationToken()));
    assertThat(second.contents()).extracting(S3Object::key).containsExactly("p/3", "p/4");
    assertThat(
            s3.listObjectsV2(r -> r.bucket(BOX).delimiter("/"))
                .commonPrefixes()
                .getFirst()
                .prefix())
        .isEqualTo("p/");
    s3.deleteObjects(
        r ->
            r.bucket(BOX)
                .delete(
                    d ->
                        d.objects(
                            ObjectIdentifier.builder().key("p/0").build(),
                            ObjectIdentifier.builder().key("none").build())));
    assertThat(s3.listObjectsV2(r -> r.bucket(BOX).startAfter("p/1")).keyCount()).isEqualTo(3);
  }

  @Test
  void aBucketOfAnotherRegionRedirects() {
    S3Client virginia = clients.s3In("us-east-1");
    assertRefused(301, "PermanentRedirect", () -> virginia.listObjectsV2(r -> r.bucket(BOX)));
    assertThat(s3.headBucket(r -> r.bucket(BOX)).bucketRegion()).isEqualTo("eu-west-1");
    assertThat(virginia.getBucketLocation(r -> r.bucket(BOX)).locationConstraintAsString())
        .isEqualTo("eu-west-1");
  }

  @Test
  void aPresignedReadIsVerified() {
    s3.putObject(r -> r.bucket(BOX).key("a b"), RequestBody.fromString("mine"));
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(clients.sandbox.endpoint())
            .region(Region.EU_WEST_1)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(StaticCredentialsProvider.create(clients.root()))
            .build()) {
      String url =
          presigner
              .presignGetObject(
                  r ->
                      r.signatureDuration(Duration.ofMinutes(5))
                          .getObjectRequest(g -> g.bucket(BOX).key("a b")))
              .url()
              .toString();
      assertThat(Clients.get(URI.create(url)).body()).isEqualTo("mine");
      assertThat(Clients.get(URI.create(url.replace("a%20b", "other"))).body())
          .contains("SignatureDoesNotMatch");
    }
  }

  private static void assertRefused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }
}
