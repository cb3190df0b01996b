package dev.keyturn.aws.permission;

import dev.keyturn.aws.client.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.ResourceSpecificResult;

/**
 * One request to IAM's policy simulator (IAM API reference, SimulatePrincipalPolicy) and its
 * results. They are read with care: the simulator sometimes denies what the policies of an
 * organization allow, and does not say which of their conditions it could not evaluate.
 */
public final class Simulation {
  private final List<Finding> findings;

  private Simulation(List<Finding> findings) {
    this.findings = findings;
  }

  /** The result for an action on a resource. */
  public enum Verdict {
    ALLOWED,
    /** A policy of the caller denies it. */
    DENIED,
    /** No policy of the caller allows it; another policy may. */
    NOT_ALLOWED,
    UNCLEAR
  }

  private record Finding(String action, String resource, Verdict verdict) {}

  /**
   * Simulates in one attempt: a stand-in without the operation does not need a retry.
   *
   * @param source the ARN of a user or role
   * @param context condition keys with their values
   */
  public static Simulation ask(
      IamClient iam,
      Calls calls,
      String source,
      List<String> actions,
      List<String> resources,
      Map<String, List<String>> context) {
    return calls.once(
        "IAM SimulatePrincipalPolicy of " + source,
        () -> {
          List<Finding> findings = new ArrayList<>();
          iam.simulatePrincipalPolicyPaginator(
                  request ->
                      request
                          .policySourceArn(source)
                          .actionNames(actions)
                          .resourceArns(resources)
                          .contextEntries(
                              context.entrySet().stream()
                                  .map(entry -> entry(entry.getKey(), entry.getValue()))
                                  .toList()))
              .evaluationResults()
              .forEach(result -> findings.addAll(read(result, resources)));
          return new Simulation(findings);
        });
  }

  private static ContextEntry entry(String key, List<String> values) {
    return ContextEntry.builder()
        .contextKeyName(key)
        .contextKeyType(
            key.equals("aws:TagKeys") ? ContextKeyTypeEnum.STRING_LIST : ContextKeyTypeEnum.STRING)
        .contextKeyValues(values)
        .build();
  }

  /** A missing result is unclear, and so are two different ones. */
  public Verdict of(String action, String resource) {
    List<Verdict> verdicts =
        findings.stream()
            .filter(found -> found.action().equals(action) && found.resource().equals(resource))
            .map(Finding::verdict)
            .distinct()
            .toList();
    return verdicts.size() == 1 ? verdicts.getFirst() : Verdict.UNCLEAR;
  }

  /**
   * For several resources, the overall result has only the strictest decision; each resource has
   * its own result.
   */
  private static List<Finding> read(EvaluationResult result, List<String> resources) {
    boolean doubtful =
        !result.missingContextValues().isEmpty()
            || overruled(result)
            || result.evalActionName() == null;
    String action = Objects.requireNonNullElse(result.evalActionName(), "");
    if (result.resourceSpecificResults().isEmpty()) {
      return ofAll(result, resources).stream()
          .map(on -> new Finding(action, on, verdict(result.evalDecision(), doubtful)))
          .toList();
    }
    return result.resourceSpecificResults().stream()
        .map(
            one ->
                new Finding(
                    action,
                    Objects.requireNonNullElse(one.evalResourceName(), ""),
                    verdict(one.evalResourceDecision(), doubtful || doubtful(one))))
        .toList();
  }

  /**
   * The resources of a result without results for each resource: the one that it names, or all, if
   * the strictest decision allows.
   */
  private static List<String> ofAll(EvaluationResult result, List<String> resources) {
    String named = Objects.requireNonNullElse(result.evalResourceName(), "");
    if (resources.contains(named)) {
      return List.of(named);
    }
    boolean all =
        resources.size() == 1 || result.evalDecision() == PolicyEvaluationDecisionType.ALLOWED;
    return all ? resources : List.of();
  }

  /**
   * Whether an organization's policy or a permissions boundary decided, not the caller's own
   * policies.
   */
  private static boolean overruled(EvaluationResult result) {
    return (result.organizationsDecisionDetail() != null
            && !Boolean.TRUE.equals(result.organizationsDecisionDetail().allowedByOrganizations()))
        || (result.permissionsBoundaryDecisionDetail() != null
            && !Boolean.TRUE.equals(
                result.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary()));
  }

  private static boolean doubtful(ResourceSpecificResult result) {
    return !result.missingContextValues().isEmpty()
        || (result.permissionsBoundaryDecisionDetail() != null
            && !Boolean.TRUE.equals(
                result.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary()));
  }

  private static Verdict verdict(PolicyEvaluationDecisionType decision, boolean doubtful) {
    if (decision == PolicyEvaluationDecisionType.ALLOWED) {
      return Verdict.ALLOWED;
    }
    if (doubtful) {
      return Verdict.UNCLEAR;
    }
    return decision == PolicyEvaluationDecisionType.EXPLICIT_DENY
        ? Verdict.DENIED
        : decision == PolicyEvaluationDecisionType.IMPLICIT_DENY
            ? Verdict.NOT_ALLOWED
            : Verdict.UNCLEAR;
  }
}
