package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.ResourceSpecificResult;

final class SimulationOverHttpTest {
  private static final String KEEPER = "arn:aws:iam::123456789012:user/keeper";
  private static final String ALICE = "arn:aws:iam::123456789012:user/alice";
  private static final String ROOT_USER = "arn:aws:iam::123456789012:user/admins/root";

  private final Clients clients = new Clients();
  private final IamClient iam = clients.iam();

  @AfterEach
  void close() {
    clients.close();
  }

  private void keeper() {
    clients.userWith(
        "keeper",
        """
        {"Statement": [
          {"Effect": "Allow", "Action": "iam:TagUser", "Resource": "*",
           "Condition": {"StringLike": {"aws:ResourceTag/email": "*@corp.example"}}},
          {"Effect": "Allow", "Action": "iam:List*", "Resource": "*"},
          {"Effect": "Deny", "Action": "iam:List*",
           "Resource": "arn:aws:iam::123456789012:user/admins/*"}
        ]}
        """);
  }

  private List<EvaluationResult> simulate(List<String> actions, List<String> resources) {
    return iam.simulatePrincipalPolicy(
            r -> r.policySourceArn(KEEPER).actionNames(actions).resourceArns(resources))
        .evaluationResults();
  }

  @Test
  void decidesEachActionAsTheUsersPoliciesDo() {
    keeper();
    assertThat(
            simulate(
                List.of("iam:ListUserTags", "iam:TagUser", "iam:CreateAccessKey"), List.of(ALICE)))
        .extracting(
            EvaluationResult::evalActionName,
            EvaluationResult::evalResourceName,
            EvaluationResult::evalDecisionAsString,
            EvaluationResult::missingContextValues)
        .containsExactly(
            tuple("iam:ListUserTags", "allowed", List.of()),
            tuple("iam:TagUser", "implicitDeny", List.of("aws:ResourceTag/email")),
            tuple("iam:CreateAccessKey", "implicitDeny", List.of()));
  }

  private static Tuple tuple(String action, String decision, List<String> missing) {
    return Tuple.tuple(action, ALICE, decision, missing);
  }

  @Test
  void usesTheGivenContext() {
    keeper();
    EvaluationResult result =
        iam.simulatePrincipalPolicy(
                r ->
                    r.policySourceArn(KEEPER)
                        .actionNames("iam:TagUser")
                        .resourceArns(ALICE)
                        .contextEntries(
                            ContextEntry.builder()
                                .contextKeyName("aws:ResourceTag/email")
                                .contextKeyType("string")
                                .contextKeyValues("a@corp.example")
                                .build()))
            .evaluationResults()
            .getFirst();
    assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
    assertThat(result.missingContextValues()).isEmpty();
  }

  @Test
  void severalResourcesHaveOneResultWithTheStrictestDecisionAndEachItsOwn() {
    keeper();
    List<EvaluationResult> results =
        simulate(List.of("iam:ListUserTags"), List.of(ALICE, ROOT_USER));
    assertThat(results)
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.evalDecisionAsString()).isEqualTo("explicitDeny");
              assertThat(result.resourceSpecificResults())
                  .extracting(ResourceSpecificResult::evalResourceDecisionAsString)
                  .containsExactly("allowed", "explicitDeny");
            });
  }

  @Test
  void aGroupHasItsOwnPoliciesAndAUserThoseOfTheGroups() {
    keeper();
    iam.createGroup(r -> r.groupName("makers").path("/ops/"));
    iam.addUserToGroup(r -> r.groupName("makers").userName("keeper"));
    iam.putGroupPolicy(
        r ->
            r.groupName("makers")
                .policyName("make")
                .policyDocument(
                    "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"iam:CreateAccessKey\","
                        + " \"Resource\": \"*\"}}"));
    assertThat(simulate(List.of("iam:CreateAccessKey"), List.of(ALICE)))
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("allowed");
    assertThat(
            iam.simulatePrincipalPolicy(
                    r ->
                        r.policySourceArn("arn:aws:iam::123456789012:group/ops/makers")
                            .actionNames("iam:ListUsers"))
                .evaluationResults())
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("implicitDeny");
  }

  @Test
  void onlyAUserAGroupOrARoleThatExistsCanBeSimulated() {
    keeper();
    for (String none :
        List.of(
            "arn:aws:iam::123456789012:root",
            "arn:aws:sts::123456789012:assumed-role/keeper/session",
            "arn:aws:iam::999999999999:user/keeper")) {
      assertThatThrownBy(() -> asked(none))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(
              "Invalid Entity Arn: " + none + " does not clearly define entity type and name.");
    }
    for (String unknown :
        List.of(
            "arn:aws:iam::123456789012:user/missing",
            "arn:aws:iam::123456789012:user/path/keeper",
            "arn:aws:iam::123456789012:role/keeper")) {
      assertThatThrownBy(() -> asked(unknown)).isInstanceOf(NoSuchEntityException.class);
    }
    assertThatThrownBy(() -> simulate(List.of("iam:ListUsers"), List.of("alice")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("ResourceNames are not in a valid ARN format: alice.");
  }

  private void asked(String source) {
    iam.simulatePrincipalPolicy(r -> r.policySourceArn(source).actionNames("iam:ListUsers"));
  }

  @Test
  void simulatingNeedsPermissionOnTheSimulatedPrincipal() {
    IamClient self =
        clients.iam(
            clients.userWith(
                "self",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\":"
                    + " \"iam:SimulatePrincipalPolicy\", \"Resource\":"
                    + " \"arn:aws:iam::123456789012:user/self\"}}"));
    self.simulatePrincipalPolicy(
        r -> r.policySourceArn("arn:aws:iam::123456789012:user/self").actionNames("iam:ListUsers"));
    assertThatThrownBy(
            () ->
                self.simulatePrincipalPolicy(
                    r -> r.policySourceArn(KEEPER).actionNames("iam:ListUsers")))
        .hasMessageContaining(
            "is not authorized to perform: iam:SimulatePrincipalPolicy on resource: " + KEEPER);
  }
}
