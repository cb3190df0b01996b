package dev.keyturn.proof.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Permissions.Intent;
import dev.keyturn.proof.Given;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.objects.Setting;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The permission check before a run: it reports a permission only if it is certainly missing. The
 * sandbox enforces the policies.
 */
class IamPermissionsTest {
  private static final String BUCKET = Company.BUCKET;
  private static final String SENDER = "keys@mail.corp.example";
  private static final String KEEPER = Company.KEEPER;
  private static final Intent ALICE =
      new Intent(List.of(new UserName("alice")), "state/lease.json", "audit/2026-11-22/1.jsonl");

  private final Sandbox sandbox;

  IamPermissionsTest() throws IOException {
    sandbox = Sandbox.start(Setup.of(InstantSource.system(), new Random(1)));
  }

  @BeforeEach
  void anAccount() {
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    sandbox.account().mailroom(sandbox.region()).verify("corp.example");
    user("alice", "/team/");
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  private void user(String name, String path) {
    sandbox.account().users().create(name, path, List.of(new Tag("email", "a@corp.example")));
  }

  private static ShippedPolicy shipped() throws IOException {
    return Company.shipped(SENDER);
  }

  /** The result for a principal with a policy. */
  private Answer answer(String policy, Intent intent, String sender) {
    AccessKey key = sandbox.account().userWith("keeper", policy);
    try (Aws aws =
        Aws.connect(
            Given.settings(BUCKET, sender, sandbox.region()),
            Given.runtime(),
            new StandIn(sandbox.endpoint(), sandbox.region(), key.id(), key.secret().reveal()))) {
      return aws.ports().permissions().toActOn(intent);
    }
  }

  private Answer answer(String policy) {
    return answer(policy, ALICE, SENDER);
  }

  private long calls(String action) {
    return sandbox.calls().entries().stream().filter(call -> call.action().equals(action)).count();
  }

  @Test
  void theShippedPolicyIsEnoughAndCheckedInThreeCalls() throws IOException {
    assertThat(answer(shipped().json())).isEqualTo(new Answer.Yes());
    assertThat(sandbox.calls().entries()).hasSize(4);
    assertThat(calls("SimulatePrincipalPolicy")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "iam:ListUserTags, to read a user's tags again",
    "iam:ListAccessKeys, to read a user's keys again",
    "iam:GetAccessKeyLastUsed, to see whether a key is used",
    "iam:TagUser, to record the steps of a rotation",
    "iam:CreateAccessKey, to make the new key",
    "iam:UpdateAccessKey, to deactivate the old key",
    "iam:DeleteAccessKey, to delete the old key",
    "iam:UntagUser, to clear the record when a rotation is over",
    "s3:PutObject, to store the new key's file",
    "s3:ListBucket, to see which files are stored",
    "s3:GetObject, to read the lease that keeps two runs apart",
    "ses:SendEmail, to tell owners",
  })
  void aMissingActionIsNamedWithItsPurpose(String action, String purpose) throws IOException {
    assertThat(answer(shipped().without(action).json()))
        .isInstanceOfSatisfying(
            Answer.No.class,
            no -> {
              assertThat(no.why()).startsWith(KEEPER + " lacks permissions");
              assertThat(no.why()).contains(action + " on arn:aws:").contains("(" + purpose + ")");
              assertThat(no.why().lines().filter(line -> line.startsWith("- ")))
                  .hasSize(action.equals("s3:PutObject") ? 3 : 1);
            });
  }

  @Test
  void withoutPermissionToSimulateTheResultIsUnclear() throws IOException {
    assertThat(answer(shipped().without("iam:SimulatePrincipalPolicy").json()))
        .isInstanceOfSatisfying(
            Answer.Unclear.class,
            unclear ->
                assertThat(unclear.why())
                    .contains("is not authorized to perform: iam:SimulatePrincipalPolicy"));
    assertThat(calls("SimulatePrincipalPolicy")).isEqualTo(1);
  }

  @Test
  void anotherSenderThanThePolicyNamesIsRefused() throws IOException {
    assertThat(answer(shipped().json(), ALICE, "boss@corp.example"))
        .isInstanceOfSatisfying(
            Answer.No.class, no -> assertThat(no.why()).contains("ses:SendEmail on"));
  }

  @Test
  void aPolicyThatNamesTheSendersDomainAloneIsEnough() throws IOException {
    String policy = shipped().json().replace("identity/*", "identity/corp.example");
    assertThat(answer(policy)).isEqualTo(new Answer.Yes());
  }

  @Test
  void aPermissionThatDependsOnATagIsUnclear() throws IOException {
    String policy =
        shipped().json().replace("aws:ResourceTag/email", "aws:ResourceTag/cost-centre");
    assertThat(answer(policy))
        .isInstanceOfSatisfying(
            Answer.Unclear.class,
            unclear ->
                assertThat(unclear.why()).contains("iam:CreateAccessKey").doesNotContain("s3:"));
  }

  @Test
  void aDenialThatDependsOnUnknownFactsIsUnclear() throws IOException {
    String policy =
        shipped()
            .json()
            .replace(
                "\"Statement\":[",
                "\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\","
                    + "\"Condition\":{\"BoolIfExists\":{\"aws:MultiFactorAuthPresent\":\"false\"}}},");
    assertThat(answer(policy)).isInstanceOf(Answer.Unclear.class);
  }

  @Test
  void aBucketPolicyMayAllowWhatTheCallersPoliciesDoNot() throws IOException {
    String policy = shipped().without("s3:PutObject").json();
    sandbox
        .account()
        .buckets()
        .set(
            BUCKET,
            Setting.POLICY,
            """
            {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
              "Action": "s3:PutObject", "Resource": "arn:aws:s3:::%s/*"}]}
            """
                .formatted(KEEPER, BUCKET));
    assertThat(answer(policy)).isInstanceOf(Answer.Unclear.class);
  }

  @Test
  void aBucketsPolicyThatOnlyDeniesChangesNothing() throws IOException {
    String policy = shipped().without("s3:PutObject").json();
    sandbox
        .account()
        .buckets()
        .set(
            BUCKET,
            Setting.POLICY,
            """
            {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
              "Condition": {"Bool": {"aws:SecureTransport": "false"}}}}
            """);
    assertThat(answer(policy)).isInstanceOf(Answer.No.class);
  }

  @Test
  void anUnreadableBucketPolicyMakesADenialUnclear() throws IOException {
    assertThat(answer(shipped().without("s3:PutObject").without("s3:GetBucketPolicy").json()))
        .isInstanceOf(Answer.Unclear.class);
  }

  @Test
  void anExplicitDenialNeedsNoOtherPolicies() throws IOException {
    String policy =
        shipped()
            .without("s3:GetBucketPolicy")
            .json()
            .replace(
                "\"Statement\":[",
                "\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:PutObject\","
                    + "\"Resource\":\"*\"},");
    assertThat(answer(policy)).isInstanceOf(Answer.No.class);
  }

  @Test
  void anExcludedPathOfUsersStopsNoOtherUser() throws IOException {
    user("bob", "/ops/");
    String policy = shipped().json().replace(":user/*", ":user/team/*");
    Intent both =
        new Intent(
            List.of(new UserName("bob"), new UserName("alice")), ALICE.lease(), ALICE.trail());
    assertThat(answer(policy, both, SENDER)).isEqualTo(new Answer.Yes());
  }

  @Test
  void onlyADenialForEveryUserIsCertain() throws IOException {
    IntStream.range(0, 120).forEach(i -> user("user" + i, i == 119 ? "/team/" : "/ops/"));
    Intent all =
        new Intent(
            IntStream.range(0, 120).mapToObj(i -> new UserName("user" + i)).toList(),
            ALICE.lease(),
            ALICE.trail());
    assertThat(answer(shipped().json().replace(":user/*", ":user/team/*"), all, SENDER))
        .isInstanceOf(Answer.Unclear.class);
  }

  @Test
  void aMissingActionIsCertainForManyUsers() throws IOException {
    IntStream.range(0, 160).forEach(i -> user("user" + i, "/ops/" + i % 7 + "/"));
    Intent all =
        new Intent(
            IntStream.range(0, 160).mapToObj(i -> new UserName("user" + i)).toList(),
            ALICE.lease(),
            ALICE.trail());
    assertThat(answer(shipped().without("iam:DeleteAccessKey").json(), all, SENDER))
        .isInstanceOf(Answer.No.class);
  }
}
