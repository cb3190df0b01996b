package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.access.Permissions;
import dev.keyturn.sandbox.access.Verdict;
import dev.keyturn.sandbox.access.Verdict.Decision;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Form;
import dev.keyturn.sandbox.service.QueryService.Action;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SimulatePrincipalPolicy
 * (docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html), for users, groups
 * and roles. Further policies, boundaries and resource policies in the request are not taken into
 * account.
 */
final class SimulationActions {
  static final String NAME = "SimulatePrincipalPolicy";

  private static final Pattern SOURCE =
      Pattern.compile("arn:aws[\\w-]*:iam::(\\d{12}):(user|group|role)/(?:.*/)?([\\w+=,.@-]+)");
  private static final Pattern ARN = Pattern.compile("arn:[^:]+:[^:]+:[^:]*:[^:]*:.+");

  private final Account account;

  private SimulationActions(Account account) {
    this.account = account;
  }

  static Map<String, Action> of(Account account) {
    return Map.of(NAME, new SimulationActions(account)::simulate);
  }

  private record Simulated(String resource, Verdict verdict) {}

  /**
   * "The simulator now returns a single EvaluationResult per action, regardless of how many
   * resource ARNs are provided", with the most restrictive decision, and ResourceSpecificResults
   * for the single ones (API_EvaluationResult).
   */
  private void simulate(Form form, Caller caller, Xml xml) {
    String source = form.need("PolicySourceArn");
    List<String> documents = documents(source);
    Context context = context(form, source);
    List<String> resources = form.texts("ResourceArns");
    resources.stream()
        .filter(Predicate.not(SimulationActions::isArn))
        .findFirst()
        .ifPresent(
            resource -> {
              throw invalid("ResourceNames are not in a valid ARN format: " + resource + ".");
            });
    List<String> asked = resources.isEmpty() ? List.of("*") : resources;
    Shapes.list(
        xml,
        "EvaluationResults",
        form.texts("ActionNames"),
        action ->
            write(
                xml,
                action,
                asked.stream()
                    .map(
                        resource ->
                            new Simulated(
                                resource,
                                Permissions.verdict(documents, action, resource, context)))
                    .toList()));
    xml.text("IsTruncated", false);
  }

  private static boolean isArn(String resource) {
    return resource.equals("*") || ARN.matcher(resource).matches();
  }

  private static void write(Xml xml, String action, List<Simulated> all) {
    Decision worst =
        List.of(Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY).stream()
            .filter(deny -> all.stream().anyMatch(one -> one.verdict().decision() == deny))
            .findFirst()
            .orElse(Decision.ALLOWED);
    xml.text("EvalActionName", action)
        .text("EvalResourceName", all.size() == 1 ? all.getFirst().resource() : "*")
        .text("EvalDecision", worst.word());
    missing(xml, all.stream().flatMap(one -> one.verdict().missing().stream()).distinct().toList());
    List<Simulated> named = all.stream().filter(one -> !one.resource().equals("*")).toList();
    Shapes.list(
        xml,
        "ResourceSpecificResults",
        named,
        one -> {
          xml.text("EvalResourceName", one.resource())
              .text("EvalResourceDecision", one.verdict().decision().word());
          missing(xml, one.verdict().missing());
        });
  }

  private static void missing(Xml xml, List<String> keys) {
    xml.in("MissingContextValues", () -> keys.forEach(key -> xml.text("member", key)));
  }

  private static Context context(Form form, String source) {
    Context context = Context.of("aws:PrincipalArn", source);
    for (Form entry : form.forms("ContextEntries")) {
      context = context.with(entry.need("ContextKeyName"), entry.texts("ContextKeyValues"));
    }
    return context;
  }

  /** The policies of a user with those of the groups, of a group, or of a role. */
  private List<String> documents(String source) {
    Matcher entity = SOURCE.matcher(source);
    if (!entity.matches() || !entity.group(1).equals(account.id())) {
      throw invalid(
          "Invalid Entity Arn: " + source + " does not clearly define entity type and name.");
    }
    String name = entity.group(3);
    if (entity.group(2).equals("user") && account.users().get(name).arn().equals(source)) {
      return account.policies().documentsFor(name);
    }
    if (entity.group(2).equals("group") && account.groups().get(name).arn().equals(source)) {
      return account.policies().documentsOf(name);
    }
    if (entity.group(2).equals("role") && account.roles().arn(name).equals(source)) {
      return account.roles().documents(name);
    }
    throw new AwsRefusal(404, "NoSuchEntity", "Entity " + source + " does not exist.");
  }

  private static AwsRefusal invalid(String words) {
    return new AwsRefusal(400, "InvalidInput", words);
  }
}
