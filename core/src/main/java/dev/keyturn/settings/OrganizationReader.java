package dev.keyturn.settings;

import dev.keyturn.settings.Organization.Choice;
import dev.keyturn.settings.Organization.Rollout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the settings of an organization, and collects all problems. */
final class OrganizationReader {
  static final String ID = "ORG_ID";
  static final String UNITS = "ORG_UNITS";
  static final String EXCLUDED = "ORG_EXCLUDED";
  static final String CANARY = "ORG_CANARY_UNITS";
  static final String AT_ONCE = "ORG_ACCOUNTS_AT_ONCE";
  static final String STOP = "ORG_STOP_PERCENT";
  static final String ROLE = "ORG_ROLE_NAME";
  static final String LIST_ROLE = "ORG_LIST_ROLE_ARN";

  private static final int MOST_AT_ONCE = 1_000;
  private static final int HUNDRED = 100;

  /** AWS Organizations API reference: Organization, OrganizationalUnit and Root. */
  private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");

  static final Pattern UNIT = Pattern.compile("ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32}");
  private static final Pattern UNIT_OR_ACCOUNT = Pattern.compile(UNIT + "|\\d{12}");
  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern ROLE_ARN = Pattern.compile("arn:[\\w-]+:iam::\\d{12}:role/\\S+");

  private final Map<String, String> environment;
  private final List<Problem> problems;

  OrganizationReader(Map<String, String> environment, List<Problem> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  Organization read() {
    String id = optional(ID);
    if (id.isEmpty()) {
      Stream.of(UNITS, EXCLUDED, CANARY, LIST_ROLE)
          .filter(variable -> !optional(variable).isEmpty())
          .forEach(variable -> problems.add(Problem.of(variable, "is set, but ORG_ID is not")));
      return new Organization.None();
    }
    demand(ID, id, ORGANIZATION, "the id of an organization, such as o-exampleorgid");
    Choice choice =
        new Choice(
            ids(UNITS, UNIT, "the id of a unit or root, such as ou-ab12-11112222"),
            ids(EXCLUDED, UNIT_OR_ACCOUNT, "the id of a unit or of an account"),
            ids(CANARY, UNIT, "the id of a unit or root, such as ou-ab12-11112222"));
    contradiction(UNITS, choice.units(), choice.excluded());
    contradiction(CANARY, choice.canary(), choice.excluded());
    String role = optional(ROLE).isEmpty() ? Organization.ROLE_NAME : optional(ROLE);
    demand(ROLE, role, ROLE_NAME, "the name of a role");
    Optional<String> listRole = Optional.of(optional(LIST_ROLE)).filter(arn -> !arn.isEmpty());
    listRole.ifPresent(arn -> demand(LIST_ROLE, arn, ROLE_ARN, "the ARN of a role"));
    return new Organization.Of(
        id,
        choice,
        new Rollout(
            number(AT_ONCE, Organization.ACCOUNTS_AT_ONCE, 1, MOST_AT_ONCE),
            number(STOP, Organization.STOP_PERCENT, 0, HUNDRED)),
        role,
        listRole);
  }

  private String optional(String variable) {
    return environment.getOrDefault(variable, "").strip();
  }

  private void demand(String variable, String value, Pattern legal, String meaning) {
    if (!legal.matcher(value).matches()) {
      problems.add(Problem.of(variable, "is not %s: '%s'".formatted(meaning, value)));
    }
  }

  /** Separated by commas or spaces. */
  private Set<String> ids(String variable, Pattern legal, String meaning) {
    Set<String> ids = new TreeSet<>();
    for (String id : optional(variable).split("[,\\s]+", -1)) {
      if (!id.isEmpty()) {
        demand(variable, id, legal, meaning);
        ids.add(id);
      }
    }
    return ids;
  }

  private void contradiction(String variable, Set<String> chosen, Set<String> excluded) {
    chosen.stream()
        .filter(excluded::contains)
        .sorted()
        .forEach(
            id ->
                problems.add(
                    new Problem(
                        List.of(variable, EXCLUDED),
                        "%s and %s both name %s".formatted(variable, EXCLUDED, id))));
  }

  private int number(String variable, int usual, int least, int most) {
    String value = optional(variable);
    if (value.isEmpty()) {
      return usual;
    }
    if (value.matches("\\d{1,9}")
        && Integer.parseInt(value) >= least
        && Integer.parseInt(value) <= most) {
      return Integer.parseInt(value);
    }
    problems.add(
        Problem.of(
            variable, "must be a whole number from %s to %s: '%s'".formatted(least, most, value)));
    return usual;
  }
}
