package dev.keyturn.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Denier;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The advice depends on the denied action and on the kind of policy. */
class DenialTest {
  private static final String SHIPPED = "The role in deploy/template.yaml may do this";
  private static final String WHO =
      "User: arn:aws:sts::123456789012:assumed-role/keyturn/run is not authorized to perform: ";

  private static String said(String message) {
    return failure(message).message();
  }

  private static PortFailure failure(String message) {
    PortFailure failure =
        new Failures(". " + SHIPPED + ".")
            .of(
                "S3 PutObject",
                AwsServiceException.builder()
                    .statusCode(403)
                    .awsErrorDetails(
                        AwsErrorDetails.builder()
                            .errorCode("AccessDenied")
                            .errorMessage(message)
                            .build())
                    .build(),
                true,
                Duration.ZERO);
    assertThat(failure.kind()).isEqualTo(PortFailure.Kind.DENIED);
    assertThat(failure.message()).contains(message);
    return failure;
  }

  @ParameterizedTest
  @CsvSource({
    "in a service control policy, a service control policy of the organization",
    "in a resource control policy, a resource control policy of the organization",
    "in a permissions boundary, a permissions boundary",
    "in a session policy, a session policy",
    "in a VPC endpoint policy, a VPC endpoint policy",
    "in an identity-based policy, an identity-based policy",
    "in a resource-based policy, 'a resource-based policy (of the bucket or another resource)'",
    "in the role trust policy, a role trust policy",
    "'', a policy",
  })
  void anExplicitDenyIsNotAMissingPermission(String by, String named) {
    PortFailure failure =
        failure(WHO + "s3:PutObject on resource: \"x\" with an explicit deny " + by);
    assertThat(failure.message())
        .contains("A statement of " + named + " denies it")
        .doesNotContain(SHIPPED);
    assertThat(failure.denier()).contains(new Denier(named.replaceFirst("^an? ", ""), true));
  }

  @ParameterizedTest
  @CsvSource({
    "service control policy, service control policy of the organization",
    "permissions boundary, permissions boundary",
    "session policy, session policy",
  })
  void aMissingAllowInAnotherPolicyIsNotAMissingPermissionOfTheRole(String by, String named) {
    PortFailure failure =
        failure(
            WHO
                + "iam:CreateAccessKey on resource: user alice because no "
                + by
                + " allows the iam:CreateAccessKey action");
    assertThat(failure.message())
        .contains("the " + named + " must also allow it")
        .doesNotContain(SHIPPED);
    assertThat(failure.denier()).contains(new Denier(named, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity-based policy", "resource-based policy", "role trust policy"})
  void theShippedRoleHasWhatPoliciesThatGivePermissionsLack(String policy) {
    PortFailure failure =
        failure(
            WHO
                + "iam:CreateAccessKey on resource: user alice because no "
                + policy
                + " allows the iam:CreateAccessKey action");
    assertThat(failure.message()).endsWith(SHIPPED + ".");
    assertThat(failure.denier()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"kms:GenerateDataKey", "kms:Decrypt"})
  void aPermissionOfKmsNamesKms(String action) {
    assertThat(
            said(
                WHO
                    + action
                    + " on resource: arn:aws:kms:eu-central-1:123456789012:key/1 because no"
                    + " identity-based policy allows the "
                    + action
                    + " action"))
        .contains("the KMS key")
        .contains("have to allow " + action)
        .doesNotContain(SHIPPED);
  }

  @Test
  void anExplicitDenyByKmsIsNotAMissingPermission() {
    assertThat(
            said(
                WHO
                    + "kms:Decrypt on resource: arn:aws:kms:eu-central-1:123456789012:key/1 with an"
                    + " explicit deny in a resource-based policy"))
        .contains("denies it")
        .doesNotContain("have to allow")
        .doesNotContain(SHIPPED);
  }
}
