package dev.keyturn.aws.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.aws.permission.Simulation.Verdict;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.RetryPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.ResourceSpecificResult;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

/** Reads the simulator's answers as AWS gives them. */
class SimulatorAnswersTest {
  private static final String ACTION = "iam:CreateAccessKey";
  private static final String ALICE = "arn:aws:iam::123456789012:user/alice";
  private static final String BOB = "arn:aws:iam::123456789012:user/bob";

  /** A simulator with a fixed answer. */
  private record Answering(EvaluationResult answer) implements IamClient {
    @Override
    public SimulatePrincipalPolicyResponse simulatePrincipalPolicy(
        SimulatePrincipalPolicyRequest request) {
      return SimulatePrincipalPolicyResponse.builder().evaluationResults(answer).build();
    }

    @Override
    public String serviceName() {
      return "iam";
    }

    @Override
    public void close() {}
  }

  private static Simulation asked(
      List<String> resources, Consumer<EvaluationResult.Builder> answer) {
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(InstantSource.system(), _ -> {}, new Random(1), Runnable::run);
    EvaluationResult.Builder result = EvaluationResult.builder().evalActionName(ACTION);
    answer.accept(result);
    return Simulation.ask(
        new Answering(result.build()),
        new Calls(new RetryPolicy(runtime), new Replies(runtime.clock())),
        ALICE,
        List.of(ACTION),
        resources,
        Map.of());
  }

  private static Verdict alone(Consumer<EvaluationResult.Builder> answer) {
    return asked(List.of(ALICE), answer).of(ACTION, ALICE);
  }

  private static ResourceSpecificResult of(String resource, PolicyEvaluationDecisionType decision) {
    return ResourceSpecificResult.builder()
        .evalResourceName(resource)
        .evalResourceDecision(decision)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "allowed, ALLOWED",
    "explicitDeny, DENIED",
    "implicitDeny, NOT_ALLOWED",
    "somethingNew, UNCLEAR"
  })
  void readsTheDecision(String word, Verdict verdict) {
    assertThat(alone(answer -> answer.evalDecision(word))).isEqualTo(verdict);
  }

  @Test
  void aConditionLeftOpenMakesADenialUnclear() {
    assertThat(
            alone(
                answer ->
                    answer
                        .evalDecision(PolicyEvaluationDecisionType.EXPLICIT_DENY)
                        .missingContextValues("aws:MultiFactorAuthPresent")))
        .isEqualTo(Verdict.UNCLEAR);
    assertThat(
            alone(
                answer ->
                    answer
                        .evalDecision(PolicyEvaluationDecisionType.IMPLICIT_DENY)
                        .resourceSpecificResults(
                            of(ALICE, PolicyEvaluationDecisionType.IMPLICIT_DENY).toBuilder()
                                .missingContextValues("aws:ResourceTag/email")
                                .build())))
        .isEqualTo(Verdict.UNCLEAR);
  }

  @Test
  void aDenialByAnOrganizationOrABoundaryIsUnclear() {
    assertThat(
            alone(
                answer ->
                    answer
                        .evalDecision(PolicyEvaluationDecisionType.IMPLICIT_DENY)
                        .organizationsDecisionDetail(
                            detail -> detail.allowedByOrganizations(false))))
        .isEqualTo(Verdict.UNCLEAR);
    assertThat(
            alone(
                answer ->
                    answer
                        .evalDecision(PolicyEvaluationDecisionType.IMPLICIT_DENY)
                        .permissionsBoundaryDecisionDetail(
                            detail -> detail.allowedByPermissionsBoundary(false))))
        .isEqualTo(Verdict.UNCLEAR);
    assertThat(
            alone(
                answer ->
                    answer
                        .evalDecision(PolicyEvaluationDecisionType.IMPLICIT_DENY)
                        .organizationsDecisionDetail(
                            detail -> detail.allowedByOrganizations(true))))
        .isEqualTo(Verdict.NOT_ALLOWED);
  }

  @Test
  void eachOfSeveralResourcesHasItsOwnResult() {
    Simulation answers =
        asked(
            List.of(ALICE, BOB),
            answer ->
                answer
                    .evalDecision(PolicyEvaluationDecisionType.EXPLICIT_DENY)
                    .resourceSpecificResults(
                        of(ALICE, PolicyEvaluationDecisionType.ALLOWED),
                        of(BOB, PolicyEvaluationDecisionType.EXPLICIT_DENY)));
    assertThat(answers.of(ACTION, ALICE)).isEqualTo(Verdict.ALLOWED);
    assertThat(answers.of(ACTION, BOB)).isEqualTo(Verdict.DENIED);
  }

  @Test
  void oneResultForAllResourcesCountsIfItHoldsForEach() {
    Simulation allowed =
        asked(List.of(ALICE, BOB), answer -> answer.evalDecision("allowed").evalResourceName("*"));
    assertThat(allowed.of(ACTION, ALICE)).isEqualTo(Verdict.ALLOWED);
    assertThat(allowed.of(ACTION, BOB)).isEqualTo(Verdict.ALLOWED);
    Simulation denied =
        asked(
            List.of(ALICE, BOB),
            answer -> answer.evalDecision("implicitDeny").evalResourceName(BOB));
    assertThat(denied.of(ACTION, ALICE)).isEqualTo(Verdict.UNCLEAR);
    assertThat(denied.of(ACTION, BOB)).isEqualTo(Verdict.NOT_ALLOWED);
  }

  @Test
  void aMissingResultIsUnclear() {
    Simulation answers =
        asked(
            List.of(ALICE, BOB),
            answer -> answer.evalDecision(PolicyEvaluationDecisionType.EXPLICIT_DENY));
    assertThat(answers.of(ACTION, ALICE)).isEqualTo(Verdict.UNCLEAR);
    assertThat(alone(answer -> answer.evalActionName("iam:TagUser").evalDecision("explicitDeny")))
        .isEqualTo(Verdict.UNCLEAR);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:user/team/keeper, arn:aws:iam::123456789012:user/team/keeper",
    "arn:aws-cn:sts::123456789012:assumed-role/Name/a@b, arn:aws-cn:iam::123456789012:role/Name",
    "arn:aws:iam::123456789012:root,",
    "arn:aws:sts::123456789012:federated-user/keeper,",
  })
  void simulatesThePoliciesOfAUserOrARole(String caller, String source) {
    assertThat(IamPermissions.source(caller).orElse(null)).isEqualTo(source);
  }
}
