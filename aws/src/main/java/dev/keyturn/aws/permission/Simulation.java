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
 * One question to IAM's policy simulator (IAM API reference, SimulatePrincipalPolicy), and its
 * answers, which are read with care: the simulator is known to deny what organizations' policies
 * allow, and does not say which of their conditions it could not tell.
 */
public final class Simulation {
  private final List<Finding> findings;

  private Simulation(List<Finding> findings) {
    this.findings = findings;
  }

  /** What the simulator says of an action on a resource. */
  public enum Verdict {
    ALLOWED,
    /** A policy of the caller's denies it. */
    DENIED,
    /** No policy of the caller's allows it; another one may. */
    NOT_ALLOWED,
    UNCLEAR
  }

  private record Finding(String action, String resource, Verdict verdict) {}

  /**
   * Asks, in one attempt: where it is not known, as in stand-ins, asking again would not help.
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

  /** An answer that was not given is unclear, and so are two that differ. */
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
   * Of several resources, the result itself tells the strictest decision only; what holds for each
   * stands in its own result.
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
   * The resources that a result without results of their own is about: the one that it names, or
   * all that were asked about, if what it tells is the strictest decision and allows even so.
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

  /** Whether organizations' policies or a boundary, rather than the caller's own, decided. */
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
