package dev.keyturn.proof.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.Section;
import dev.keyturn.doctor.Severity;
import dev.keyturn.proof.doctor.RefusingEndpoint.Refusal;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What doctor advises where a check fails depends on how it failed. */
class DoctorAdviceTest {
  private static final String ALLOW = "allow it to the user or role that runs doctor";
  private static final String DENIED = "User: x is not authorized to perform: a:Read ";
  private DoctorFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new DoctorFixture();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Finding warning(String id) {
    Finding found = fixture.finding(id);
    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    return found;
  }

  /** What is found about sender and bucket. */
  private record Pair(Finding sender, Finding bucket) {}

  /** SES and S3 refuse every call. */
  private Pair refused(Refusal refusal) throws IOException {
    try (RefusingEndpoint endpoint = new RefusingEndpoint(refusal)) {
      fixture.sesAndS3At(endpoint.address());
      return new Pair(warning("sender.verified"), warning("bucket.exists"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "with an explicit deny in a service control policy, an exception in the service control policy"
        + " of the organization that denies",
    "with an explicit deny in a permissions boundary, an exception in the permissions boundary that"
        + " denies",
    "with an explicit deny in a resource-based policy, an exception in the resource-based policy"
        + " (of the bucket or another resource) that denies",
    "because no service control policy allows the a:Read action, a statement in the service control"
        + " policy of the organization that allows",
    "because no permissions boundary allows the a:Read action, a statement in the permissions"
        + " boundary that allows",
  })
  void aPolicyThatDeniesACheckIsNamedAndNothingIsToBeAllowed(String because, String asked)
      throws IOException {
    Pair found = refused(new Refusal(403, "AccessDenied", DENIED + because));
    assertThat(DoctorFixture.advice(found.sender()))
        .contains(asked + " ses:GetEmailIdentity")
        .doesNotContain(ALLOW);
    assertThat(DoctorFixture.advice(found.bucket()))
        .contains(asked + " s3:ListAllMyBuckets")
        .doesNotContain(ALLOW);
    assertThat(found.bucket().found()).contains("lack s3:ListBucket on it", because);
  }

  @Test
  void aMissingPermissionIsToBeAllowed() throws IOException {
    Pair found =
        refused(
            new Refusal(
                403,
                "AccessDenied",
                DENIED + "because no identity-based policy allows the a:Read action"));
    assertThat(DoctorFixture.advice(found.sender())).contains("ses:GetEmailIdentity", ALLOW);
    assertThat(DoctorFixture.advice(found.bucket())).contains("s3:ListAllMyBuckets", ALLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "501, NotImplemented, does not support this call",
    "501, Unknown, does not support this call",
    "500, InternalError, Run doctor again",
    "400, ExpiredToken, Fix what AWS says",
  })
  void aCallThatTheServiceDoesNotAnswerIsNoMissingPermission(
      int status, String code, String advised) throws IOException {
    Pair found = refused(new Refusal(status, code, "no"));
    for (Finding one : List.of(found.sender(), found.bucket())) {
      assertThat(DoctorFixture.advice(one)).contains(advised).doesNotContain(ALLOW);
    }
  }

  @Test
  void anOperationThatSesDoesNotKnowIsNoMissingPermission() throws IOException {
    Pair found = refused(new Refusal(400, "UnknownOperationException", "no"));
    assertThat(DoctorFixture.advice(found.sender()))
        .contains("does not support this call")
        .doesNotContain(ALLOW);
  }

  @Test
  void aRefusedConnectionIsNoMissingPermission() throws IOException {
    fixture.sesAndS3At(RefusingEndpoint.nothing());
    for (String id : List.of("sender.verified", "bucket.exists")) {
      assertThat(DoctorFixture.advice(warning(id)))
          .contains("Check the network", "HTTPS_PROXY", "AWS_ENDPOINT_URL")
          .doesNotContain(ALLOW);
    }
  }

  @Test
  void stsThatCannotBeReachedIsNotBlamedOnTheCredentials() throws IOException {
    fixture.everythingAt(RefusingEndpoint.nothing());
    Finding identity = fixture.finding("credentials.identity");
    assertThat(identity.severity()).isEqualTo(Severity.ERROR);
    assertThat(identity.found()).contains("STS GetCallerIdentity could not be sent");
    assertThat(DoctorFixture.advice(identity))
        .contains("Check the network")
        .doesNotContain("credentials");
    assertThat(fixture.diagnosis().findings())
        .filteredOn(finding -> finding.section().compareTo(Section.CREDENTIALS) > 0)
        .hasSize(6)
        .allMatch(finding -> finding.found().contains("AWS does not say whose credentials"));
  }

  @Test
  void invalidCredentialsAreBlamedOnTheCredentials() {
    fixture.credentialsAreGone();
    assertThat(DoctorFixture.advice(fixture.finding("credentials.identity")))
        .contains("Configure valid credentials", "aws sts get-caller-identity");
    assertThat(fixture.finding("sender.all").found()).contains("there are no valid credentials");
  }

  @Test
  void ownersWhoseAccessDependsOnAConditionNeedNoPermissionOfDoctor() {
    fixture.sandbox.account().groups().remove("bob", DoctorFixture.GROUP);
    fixture
        .sandbox
        .account()
        .policies()
        .putUserPolicy(
            "bob",
            "in-the-organization",
            """
            {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
              "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}}
            """);
    Finding own = warning("owners.own");
    assertThat(own.found()).contains("for bob: IAM's policy simulator gives no clear answer");
    assertThat(DoctorFixture.advice(own))
        .contains("conditions", "permissions boundaries")
        .doesNotContain("SimulatePrincipalPolicy", ALLOW);
  }

  @Test
  void ownersWhomTheSimulatorIsNotAskedAboutAreSaidToBeUnchecked() {
    for (int i = 0; i < 101; i++) {
      String user = "user-%03d".formatted(i);
      fixture.user(user);
      fixture
          .sandbox
          .account()
          .policies()
          .putUserPolicy(
              user,
              "own",
              "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sqs:*\", \"Resource\": \"%s\"}}"
                  .formatted(user));
    }
    Finding own = warning("owners.own");
    assertThat(own.found()).contains("at most 100 combinations");
    assertThat(DoctorFixture.advice(own)).contains("groups").doesNotContain(ALLOW);
  }

  @Test
  void aSimulationThatIsDeniedExplicitlyAsksForAnException() {
    fixture.examinerMay(
        """
        {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": "iam:SimulatePrincipalPolicy", "Resource": "*"}]}
        """);
    assertThat(DoctorFixture.advice(warning("owners.own")))
        .contains("an exception in the identity-based policy that denies")
        .doesNotContain(ALLOW);
    assertThat(DoctorFixture.advice(warning("permissions.all"))).doesNotContain(ALLOW);
  }

  @Test
  void aBucketOfAnotherAccountIsAnErrorAndNoAdviceGivesAccessToIt() {
    fixture.sandbox.accounts().create("210987654321").buckets().create("theirs", "eu-west-1");
    fixture.environment.put("S3_CSV_BUCKET", "theirs");
    fixture.works().function("keyturn-prod", DoctorFixture.ROLE, fixture.environment);
    Finding exists = fixture.finding("bucket.exists");
    assertThat(exists.severity()).isEqualTo(Severity.ERROR);
    assertThat(exists.found()).contains("does not belong to this account");
    assertThat(fixture.diagnosis().findings())
        .extracting(DoctorFixture::advice)
        .noneMatch(advice -> advice.contains("theirs"))
        .noneMatch(advice -> advice.contains("s3:::"));
  }
}
