package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** Policy documents with conditions are enforced, with AWS's error messages. */
final class EnforcedPolicyOverHttpTest {
  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["iam:ListUsers", "iam:GetAccountAuthorizationDetails"],
         "Resource": "*"},
        {"Effect": "Allow", "Action": ["iam:ListAccessKeys", "iam:GetAccessKeyLastUsed"],
         "Resource": "arn:aws:iam::123456789012:user/team/*"},
        {"Effect": "Allow", "Action": "iam:CreateAccessKey",
         "Resource": "arn:aws:iam::123456789012:user/*",
         "Condition": {"Null": {"aws:ResourceTag/email": "false"}}},
        {"Effect": "Allow", "Action": ["iam:TagUser", "iam:UntagUser"],
         "Resource": "arn:aws:iam::123456789012:user/*",
         "Condition": {"Null": {"aws:ResourceTag/email": "false", "aws:TagKeys": "false"},
                       "ForAllValues:StringEquals": {"aws:TagKeys": ["date", "key"]}}},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::box-one",
         "Condition": {"StringLike": {"s3:prefix": "credential/*"}}},
        {"Effect": "Allow", "Action": "s3:PutObject",
         "Resource": "arn:aws:s3:::box-one/credential/*"},
        {"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
         "Resource": "arn:aws:s3:::box-one/state/*"},
        {"Effect": "Deny", "Action": "s3:PutObject",
         "Resource": "arn:aws:s3:::box-one/credential/root/*"},
        {"Effect": "Allow", "Action": "ses:GetEmailIdentity",
         "Resource": "arn:aws:ses:eu-west-1:123456789012:identity/*"},
        {"Effect": "Allow", "Action": "ses:GetSuppressedDestination", "Resource": "*"},
        {"Effect": "Allow", "Action": "ses:SendEmail",
         "Resource": "arn:aws:ses:eu-west-1:123456789012:identity/corp.example",
         "Condition": {"StringEquals": {"ses:FromAddress": "keys@corp.example"}}}
      ]}
      """;

  private static final String NOT_ALLOWED =
      "User: arn:aws:iam::123456789012:user/keeper is not authorized to perform: %1$s on resource:"
          + " %2$s because no identity-based policy allows the %1$s action";

  private final Clients clients = new Clients();
  private IamClient iam;
  private S3Client s3;
  private SesV2Client ses;

  @BeforeEach
  void anAccount() {
    IamClient root = clients.iam();
    root.createUser(
        r -> r.userName("alice").path("/team/").tags(Clients.tag("Email", "a@corp.example")));
    root.createUser(r -> r.userName("robot").tags(Clients.tag("owner", "none")));
    clients.sandbox.account().buckets().create("box-one", "eu-west-1");
    clients.sandbox.account().mailroom("eu-west-1").verify("corp.example");
    var keeper = clients.userWith("keeper", POLICY);
    iam = clients.iam(keeper);
    s3 = clients.s3(keeper);
    ses = clients.ses(keeper);
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void aUsersTagDecidesWhatMayBeDoneToTheUser() {
    String key = iam.createAccessKey(r -> r.userName("alice")).accessKey().accessKeyId();
    assertThat(iam.getAccessKeyLastUsed(r -> r.accessKeyId(key)).userName()).isEqualTo("alice");
    assertDenied(
        NOT_ALLOWED.formatted("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/robot"),
        () -> iam.createAccessKey(r -> r.userName("robot")));
    assertDenied(
        NOT_ALLOWED.formatted("iam:DeleteAccessKey", "arn:aws:iam::123456789012:user/team/alice"),
        () -> iam.deleteAccessKey(r -> r.userName("alice").accessKeyId(key)));
  }

  @Test
  void onlyTheTagsThatThePolicyNamesMayBeSet() {
    iam.tagUser(r -> r.userName("alice").tags(Clients.tag("date", "1"), Clients.tag("key", "2")));
    iam.untagUser(r -> r.userName("alice").tagKeys("date"));
    assertDenied(
        NOT_ALLOWED.formatted("iam:TagUser", "arn:aws:iam::123456789012:user/team/alice"),
        () ->
            iam.tagUser(
                r -> r.userName("alice").tags(Clients.tag("date", "1"), Clients.tag("x", "2"))));
    assertDenied(
        NOT_ALLOWED.formatted("iam:UntagUser", "arn:aws:iam::123456789012:user/team/alice"),
        () -> iam.untagUser(r -> r.userName("alice").tagKeys("Email")));
  }

  @Test
  void aPathInAPolicyIsThePathOfTheUser() {
    assertThat(iam.listUsers().users()).hasSize(3);
    assertThat(iam.listAccessKeys(r -> r.userName("alice")).accessKeyMetadata()).isEmpty();
    assertDenied(
        NOT_ALLOWED.formatted("iam:ListAccessKeys", "arn:aws:iam::123456789012:user/robot"),
        () -> iam.listAccessKeys(r -> r.userName("robot")));
    assertDenied(
        NOT_ALLOWED.formatted("iam:GetAccountSummary", "*"), () -> iam.getAccountSummary());
  }

  @Test
  void s3IsDeniedByKeyAndPrefix() {
    s3.putObject(
        r -> r.bucket("box-one").key("credential/alice/k").ifNoneMatch("*"),
        RequestBody.fromString("x"));
    assertThat(s3.listObjectsV2(r -> r.bucket("box-one").prefix("credential/alice/k")).contents())
        .hasSize(1);
    assertDenied(
        NOT_ALLOWED.formatted("s3:ListBucket", "\"arn:aws:s3:::box-one\""),
        () -> s3.listObjectsV2(r -> r.bucket("box-one")));
    assertDenied(
        NOT_ALLOWED.formatted("s3:GetObject", "\"arn:aws:s3:::box-one/credential/alice/k\""),
        () -> s3.getObjectAsBytes(r -> r.bucket("box-one").key("credential/alice/k")));
    assertDenied(
        "User: arn:aws:iam::123456789012:user/keeper is not authorized to perform: s3:PutObject on"
            + " resource: \"arn:aws:s3:::box-one/credential/root/k\" with an explicit deny in an"
            + " identity-based policy",
        () ->
            s3.putObject(
                r -> r.bucket("box-one").key("credential/root/k"), RequestBody.fromString("x")));
  }

  @Test
  void comparingETagsNeedsPermissionToReadTheObject() {
    String lease =
        s3.putObject(r -> r.bucket("box-one").key("state/k"), RequestBody.fromString("x")).eTag();
    String next =
        s3.putObject(
                r -> r.bucket("box-one").key("state/k").ifMatch(lease), RequestBody.fromString("y"))
            .eTag();
    s3.deleteObject(r -> r.bucket("box-one").key("state/k").ifMatch(next));
    String file =
        s3.putObject(
                r -> r.bucket("box-one").key("credential/alice/k"), RequestBody.fromString("x"))
            .eTag();
    assertDenied(
        NOT_ALLOWED.formatted("s3:GetObject", "\"arn:aws:s3:::box-one/credential/alice/k\""),
        () ->
            s3.putObject(
                r -> r.bucket("box-one").key("credential/alice/k").ifMatch(file),
                RequestBody.fromString("y")));
  }

  @Test
  void aMissingObjectIsDeniedWithoutPermissionToListTheBucket() {
    assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("box-one").key("state/none")))
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  @Test
  void aMailNeedsPermissionForSenderAndIdentity() {
    assertThat(ses.getEmailIdentity(r -> r.emailIdentity("corp.example")).identityTypeAsString())
        .isEqualTo("DOMAIN");
    send("Keys <keys@corp.example>");
    assertDenied(
        "User `arn:aws:iam::123456789012:user/keeper' is not authorized to perform `ses:SendEmail'"
            + " on resource `arn:aws:ses:eu-west-1:123456789012:identity/corp.example'",
        () -> send("boss@corp.example"));
    clients.sandbox.account().mailroom("eu-west-1").verify("keys@corp.example");
    assertDenied(
        "User `arn:aws:iam::123456789012:user/keeper' is not authorized to perform `ses:SendEmail'"
            + " on resource `arn:aws:ses:eu-west-1:123456789012:identity/keys@corp.example'",
        () -> send("keys@corp.example"));
    assertDenied(
        NOT_ALLOWED.formatted("ses:PutSuppressedDestination", "*"),
        () -> ses.putSuppressedDestination(r -> r.emailAddress("a@b.example").reason("BOUNCE")));
  }

  private void send(String from) {
    ses.sendEmail(
        r ->
            r.fromEmailAddress(from)
                .destination(d -> d.toAddresses(List.of("alice@corp.example")))
                .content(
                    c ->
                        c.simple(
                            m -> m.subject(s -> s.data("s")).body(b -> b.text(t -> t.data("t"))))));
  }

  private static void assertDenied(String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).startsWith("AccessDenied");
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(words);
            });
  }
}
