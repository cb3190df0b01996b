package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** A bucket's own policy is combined with the caller's policies. */
final class BucketPolicyOverHttpTest {
  private static final String EVERYTHING =
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}";
  private static final String NOTHING =
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"iam:ListUsers\", \"Resource\":"
          + " \"*\"}}";
  private static final String ROLE = "arn:aws:iam::123456789012:role/team/writer";
  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::box-one/*",
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        {"Effect": "Deny", "Principal": "*", "Action": ["s3:PutObject", "s3:DeleteObject"],
         "Resource": "arn:aws:s3:::box-one/kept/*",
         "Condition": {"ArnNotLike": {"aws:PrincipalArn": "%s"}}},
        {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
         "NotResource": "arn:aws:s3:::box-one/kept/${aws:username}/*",
         "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/*"}}},
        {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:user/careful"},
         "Action": "s3:GetObject", "Resource": "*",
         "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/guest"},
         "Action": "s3:GetObject", "Resource": "arn:aws:s3:::box-one/kept/guest/*"}
      ]}
      """
          .formatted(ROLE);

  private final Clients clients = new Clients();

  @BeforeEach
  void aBucketWithAPolicy() {
    clients.sandbox.account().buckets().create("box-one", "eu-west-1");
    for (String user : new String[] {"alice", "careful", "guest"}) {
      put(clients.root(), "kept/" + user + "/file");
    }
    clients.sandbox.account().roles().create("writer", "/team/");
    clients.sandbox.account().roles().putPolicy("writer", "all", EVERYTHING);
    clients.s3().putBucketPolicy(r -> r.bucket("box-one").policy(POLICY));
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private void put(AwsCredentials who, String key) {
    clients
        .s3(who)
        .putObject(r -> r.bucket("box-one").key(key), RequestBody.fromString("content of " + key));
  }

  private String get(AwsCredentials who, String key) {
    return clients.s3(who).getObjectAsBytes(r -> r.bucket("box-one").key(key)).asUtf8String();
  }

  private static AwsCredentials session(Credentials made) {
    return AwsSessionCredentials.create(
        made.accessKeyId(), made.secretAccessKey(), made.sessionToken());
  }

  @Test
  void aDenyOfTheBucketWinsOverAnAllowOfTheUser() {
    AwsCredentials alice = clients.userWith("alice", EVERYTHING);
    assertThat(get(alice, "kept/alice/file")).isEqualTo("content of kept/alice/file");
    assertThatThrownBy(() -> get(alice, "kept/guest/file"))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e ->
                assertThat(e.awsErrorDetails().errorMessage())
                    .endsWith("with an explicit deny in a resource-based policy"));
    assertDenied(() -> put(alice, "kept/alice/file"));
  }

  @Test
  void theBucketAllowsWhatTheUsersOwnPoliciesDoNot() {
    AwsCredentials guest = clients.userWith("guest", NOTHING);
    assertThat(get(guest, "kept/guest/file")).isEqualTo("content of kept/guest/file");
  }

  @Test
  void aSessionOfARoleIsItsRoleAndHasItsPolicies() {
    StsClient sts = clients.sts(clients.userWith("alice", EVERYTHING));
    AwsCredentials writer =
        session(sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("one")).credentials());
    put(writer, "kept/new");
    clients
        .sandbox
        .account()
        .roles()
        .putPolicy("writer", "all", EVERYTHING.replace("Allow", "Deny"));
    assertDenied(() -> put(writer, "kept/newer"));
  }

  @Test
  void onlyASessionWithACodeHasMfa() {
    AwsCredentials careful = clients.userWith("careful", EVERYTHING);
    StsClient sts = clients.sts(careful);
    assertDenied(() -> get(careful, "kept/careful/file"));
    assertDenied(
        () -> get(session(sts.getSessionToken(r -> {}).credentials()), "kept/careful/file"));
    AwsCredentials withMfa =
        session(
            sts.getSessionToken(
                    r ->
                        r.serialNumber("arn:aws:iam::123456789012:mfa/careful").tokenCode("123456"))
                .credentials());
    assertThat(get(withMfa, "kept/careful/file")).isEqualTo("content of kept/careful/file");
    assertDenied(() -> sts.getSessionToken(r -> r.serialNumber("any").tokenCode("12")));
  }

  @Test
  void aHeaderMarksACallAsMadeWithoutTls() {
    S3Client root = clients.s3();
    assertDenied(
        () ->
            root.getObjectAsBytes(
                r ->
                    r.bucket("box-one")
                        .key("kept/alice/file")
                        .overrideConfiguration(
                            o -> o.putHeader("x-sandbox-secure-transport", "false"))));
  }

  @Test
  void deletingSeveralObjectsAsksForEach() {
    S3Client root = clients.s3();
    assertDenied(
        () ->
            root.deleteObjects(
                r ->
                    r.bucket("box-one")
                        .delete(
                            d ->
                                d.objects(
                                    ObjectIdentifier.builder().key("other").build(),
                                    ObjectIdentifier.builder().key("kept/alice/file").build()))));
  }

  @Test
  void theRootUserCanAlwaysChangeTheBucketsPolicy() {
    S3Client root = clients.s3();
    root.putBucketPolicy(
        r ->
            r.bucket("box-one")
                .policy(
                    "{\"Statement\": {\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\":"
                        + " \"s3:*\", \"Resource\": \"*\"}}"));
    assertDenied(() -> get(clients.root(), "kept/alice/file"));
    root.deleteBucketPolicy(r -> r.bucket("box-one"));
    assertThat(get(clients.root(), "kept/alice/file")).isEqualTo("content of kept/alice/file");
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            });
  }
}
