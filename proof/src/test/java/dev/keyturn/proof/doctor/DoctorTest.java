package dev.keyturn.proof.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.Section;
import dev.keyturn.doctor.Severity;
import dev.keyturn.sample.Sampled;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.objects.LifecycleRule;
import dev.keyturn.sandbox.objects.Setting;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Provokes each finding. The flows in .ci/checks/doctor run the advised commands and check that
 * they fix it.
 */
@Sampled(parts = 3)
class DoctorTest {
  private DoctorFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new DoctorFixture();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void finds(Severity severity, String id, String found, String advice) {
    Finding finding = fixture.finding();
    assertThat(finding.id()).isEqualTo(id);
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.found()).contains(found);
    assertThat(DoctorFixture.advice(finding)).contains(advice);
  }

  @Test
  void aHealthyInstallationIsOkAtEveryPoint() {
    assertThat(fixture.findings()).isEmpty();
    assertThat(fixture.diagnosis().findings())
        .extracting(Finding::section)
        .contains(Section.values());
  }

  @Test
  void doctorWritesNothing() {
    fixture.sandbox.calls().clear();
    fixture.diagnosis();
    assertThat(fixture.sandbox.calls().entries())
        .isNotEmpty()
        .allMatch(call -> call.action().matches("(Get|List|Describe|Simulate|Head).*"));
  }

  @Test
  void doctorDoesNotConnectWithInvalidSettingsOfAws() {
    fixture.environment.put("AWS_ENDPOINT_URL", "nonsense");
    fixture.environment.put("AWS_USE_FIPS_ENDPOINT", "maybe");
    fixture.sandbox.calls().clear();
    assertThat(fixture.findings())
        .anyMatch(line -> line.startsWith("error settings.variables: AWS_ENDPOINT_URL is no URL"))
        .anyMatch(
            line -> line.startsWith("error settings.variables: AWS_USE_FIPS_ENDPOINT must be"))
        .anyMatch(line -> line.contains("identity: could not be checked: doctor does not connect"));
    assertThat(fixture.sandbox.calls().entries()).isEmpty();
  }

  @Test
  void invalidSettingsAreFindingsAndTheRestIsStillChecked() {
    fixture.environment.put("SES_EMAIL", "no-address");
    fixture.environment.put("WARNING_DAYS", "90");
    fixture.environment.remove("S3_CSV_BUCKET");
    Diagnosis diagnosis = fixture.diagnosis();
    assertThat(fixture.findings())
        .filteredOn(line -> line.startsWith("error settings.variables"))
        .hasSize(3);
    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.severity() == Severity.OK)
        .extracting(Finding::id)
        .contains("credentials.identity", "sender.sandbox", "users.listed", "schedule.present");
    assertThat(fixture.findings())
        .contains("warning sender.verified: could not be checked: SES_EMAIL must be fixed first")
        .contains("warning bucket.exists: could not be checked: S3_CSV_BUCKET must be fixed first");
  }

  @Test
  void templatesThatCannotBeUsedAreAnError() {
    fixture.environment.put("MAIL_TEMPLATES", "/no/such/folder");
    fixture.works().function("keyturn-prod", DoctorFixture.ROLE, fixture.environment);
    finds(Severity.ERROR, "settings.templates", "/no/such/folder", "unset MAIL_TEMPLATES");
  }

  @Test
  void aDryRunIsAWarning() {
    fixture.environment.put("DRY_RUN", "true");
    fixture.works().function("keyturn-prod", DoctorFixture.ROLE, fixture.environment);
    finds(Severity.WARNING, "settings.dry-run", "only plan", "export DRY_RUN=false");
  }

  @Test
  void invalidCredentialsAreAnErrorAndNothingElseIsOk() {
    fixture.credentialsAreGone();
    List<String> findings = fixture.findings();
    assertThat(findings).anyMatch(line -> line.startsWith("error credentials.identity: STS"));
    assertThat(findings).filteredOn(line -> line.contains("could not be checked")).hasSize(6);
  }

  @Test
  void theRootUsersCredentialsAreAWarning() {
    fixture.examinerIsRoot();
    finds(Severity.WARNING, "credentials.root", "root user", "export AWS_PROFILE=");
  }

  static List<String> shippedActions() throws IOException {
    return List.copyOf(DoctorFixture.shipped().actions());
  }

  @ParameterizedTest
  @MethodSource("shippedActions")
  void anActionThatTheFunctionsRoleLacksIsAnErrorWithThePolicyThatAllowsIt(String action)
      throws IOException {
    fixture.permit(DoctorFixture.shipped().without(action));
    List<Finding> findings =
        fixture.diagnosis().findings().stream()
            .filter(finding -> finding.severity() != Severity.OK)
            .toList();
    assertThat(findings)
        .isNotEmpty()
        .allMatch(finding -> finding.id().startsWith("permissions." + action))
        .allMatch(finding -> finding.severity() == Severity.ERROR)
        .allMatch(
            finding ->
                DoctorFixture.advice(finding)
                    .contains("aws iam put-role-policy --role-name keyturn-role"));
  }

  @Test
  void aBusOnWhichTheFunctionMayPutNoEventsIsFoundWithThePolicyThatAllowsIt() {
    deployedWith("EVENT_BUS", "security");
    finds(
        Severity.WARNING,
        "permissions.events:PutEvents",
        "to put events about what happened",
        "arn:aws:events:eu-west-1:123456789012:event-bus/security");
    fixture
        .sandbox
        .account()
        .roles()
        .putPolicy(
            "keyturn-role",
            "events",
            """
            {"Statement": {"Effect": "Allow", "Action": "events:PutEvents",
              "Resource": "arn:aws:events:eu-west-1:123456789012:event-bus/security"}}
            """);
    assertThat(fixture.findings()).isEmpty();
  }

  @Test
  void aPermissionThatDependsOnAConditionIsAWarning() throws IOException {
    fixture.permit(DoctorFixture.shipped().without("ses:SendEmail"));
    fixture
        .sandbox
        .account()
        .roles()
        .putPolicy(
            "keyturn-role",
            "by-day",
            """
            {"Statement": {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*",
              "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}}
            """);
    finds(Severity.WARNING, "permissions.ses:SendEmail", "does not say clearly", "put-role-policy");
  }

  @Test
  void withoutAFunctionThePermissionsAreThoseOfDoctorsCaller() {
    fixture.works().deleteFunction("keyturn-prod");
    Finding absent = finding("schedule.function");
    assertThat(absent.severity()).isEqualTo(Severity.WARNING);
    assertThat(absent.found()).contains("there is no function");
    assertThat(DoctorFixture.advice(absent)).contains("deploy/README.md");
    assertThat(finding("bucket.refuses").found())
        .contains("statement OnlyTheFunctionWrites denies Keyturn s3:PutObject under state/");
    assertThat(fixture.diagnosis().findings())
        .filteredOn(finding -> finding.section() == Section.PERMISSIONS)
        .isNotEmpty()
        .allMatch(finding -> finding.severity() == Severity.OK);
  }

  @Test
  void aSenderThatIsNotVerifiedIsAnError() {
    fixture.ses().delete("corp.example");
    finds(
        Severity.ERROR,
        "sender.verified",
        "is not verified",
        "aws sesv2 create-email-identity --region eu-west-1 --email-identity keys@corp.example");
  }

  @Test
  void theSandboxOfSesIsAnError() {
    fixture.ses().standing(new Mailroom.Standing(false, true, 50_000, 14));
    finds(Severity.ERROR, "sender.sandbox", "sandbox", "aws sesv2 put-account-details");
  }

  @Test
  void disabledSendingIsAnError() {
    fixture.ses().standing(new Mailroom.Standing(true, false, 50_000, 14));
    finds(Severity.ERROR, "sender.sending", "disabled", "put-account-sending-attributes");
  }

  @Test
  void aReviewOfAwsIsAWarningAndAStopAnError() {
    fixture.ses().enforcement("PROBATION");
    finds(Severity.WARNING, "sender.reputation", "PROBATION", "console");
    fixture.ses().enforcement("SHUTDOWN");
    finds(Severity.ERROR, "sender.reputation", "stopped", "console");
  }

  @Test
  void aQuotaBelowTheNumberOfOwnersIsAnError() {
    fixture.ses().standing(new Mailroom.Standing(true, true, 2, 14));
    finds(Severity.ERROR, "sender.quota", "3 owners", "request-service-quota-increase");
  }

  @ParameterizedTest
  @CsvSource({"0, 14", "50000, 0", "0, 0"})
  void aQuotaOrRateOfZeroIsAnError(int perDay, int perSecond) {
    fixture.ses().standing(new Mailroom.Standing(true, true, perDay, perSecond));
    finds(
        Severity.ERROR,
        "sender.quota",
        "SES lets this account send no mail at all",
        "request-service-quota-increase");
  }

  @Test
  void aMissingBucketIsAnError() {
    fixture.buckets().delete(DoctorFixture.BUCKET);
    finds(
        Severity.ERROR,
        "bucket.exists",
        "does not exist",
        "--create-bucket-configuration LocationConstraint=eu-west-1");
  }

  @Test
  void unblockedPublicAccessIsAnError() {
    fixture.buckets().clear(DoctorFixture.BUCKET, Setting.PUBLIC_ACCESS_BLOCK);
    finds(Severity.ERROR, "bucket.private", "not blocked", "aws s3api put-public-access-block");
  }

  @Test
  void aPublicBucketIsAnError() throws IOException {
    fixture.buckets().clear(DoctorFixture.BUCKET, Setting.PUBLIC_ACCESS_BLOCK);
    fixture
        .buckets()
        .set(
            DoctorFixture.BUCKET,
            Setting.POLICY,
            and(
                "{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\","
                    + " \"Resource\": \"*\"}"));
    assertThat(fixture.findings())
        .anyMatch(line -> line.startsWith("error bucket.private: The bucket"))
        .anyMatch(line -> line.startsWith("warning bucket.grants"))
        .hasSize(2);
  }

  @Test
  void aBucketWithoutEncryptionIsAnError() {
    fixture.buckets().clear(DoctorFixture.BUCKET, Setting.ENCRYPTION);
    finds(Severity.ERROR, "bucket.encrypted", "not encrypted", "put-bucket-encryption");
  }

  @Test
  void aKeyThatEncryptsLessThanTheBucketsDefaultIsAWarning() {
    fixture
        .buckets()
        .set(
            DoctorFixture.BUCKET,
            Setting.ENCRYPTION,
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
                + "<SSEAlgorithm>aws:kms:dsse</SSEAlgorithm></ApplyServerSideEncryptionByDefault>"
                + "</Rule></ServerSideEncryptionConfiguration>");
    assertThat(finding("bucket.encrypted").severity()).isEqualTo(Severity.OK);
    assertThat(finding("bucket.encrypted").found()).contains("aws:kms:dsse");
    deployedWith(
        "KMS_KEY_ID",
        "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555");
    Finding less = finding("bucket.encrypted");
    assertThat(less.severity()).isEqualTo(Severity.WARNING);
    assertThat(less.found()).contains("less than the bucket's default (aws:kms:dsse)");
    assertThat(DoctorFixture.advice(less)).contains("unset KMS_KEY_ID");
  }

  @Test
  void aBucketThatAllowsPlainHttpIsAnErrorAndTheAdviceKeepsOtherStatements() {
    fixture
        .buckets()
        .set(
            DoctorFixture.BUCKET,
            Setting.POLICY,
            "{\"Version\": \"2012-10-17\", \"Statement\": {\"Sid\": \"Mine\", \"Effect\": \"Deny\","
                + " \"Principal\": \"*\", \"Action\": \"s3:DeleteBucket\", \"Resource\": \"*\"}}");
    assertThat(DoctorFixture.advice(finding("bucket.tls")))
        .contains("aws s3api put-bucket-policy", "\"Sid\":\"Mine\"");
    fixture.buckets().clear(DoctorFixture.BUCKET, Setting.POLICY);
    assertThat(finding("bucket.tls").severity()).isEqualTo(Severity.ERROR);
  }

  private Finding finding(String id) {
    return fixture.finding(id);
  }

  /** The shipped policy of the bucket with an additional statement. */
  private static String and(String statement) throws IOException {
    return DoctorFixture.bucketPolicy()
        .replaceFirst(
            "\"Statement\": *\\[", "\"Statement\":[" + Matcher.quoteReplacement(statement) + ",");
  }

  @Test
  void aPolicyThatLetsOthersReadFilesIsAnErrorAndTheAdviceKeepsOtherStatements() {
    for (String sid : List.of("OnlyUsersAndTheFunctionRead", "UsersReadOnlyTheirOwnFile")) {
      fixture.bucketPolicyWithout(sid);
      finds(Severity.ERROR, "bucket.readers", "ReadOnlyAccess", "\"Sid\":\"" + sid + "\"");
      assertThat(DoctorFixture.advice(fixture.finding()))
          .contains("put-bucket-policy", "\"Sid\":\"OnlyTheFunctionWrites\"", DoctorFixture.ROLE);
    }
  }

  @Test
  void aPolicyThatLetsOthersWriteIsAnErrorThatNamesWhoMayThen() {
    fixture.bucketPolicyWithout("OnlyTheFunctionWrites");
    finds(
        Severity.ERROR,
        "bucket.writers",
        "write and delete under credential/",
        "This lets only " + DoctorFixture.ROLE + " write");
  }

  @Test
  void aPolicyThatLetsOthersReadWhatAdministratorsHandOverIsAnError() {
    fixture.bucketPolicyWithout("OnlyAdministratorsReadWhatTheyHandOver");
    finds(
        Severity.ERROR,
        "bucket.hand-over",
        "the new keys of compromised ones",
        "\"Sid\":\"OnlyAdministratorsReadWhatTheyHandOver\"");
  }

  @Test
  void theRootUserGetsNoPolicyThatExemptsIt() {
    fixture.examinerIsRoot();
    fixture.environment.put("LAMBDA_FUNCTION_NAME", "nowhere");
    fixture.buckets().clear(DoctorFixture.BUCKET, Setting.POLICY);
    for (String point : List.of("readers", "hand-over", "writers", "refuses")) {
      assertThat(DoctorFixture.advice(finding("bucket." + point)))
          .as(point)
          .contains("must not exempt the root user")
          .doesNotContain("put-bucket-policy");
    }
    assertThat(DoctorFixture.advice(finding("bucket.tls")))
        .contains("put-bucket-policy")
        .doesNotContain(":root");
  }

  @Test
  void theAdviceGrantsNoAccess() {
    fixture.buckets().clear(DoctorFixture.BUCKET, Setting.POLICY);
    for (String id : List.of("bucket.tls", "bucket.readers", "bucket.writers")) {
      assertThat(DoctorFixture.advice(finding(id))).contains("Deny").doesNotContain("Allow\"");
    }
  }

  @Test
  void ownersWhoNeedMfaAreRecognized() throws IOException {
    assertThat(finding("bucket.mfa").found()).contains("with the old key alone");
    fixture
        .buckets()
        .set(
            DoctorFixture.BUCKET,
            Setting.POLICY,
            and(
                "{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:GetObject*\","
                    + " \"Resource\": \"arn:aws:s3:::%s/credential/*\", \"Condition\":"
                        .formatted(DoctorFixture.BUCKET)
                    + " {\"ArnLike\": {\"aws:PrincipalArn\":"
                    + " \"arn:aws:iam::123456789012:user/*\"}, \"BoolIfExists\":"
                    + " {\"aws:MultiFactorAuthPresent\": \"false\"}}}"));
    assertThat(finding("bucket.mfa").found()).contains("with MFA only");
  }

  @Test
  void aStatementThatStopsARunIsNamed() throws IOException {
    fixture
        .buckets()
        .set(
            DoctorFixture.BUCKET,
            Setting.POLICY,
            and(
                "{\"Sid\": \"KmsOnly\", \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\":"
                    + " \"s3:PutObject\", \"Resource\": \"*\", \"Condition\": {\"StringNotEquals\":"
                    + " {\"s3:x-amz-server-side-encryption\": \"aws:kms\"}}}"));
    finds(
        Severity.ERROR,
        "bucket.refuses",
        "statement KmsOnly denies Keyturn s3:PutObject under credential/",
        "get-bucket-policy");
  }

  @Test
  void accessControlListsAreAWarning() {
    fixture.buckets().clear(DoctorFixture.BUCKET, Setting.OWNERSHIP);
    finds(Severity.WARNING, "bucket.ownership", "lists", "put-bucket-ownership-controls");
  }

  @Test
  void versionsAreAWarning() {
    fixture
        .buckets()
        .set(
            DoctorFixture.BUCKET,
            Setting.VERSIONING,
            "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
    finds(Severity.WARNING, "bucket.versions", "versioned", "Status=Suspended");
  }

  @Test
  void filesThatExpireBeforeTheOldKeyAreAnError() {
    fixture
        .buckets()
        .lifecycle(
            DoctorFixture.BUCKET,
            List.of(
                new LifecycleRule("files", "credential/", 20, true),
                new LifecycleRule("logs", "logs/", 7, true)));
    finds(Severity.ERROR, "bucket.kept", "after 20 days", "\"Days\":30");
    assertThat(DoctorFixture.advice(fixture.finding())).contains("\"Prefix\":\"logs/\"");
  }

  @Test
  void filesThatNeverExpireAreAWarning() {
    fixture.buckets().clear(DoctorFixture.BUCKET, Setting.LIFECYCLE);
    finds(
        Severity.WARNING, "bucket.kept", "are kept forever", "put-bucket-lifecycle-configuration");
  }

  @Test
  void rulesThatDeleteTheAuditTrailAreAWarning() {
    fixture
        .buckets()
        .lifecycle(DoctorFixture.BUCKET, List.of(new LifecycleRule("all", "", 30, true)));
    finds(Severity.WARNING, "bucket.records", "'all' after 30 days", "\"credential/\"");
  }

  @Test
  void noUserWithAnAddressIsAnError() {
    for (String user : List.of("alice", "bob", "examiner")) {
      fixture.untag(user, "email");
    }
    assertThat(fixture.findings())
        .anyMatch(line -> line.startsWith("error users.listed: none of 3 users"))
        .anyMatch(line -> line.startsWith("warning users.without-address"))
        .hasSize(2);
  }

  @Test
  void usersWithoutAnAddressAreAWarning() {
    fixture.untag("bob", "email");
    finds(
        Severity.WARNING,
        "users.without-address",
        "1 user without the tag",
        "aws iam tag-user --user-name bob --tags Key=email,Value=ADDRESS");
  }

  @Test
  void aFindingNamesTheFirstOfManyUsers() {
    for (int i = 0; i < 12; i++) {
      fixture.user("user-%02d".formatted(i));
      fixture.untag("user-%02d".formatted(i), "email");
    }
    finds(
        Severity.WARNING,
        "users.without-address",
        "user-04 and 7 more",
        "Repeat this for the others");
  }

  @Test
  void anInvalidAddressIsAnError() {
    fixture.tag("bob", "email", "bob@corp.example alice@corp.example");
    finds(Severity.ERROR, "users.bad-address", "bob", "--user-name bob");
  }

  @Test
  void aUserWithoutRoomForTheRecordIsAnError() {
    for (int i = 0; i < 48; i++) {
      fixture.tag("bob", "tag-" + i, "x");
    }
    finds(Severity.ERROR, "users.no-room", "bob", "aws iam untag-user --user-name bob");
  }

  @Test
  void aRecordThatCannotBeReadIsAnError() {
    fixture.tag("bob", "last-check-date", "yesterday");
    finds(Severity.ERROR, "users.record", "bob", "./keyturn mend bob");
  }

  @Test
  void aRotationWithoutAnAddressIsAnError() {
    fixture.tag("bob", "last-check-date", "2026-11-20");
    fixture.tag("bob", "last-check-old-key", "AKIAIOSFODNN7EXAMPLE");
    fixture.untag("bob", "email");
    assertThat(fixture.findings())
        .anyMatch(line -> line.startsWith("error users.half-done") && line.contains("bob"));
  }

  @Test
  void anExemptionThatCannotBeReadIsAnError() {
    fixture.tag("bob", "keyturn-exempt", "until further notice");
    finds(Severity.ERROR, "users.exemption", "bob", "Key=keyturn-exempt,Value=DATE REASON");
  }

  @Test
  void anOwnerOutsideOfTheGroupIsAnError() {
    fixture.sandbox.account().groups().remove("bob", DoctorFixture.GROUP);
    finds(
        Severity.ERROR,
        "owners.own",
        "bob",
        "aws iam add-user-to-group --group-name keyturn-owners-prod --user-name bob");
  }

  @Test
  void aQuarantinedOwnerIsSentToThePlanAndNotToTheGroup() {
    fixture
        .sandbox
        .account()
        .policies()
        .attach("bob", "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3");
    finds(Severity.WARNING, "owners.own", "bob", "keyturn plan");
    assertThat(DoctorFixture.advice(fixture.finding())).doesNotContain("add-user-to-group");
  }

  @Test
  void anAccountWithoutTheOwnersGroupIsAnError() {
    fixture.sandbox.account().groups().create("others", "/");
    fixture.environment.put("S3_CSV_BUCKET", "another-bucket");
    fixture.buckets().create("another-bucket", fixture.sandbox.region());
    assertThat(fixture.findings()).anyMatch(line -> line.startsWith("error owners.group"));
  }

  @Test
  void anOwnerWhoMayReadOthersFilesIsAnError() {
    fixture
        .sandbox
        .account()
        .policies()
        .putUserPolicy(
            "bob",
            "too-wide",
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:Get*\", \"Resource\":"
                + " \"*\"}}");
    assertThat(fixture.findings()).isEmpty();
    fixture.bucketPolicyWithout("UsersReadOnlyTheirOwnFile");
    Finding others = finding("owners.others");
    assertThat(others.severity()).isEqualTo(Severity.ERROR);
    assertThat(others.found()).contains("bob", "roles are not checked");
    assertThat(DoctorFixture.advice(others)).contains("MatchedStatements");
  }

  @Test
  void aUserWithoutAnAddressWhoMayReadFilesIsAnErrorToo() {
    fixture.untag("bob", "email");
    fixture
        .sandbox
        .account()
        .policies()
        .putUserPolicy(
            "bob",
            "too-wide",
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:Get*\", \"Resource\":"
                + " \"*\"}}");
    fixture.bucketPolicyWithout("UsersReadOnlyTheirOwnFile");
    assertThat(finding("owners.others").found()).contains("1 user may read others' files: bob");
  }

  @Test
  void ownersWithTheSameRightsAreCheckedOnce() {
    for (int i = 0; i < 200; i++) {
      fixture.user("user-%03d".formatted(i));
    }
    fixture.sandbox.calls().clear();
    assertThat(fixture.findings()).isEmpty();
    assertThat(fixture.sandbox.calls().entries())
        .filteredOn(call -> call.action().equals("SimulatePrincipalPolicy"))
        .hasSizeLessThan(20);
  }

  @Test
  void aFunctionWithOtherSettingsIsAWarning() {
    fixture
        .works()
        .function(
            "keyturn-prod",
            DoctorFixture.ROLE,
            withVariable(fixture.environment, "OVERDUE_DAYS", "45"));
    finds(Severity.WARNING, "schedule.settings", "OVERDUE_DAYS", "export OVERDUE_DAYS=45");
  }

  /** The function and doctor have another setting. */
  private void deployedWith(String variable, String value) {
    fixture.environment.put(variable, value);
    fixture.works().function("keyturn-prod", DoctorFixture.ROLE, fixture.environment);
  }

  private static Map<String, String> withVariable(
      Map<String, String> variables, String name, String value) {
    Map<String, String> changed = new java.util.HashMap<>(variables);
    changed.put(name, value);
    return changed;
  }

  @Test
  void aMissingScheduleIsAnError() {
    fixture.works().untarget("nightly", List.of("keyturn"));
    finds(Severity.ERROR, "schedule.present", "nothing starts", "aws events put-targets");
  }

  @Test
  void aDisabledScheduleIsAnError() {
    fixture.works().rule("nightly", "cron(0 5 * * ? *)", false);
    finds(
        Severity.ERROR,
        "schedule.present",
        "is disabled",
        "aws events enable-rule --region eu-west-1 --name nightly");
  }

  @Test
  void aRuleAboutEventsIsNoScheduleAndIsNotTheOneToEnable() {
    fixture.works().rule("exposed-keys", "", true);
    fixture.works().target("exposed-keys", "keyturn", DoctorFixture.FUNCTION);
    assertThat(finding("schedule.present").found()).doesNotContain("exposed-keys");
    fixture.works().rule("nightly", "cron(0 5 * * ? *)", false);
    finds(
        Severity.ERROR,
        "schedule.present",
        "is disabled: rule nightly",
        "aws events enable-rule --region eu-west-1 --name nightly");
    fixture.works().untarget("nightly", List.of("keyturn"));
    finds(Severity.ERROR, "schedule.present", "nothing starts", "aws events put-targets");
  }

  @Test
  void inAHubTheStateMachineStartsTheFunctionAndNoRuleOfItsOwn() {
    deployedWith("ORG_ID", "o-abcdefghij");
    finds(
        Severity.WARNING,
        "schedule.present",
        "refuses",
        "aws events disable-rule --region eu-west-1 --name nightly");
    fixture.works().rule("nightly", "cron(0 5 * * ? *)", false);
    assertThat(finding("schedule.present").severity()).isEqualTo(Severity.OK);
  }

  @Test
  void aScheduleOfEventBridgeSchedulerIsAccepted() {
    fixture.works().untarget("nightly", List.of("keyturn"));
    fixture.works().schedule("nightly", DoctorFixture.FUNCTION, true);
    assertThat(fixture.findings()).isEmpty();
    fixture.works().schedule("nightly", DoctorFixture.FUNCTION, false);
    finds(Severity.ERROR, "schedule.present", "is disabled", "default/nightly");
  }

  @Test
  void aFailedCheckIsAWarningThatNamesThePermissionAndNeverOk() {
    fixture.examinerMay(
        "{\"Statement\": {\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}}");
    Diagnosis diagnosis = fixture.diagnosis();
    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.section().compareTo(Section.CREDENTIALS) > 0)
        .isNotEmpty()
        .allMatch(finding -> finding.severity() != Severity.OK);
    String advice =
        String.join("\n", diagnosis.findings().stream().map(DoctorFixture::advice).toList());
    assertThat(Arrays.asList("ses:GetAccount", "iam:GetAccountAuthorizationDetails", "lambda:Get"))
        .allMatch(advice::contains);
    assertThat(diagnosis.findings().toString())
        .doesNotContain("The role in deploy/template.yaml may");
  }
}
