package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.account.Principal;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One statement of a policy: Effect, Action, Resource (or their Not forms), Principal, Condition
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html). A statement with a
 * condition operator that {@link Conditions} does not know never covers anything when it allows,
 * and always when it denies.
 *
 * @param variables whether policy variables are filled in: only in a policy of version 2012-10-17
 */
public record Statement(Json.Obj body, boolean variables) {
  private static final String WITH_VARIABLES = "2012-10-17";

  /** What a document has that names no version. */
  private static final String OLDEST = "2008-10-17";

  /** The statements of a document; what is no policy is refused as MalformedPolicyDocument. */
  public static List<Statement> read(String document) {
    try {
      Json.Obj policy = Json.object(Bytes.of(document));
      String version = policy.text("Version").orElse(OLDEST);
      if (!List.of(WITH_VARIABLES, OLDEST).contains(version)) {
        throw new IllegalArgumentException("no version of policies");
      }
      List<Json.Obj> several = policy.objects("Statement");
      List<Json.Obj> all = several.isEmpty() ? List.of(policy.object("Statement")) : several;
      if (all.stream()
          .anyMatch(s -> !List.of("Allow", "Deny").contains(s.text("Effect").orElse("")))) {
        throw new IllegalArgumentException("a statement without an effect");
      }
      return all.stream().map(one -> new Statement(one, version.equals(WITH_VARIABLES))).toList();
    } catch (IllegalArgumentException e) {
      throw new AwsRefusal(400, "MalformedPolicyDocument", "Syntax errors in policy.");
    }
  }

  /** A statement of a role's trust policy, which names no resource, as one about the role. */
  Statement ofTrust() {
    Map<Object, Object> members = new LinkedHashMap<>(body.members());
    members.put("Resource", "*");
    return new Statement(new Json.Obj(members), variables);
  }

  boolean allows() {
    return body.text("Effect").orElse("").equals("Allow");
  }

  /**
   * Whether it allows everyone, without a condition on fixed callers, which makes a bucket's policy
   * public.
   */
  public boolean isPublic() {
    boolean everyone =
        body.text("Principal").filter("*"::equals).isPresent()
            || oneOrMore(body.object("Principal"), "AWS").contains("*");
    return allows() && everyone && !conditions().fixTheCaller();
  }

  /**
   * Whether a resource's policy applies to a principal. A deny for an account applies to all of its
   * principals; an allow for the account leaves the decision to their own policies
   * (reference_policies_elements_principal.html).
   *
   * @param byAccount whether an allow for the account counts
   */
  boolean concerns(Principal principal, boolean byAccount) {
    String account = principal.account();
    boolean negated = body.has("NotPrincipal");
    String element = negated ? "NotPrincipal" : "Principal";
    List<String> named = new ArrayList<>(oneOrMore(body.object(element), "AWS"));
    body.text(element).ifPresent(named::add);
    boolean any =
        named.stream()
            .anyMatch(
                one ->
                    one.equals("*")
                        || one.equals(principal.arn())
                        || (principal instanceof Principal.RoleSession session
                            && one.equals(session.roleArn()))
                        || ((byAccount || !allows())
                            && (one.equals(account)
                                || one.equals("arn:aws:iam::" + account + ":root"))));
    return any != negated;
  }

  boolean covers(String action, String resource, Context context) {
    return names(action)
        && named("Resource", resource, variables ? context : Context.NONE)
        && conditions().hold(context, !allows());
  }

  /** Whether the statement covers an action on any resource. */
  boolean names(String action) {
    return named("Action", action.toLowerCase(Locale.ROOT), Context.NONE);
  }

  Conditions conditions() {
    return new Conditions(body.object("Condition"), variables);
  }

  private boolean named(String element, String value, Context context) {
    boolean action = element.equals("Action");
    boolean negated = body.has("Not" + element);
    boolean any =
        oneOrMore(body, negated ? "Not" + element : element).stream()
            .map(pattern -> action ? pattern.toLowerCase(Locale.ROOT) : pattern)
            .anyMatch(pattern -> Text.like(pattern, value, context));
    return any != negated;
  }

  static List<String> oneOrMore(Json.Obj from, String name) {
    return from.scalars(name);
  }
}
