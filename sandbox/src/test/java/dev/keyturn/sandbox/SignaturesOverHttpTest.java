package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.LastUse;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.model.Credentials;

final class SignaturesOverHttpTest {
  private final Clients clients = new Clients();

  @BeforeEach
  void aUser() {
    clients.sandbox.account().users().create("alice", "/", List.of());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void theCallerIsTheRootUserOrTheUser() {
    assertThat(clients.sts(clients.root()).getCallerIdentity().arn())
        .isEqualTo("arn:aws:iam::123456789012:root");
    AccessKey key = clients.sandbox.account().keys().create("alice");
    assertThat(clients.sts(Clients.credentials(key)).getCallerIdentity().arn())
        .endsWith(":user/alice");
    assertThat(clients.sandbox.account().keys().find(key.id()).lastUse())
        .isInstanceOfSatisfying(
            LastUse.At.class, use -> assertThat(use.service()).isEqualTo("sts"));
  }

  @Test
  void aWrongSecretIsRefusedByEveryService() {
    AwsCredentials wrong = AwsBasicCredentials.create(clients.root().accessKeyId(), "x".repeat(40));
    assertRefused("SignatureDoesNotMatch", () -> clients.iam(wrong).listUsers());
    assertRefused("SignatureDoesNotMatch", () -> clients.sts(wrong).getCallerIdentity());
    assertRefused("SignatureDoesNotMatch", () -> clients.s3(wrong).listBuckets());
  }

  @Test
  void anInactiveOrDeletedKeyIsUnknown() {
    AccessKey key = clients.sandbox.account().keys().create("alice");
    clients.sandbox.account().keys().update("alice", key.id(), AccessKey.Status.INACTIVE);
    assertUnknown(Clients.credentials(key));
    clients.sandbox.account().keys().delete("alice", key.id());
    assertUnknown(Clients.credentials(key));
  }

  @Test
  void anAssumedRolesSessionNeedsItsToken() {
    Credentials session =
        clients
            .sts(clients.root())
            .assumeRole(
                r -> r.roleArn("arn:aws:iam::123456789012:role/auditor").roleSessionName("me"))
            .credentials();
    AwsCredentials whole =
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    assertThat(clients.sts(whole).getCallerIdentity().arn()).endsWith(":assumed-role/auditor/me");
    AwsCredentials without =
        AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
    assertRefused("InvalidClientTokenId", () -> clients.sts(without).getCallerIdentity());
  }

  @Test
  void aUserMayDoWhatAPolicyAllows() {
    S3Client root = clients.s3();
    root.createBucket(
        r -> r.bucket("box-one").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    root.putObject(r -> r.bucket("box-one").key("home/alice/a"), RequestBody.fromString("hers"));
    root.putObject(r -> r.bucket("box-one").key("home/bob/a"), RequestBody.fromString("his"));
    clients
        .iam()
        .putUserPolicy(
            r ->
                r.userName("alice")
                    .policyName("fetch")
                    .policyDocument(
                        """
                        {"Version": "2012-10-17",
                         "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
                          "Resource": "arn:aws:s3:::box-one/home/${aws:username}/*"}]}\
                        """));
    S3Client alice =
        clients.s3(Clients.credentials(clients.sandbox.account().keys().create("alice")));
    assertThat(alice.getObjectAsBytes(r -> r.bucket("box-one").key("home/alice/a")).asUtf8String())
        .isEqualTo("hers");
    assertRefused(
        "AccessDenied", () -> alice.getObjectAsBytes(r -> r.bucket("box-one").key("home/bob/a")));
    assertRefused(
        "AccessDenied",
        () -> alice.getObjectAsBytes(r -> r.bucket("box-one").key("home/alice/none")));
    assertRefused(
        "AccessDenied",
        () ->
            clients
                .iam(Clients.credentials(clients.sandbox.account().keys().create("alice")))
                .listUsers());
  }

  @Test
  void anUnsignedRequestIsRefused() {
    assertThat(Clients.get(clients.sandbox.endpoint().resolve("/box/key")).statusCode())
        .isEqualTo(403);
    URI version2 =
        clients.sandbox.endpoint().resolve("/box/key?AWSAccessKeyId=AKIA&Signature=x&Expires=1");
    assertThat(Clients.get(version2).body()).contains("Please use AWS4-HMAC-SHA256");
    assertThat(Clients.get(clients.sandbox.endpoint().resolve("/v2/email/account")).statusCode())
        .isEqualTo(403);
    assertThat(
            Clients.get(URI.create(clients.sandbox.endpoint() + "/_sandbox/nothing")).statusCode())
        .isEqualTo(404);
  }

  private void assertUnknown(AwsCredentials credentials) {
    assertRefused("InvalidClientTokenId", () -> clients.iam(credentials).listUsers());
    assertRefused("InvalidClientTokenId", () -> clients.sts(credentials).getCallerIdentity());
    assertRefused("InvalidAccessKeyId", () -> clients.s3(credentials).listBuckets());
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
