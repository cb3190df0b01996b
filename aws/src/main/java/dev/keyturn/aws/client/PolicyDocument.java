package dev.keyturn.aws.client;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a policy document to find out whether it allows public access. */
public final class PolicyDocument {
  private PolicyDocument() {}

  /**
   * Whether a statement allows something to the principal {@code *} without a condition; true if
   * the document is unreadable.
   */
  public static boolean allowsAll(String json) {
    return any(
        json,
        statement ->
            allows(statement)
                && allPrincipals(statement.get("Principal"))
                && !statement.containsKey("Condition"));
  }

  /** Whether any statement allows something; true if the document is unreadable. */
  public static boolean allows(String json) {
    return any(json, PolicyDocument::allows);
  }

  private static boolean any(String json, Predicate<Map<?, ?>> test) {
    try {
      return JsonTree.objects(JsonTree.object(json), "Statement").stream().anyMatch(test);
    } catch (IllegalStateException _) {
      return true;
    }
  }

  private static boolean allows(Map<?, ?> statement) {
    return JsonTree.text(statement, "Effect").equals("Allow");
  }

  private static boolean allPrincipals(@Nullable Object principal) {
    return switch (principal) {
      case Map<?, ?> kinds -> kinds.values().stream().anyMatch(PolicyDocument::allPrincipals);
      case List<?> several -> several.stream().anyMatch(PolicyDocument::allPrincipals);
      case null, default -> "*".equals(principal);
    };
  }
}
