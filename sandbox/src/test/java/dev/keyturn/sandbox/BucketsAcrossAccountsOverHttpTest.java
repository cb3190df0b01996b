package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A hub's bucket, from which users of the accounts of its organization read their own files. */
final class BucketsAcrossAccountsOverHttpTest {
  private static final String HUB = "123456789012";
  private static final String FIRST = "111111111111";
  private static final String SECOND = "222222222222";
  private static final String OUTSIDE = "333333333333";
  private static final String OWN =
      "arn:aws:s3:::box-one/of/${aws:PrincipalAccount}/${aws:username}/*";

  private static final String EVERYTHING =
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}";

  private final Clients clients = new Clients();
  private String organization = "";

  @BeforeEach
  void anOrganizationAndABucket() {
    organization = clients.sandbox.organization().create(HUB);
    for (String account : List.of(FIRST, SECOND, OUTSIDE)) {
      clients.sandbox.accounts().create(account);
    }
    clients.sandbox.organization().join(FIRST);
    clients.sandbox.organization().join(SECOND);
    clients.sandbox.account().buckets().create("box-one", "eu-west-1");
    for (String account : List.of(FIRST, SECOND, OUTSIDE)) {
      for (String user : List.of("alice", "bob")) {
        clients
            .s3()
            .putObject(
                r -> r.bucket("box-one").key("of/" + account + "/" + user + "/key"),
                RequestBody.fromString(account + user));
      }
    }
    policy("s3:GetObject", "\"Resource\": \"" + OWN + "\"", "");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  /** Lets everyone of the organization do that. */
  private void policy(String action, String resource, String more) {
    clients
        .s3()
        .putBucketPolicy(
            r ->
                r.bucket("box-one")
                    .policy(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "%s", %s,
                          "Condition": {"StringEquals": {"aws:PrincipalOrgID": "%s"}}}%s]}
                        """
                            .formatted(action, resource, organization, more)));
  }

  /** A user with what an owner has in their own account. */
  private AwsCredentials owner(String account, String name) {
    return clients.userIn(
        account,
        name,
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "s3:GetObject",
           "Resource": "arn:aws:s3:::box-one/of/%1$s/${aws:username}/*"},
          {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::box-one",
           "Condition": {"StringLike": {"s3:prefix": "of/%1$s/${aws:username}/*"}}}]}
        """
            .formatted(account));
  }

  private String get(AwsCredentials who, String account, String user) {
    return clients
        .s3(who)
        .getObjectAsBytes(r -> r.bucket("box-one").key("of/" + account + "/" + user + "/key"))
        .asUtf8String();
  }

  @Test
  void eachOwnerReadsOnlyTheirOwnFileOfTheirOwnAccount() {
    for (String account : List.of(FIRST, SECOND)) {
      for (String user : List.of("alice", "bob")) {
        AwsCredentials owner = owner(account, user);
        List<String> read = new ArrayList<>();
        for (String of : List.of(FIRST, SECOND, OUTSIDE)) {
          for (String other : List.of("alice", "bob")) {
            try {
              read.add(get(owner, of, other));
            } catch (AwsServiceException denied) {
              assertThat(denied.statusCode()).isEqualTo(403);
            }
          }
        }
        assertThat(read).containsExactly(account + user);
      }
    }
  }

  @Test
  void bothPoliciesMustAllow() {
    AwsCredentials without =
        clients.userIn(FIRST, "alice", EVERYTHING.replace("\"*\"", "\"iam:*\""));
    assertDenied(
        "User: arn:aws:iam::111111111111:user/alice is not authorized to perform: s3:GetObject on"
            + " resource: \"arn:aws:s3:::box-one/of/111111111111/alice/key\" because no"
            + " identity-based policy allows the s3:GetObject action",
        () -> get(without, FIRST, "alice"));
    AwsCredentials bob = clients.userIn(FIRST, "bob", EVERYTHING);
    assertThat(get(bob, FIRST, "bob")).isEqualTo(FIRST + "bob");
    assertDenied(
        "User: arn:aws:iam::111111111111:user/bob is not authorized to perform: s3:GetObject on"
            + " resource: \"arn:aws:s3:::box-one/of/111111111111/alice/key\" because no"
            + " resource-based policy allows the s3:GetObject action",
        () -> get(bob, FIRST, "alice"));
    assertRefused(
        "AccessDenied",
        () ->
            clients
                .s3(bob)
                .putObject(
                    r -> r.bucket("box-one").key("of/111111111111/bob/key"),
                    RequestBody.fromString("x")));
    assertRefused(
        "AccessDenied", () -> clients.s3(bob).deleteBucketPolicy(r -> r.bucket("box-one")));
  }

  @Test
  void aUserOfAnotherOrganizationIsToldNothing() {
    AwsCredentials alice = clients.userIn(OUTSIDE, "alice", EVERYTHING);
    assertDenied("Access Denied", () -> get(alice, OUTSIDE, "alice"));
  }

  @Test
  void aRoleHasNoUserNameAndSoNoFile() {
    AwsCredentials alice = clients.userIn(FIRST, "alice", EVERYTHING);
    AwsCredentials admin =
        Clients.session(
            clients
                .sts(alice)
                .assumeRole(
                    r -> r.roleArn("arn:aws:iam::111111111111:role/alice").roleSessionName("alice"))
                .credentials());
    assertRefused("AccessDenied", () -> get(admin, FIRST, "alice"));
  }

  @Test
  void theAccountsOwnPoliciesDecideInTheBucketsAccount() {
    AwsCredentials admin = clients.userWith("admin", EVERYTHING);
    assertThat(get(admin, FIRST, "alice")).isEqualTo(FIRST + "alice");
  }

  @Test
  void aDenyForAnAccountConcernsAllOfItsPrincipals() {
    policy(
        "s3:GetObject",
        "\"Resource\": \"" + OWN + "\"",
        """
        , {"Effect": "Deny", "Principal": {"AWS": "111111111111"}, "Action": "*",
           "Resource": "*"}
        """);
    AwsCredentials alice = owner(FIRST, "alice");
    assertRefused("AccessDenied", () -> get(alice, FIRST, "alice"));
    assertThat(get(owner(SECOND, "alice"), SECOND, "alice")).isEqualTo(SECOND + "alice");
  }

  @Test
  void anAllowForAnAccountLeavesTheChoiceToThatAccount() {
    clients
        .s3()
        .putBucketPolicy(
            r ->
                r.bucket("box-one")
                    .policy(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*",
                          "Principal": {"AWS": "arn:aws:iam::333333333333:root"}}]}
                        """));
    AwsCredentials chosen = clients.userIn(OUTSIDE, "alice", EVERYTHING);
    assertThat(get(chosen, OUTSIDE, "bob")).isEqualTo(OUTSIDE + "bob");
    AwsCredentials other = clients.userIn(OUTSIDE, "bob", EVERYTHING.replace("\"*\"", "\"iam:*\""));
    assertRefused("AccessDenied", () -> get(other, OUTSIDE, "bob"));
    assertRefused(
        "AccessDenied", () -> get(clients.userIn(FIRST, "eve", EVERYTHING), FIRST, "eve"));
  }

  @Test
  void anOwnerListsOnlyTheirOwnPrefix() {
    policy("s3:ListBucket", "\"Resource\": \"arn:aws:s3:::box-one\"", "");
    S3Client alice = clients.s3(owner(FIRST, "alice"));
    assertThat(
            alice
                .listObjectsV2(r -> r.bucket("box-one").prefix("of/111111111111/alice/"))
                .contents())
        .hasSize(1);
    assertRefused("AccessDenied", () -> alice.listObjectsV2(r -> r.bucket("box-one")));
    assertRefused(
        "AccessDenied",
        () -> alice.listObjectsV2(r -> r.bucket("box-one").prefix("of/222222222222/alice/")));
  }

  @Test
  void bucketsOfOtherAccountsAreNotListedAndTheirOwnerIsChecked() {
    AwsCredentials alice = owner(FIRST, "alice");
    AwsCredentials admin = clients.userIn(SECOND, "admin", EVERYTHING);
    assertThat(clients.s3(admin).listBuckets().buckets()).isEmpty();
    assertRefused(
        "BucketAlreadyExists",
        () ->
            clients
                .s3(admin)
                .createBucket(
                    r ->
                        r.bucket("box-one")
                            .createBucketConfiguration(c -> c.locationConstraint("eu-west-1"))));
    assertThat(
            clients
                .s3(alice)
                .getObjectAsBytes(
                    r ->
                        r.bucket("box-one")
                            .key("of/111111111111/alice/key")
                            .expectedBucketOwner(HUB))
                .asUtf8String())
        .isEqualTo(FIRST + "alice");
    assertRefused(
        "AccessDenied",
        () ->
            clients
                .s3(alice)
                .getObjectAsBytes(
                    r ->
                        r.bucket("box-one")
                            .key("of/111111111111/alice/key")
                            .expectedBucketOwner(FIRST)));
  }

  @Test
  void anOrganizationsPolicyReachesTheHubsBucket() {
    String deny = EVERYTHING.replace("Allow", "Deny").replace("\"*\", \"R", "\"s3:*\", \"R");
    clients
        .sandbox
        .organization()
        .attach(clients.sandbox.organization().createControl(deny), FIRST);
    AwsCredentials alice = owner(FIRST, "alice");
    assertDenied(
        "User: arn:aws:iam::111111111111:user/alice is not authorized to perform: s3:GetObject on"
            + " resource: \"arn:aws:s3:::box-one/of/111111111111/alice/key\" with an explicit deny"
            + " in a service control policy",
        () -> get(alice, FIRST, "alice"));
    assertThat(get(owner(SECOND, "alice"), SECOND, "alice")).isEqualTo(SECOND + "alice");
  }

  @Test
  void aPolicyForAFixedOrganizationIsNotPublic() {
    assertThat(isPublic()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringLike\": {\"aws:PrincipalOrgID\": \"o-*\"}}",
        "{\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"o-otherotherot\"}}",
        "{\"StringEqualsIfExists\": {\"aws:PrincipalOrgID\": \"o-otherotherot\"}}",
        "{\"StringEquals\": {\"aws:PrincipalAccount\": \"${aws:PrincipalAccount}\"}}",
        "{\"Bool\": {\"aws:SecureTransport\": \"true\"}}",
        "{}"
      })
  void aConditionThatFixesNoCallerLeavesAPolicyPublic(String condition) {
    clients.s3().deletePublicAccessBlock(r -> r.bucket("box-one"));
    clients
        .s3()
        .putBucketPolicy(
            r ->
                r.bucket("box-one")
                    .policy(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                          "Resource": "*", "Condition": %s}]}
                        """
                            .formatted(condition)));
    assertThat(isPublic()).isTrue();
  }

  private boolean isPublic() {
    return clients.s3().getBucketPolicyStatus(r -> r.bucket("box-one")).policyStatus().isPublic();
  }

  private static void assertDenied(String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(words);
            });
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
