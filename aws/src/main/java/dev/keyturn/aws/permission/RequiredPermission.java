package dev.keyturn.aws.permission;

import java.util.List;

/**
 * A permission that a run needs.
 *
 * @param action as policies spell it
 * @param resources the ARNs for which it is required, at least one; for a sender's identities, one
 *     of them is enough
 * @param purpose as in "to make the new key"
 */
public record RequiredPermission(String action, List<String> resources, String purpose) {
  /** The number of resources that are checked first, as a sample of all. */
  private static final int EXAMPLES = 4;

  public RequiredPermission {
    resources = List.copyOf(resources);
  }

  String service() {
    return action.substring(0, action.indexOf(':'));
  }

  List<String> examples() {
    return resources.subList(0, Math.min(EXAMPLES, resources.size()));
  }

  /** The permission, its resource and its purpose. */
  @Override
  public String toString() {
    String others = resources.size() == 1 ? "" : " and " + (resources.size() - 1) + " more";
    return action + " on " + resources.getFirst() + others + " (" + purpose + ")";
  }
}
