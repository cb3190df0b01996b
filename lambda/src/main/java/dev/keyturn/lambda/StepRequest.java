package dev.keyturn.lambda;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.org.ResultJson;
import dev.keyturn.facts.AccountId;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the state machine asks of one invocation: {@code {"mode": "survey", "run": "...", "account":
 * {...}}}. Unknown modes and members, missing ones, and values that the state machine does not send
 * are refused.
 *
 * @param mode one of the steps of the state machine
 * @param run the name of the execution, which is a part of the names of objects
 * @param account for a step about one account; otherwise empty
 * @param ring for {@link Mode#JUDGE}; otherwise 0
 * @param machine for {@link Mode#ENROL}, the ARN of the state machine; empty if an older one does
 *     not send it
 */
record StepRequest(Mode mode, String run, Map<?, ?> account, int ring, String machine) {
  /** Step Functions allows more in the name of an execution; this is what it makes itself. */
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}");

  private static final Pattern MACHINE =
      Pattern.compile("arn:[\\w-]+:states:[\\w-]+:\\d{12}:stateMachine:[\\w-]{1,80}");

  /** The members of an account that Enrol lists. */
  private static final Set<String> LISTED = Set.of("id", "name", "ring", "young", "management");

  /** Those of an account that Allot gives an allotment to. */
  private static final Set<String> ALLOTTED =
      Set.of("id", "name", "ring", "young", "management", "actions", "mails", "sharing");

  /** The steps. */
  enum Mode {
    ENROL,
    SURVEY,
    ALLOT,
    ACT,
    JUDGE,
    SUMMARIZE;

    /** The members of its event that are required. */
    Set<String> members() {
      return switch (this) {
        case ENROL, ALLOT, SUMMARIZE -> Set.of("mode", "run");
        case SURVEY, ACT -> Set.of("mode", "run", "account");
        case JUDGE -> Set.of("mode", "run", "ring");
      };
    }

    /** The members that its event may have besides. */
    Set<String> optional() {
      return this == ENROL ? Set.of("machine") : Set.of();
    }
  }

  /**
   * Reads an event.
   *
   * @throws NotBegun if it is not one of the state machine's
   */
  static StepRequest read(String event) {
    Map<?, ?> tree;
    try {
      tree = JsonTree.object(event);
    } catch (IllegalStateException e) {
      throw new NotBegun("The event is %s; start the state machine.".formatted(e.getMessage()));
    }
    if (HealthEvent.SOURCE.equals(tree.get("source"))) {
      throw new NotBegun(
          "An event of AWS Health is about one account, and with ORG_ID the function only does"
              + " steps of the state machine. Nothing was read or changed. Disable the rule that"
              + " sends it (with OrgId, ExposedKeysRule of deploy/template.yaml is disabled), and"
              + " start the state machine: it finds the users to whom AWS has attached its"
              + " quarantine policy.");
    }
    Mode mode = mode(JsonTree.text(tree, "mode"));
    String what = "event of mode '%s'".formatted(JsonTree.text(tree, "mode"));
    demand(what, tree, mode.members(), mode.optional());
    Map<?, ?> account = tree.get("account") instanceof Map<?, ?> object ? object : Map.of();
    if (tree.containsKey("account")) {
      demand("account of the " + what, account, mode == Mode.ACT ? ALLOTTED : LISTED, Set.of());
    }
    return new StepRequest(
        mode,
        JsonTree.text(tree, "run"),
        account,
        ResultJson.number(tree, "ring"),
        JsonTree.text(tree, "machine"));
  }

  /** Refuses an object that lacks a member, or has another one or an invalid value. */
  private static void demand(
      String what, Map<?, ?> object, Set<String> required, Set<String> optional) {
    Set<String> members = new TreeSet<>();
    object.keySet().forEach(name -> members.add(String.valueOf(name)));
    members.removeAll(optional);
    if (!members.equals(required)) {
      throw new NotBegun(
          "The %s has the members %s, not %s.".formatted(what, new TreeSet<>(required), members));
    }
    object.forEach(
        (name, value) -> {
          if (!isValid(String.valueOf(name), value)) {
            throw new NotBegun(
                "The %s has an invalid %s: %s.".formatted(what, name, JsonTree.write(value)));
          }
        });
  }

  private static boolean isValid(String member, Object value) {
    return switch (member) {
      case "run" -> value instanceof String run && RUN.matcher(run).matches();
      case "machine" -> value instanceof String machine && MACHINE.matcher(machine).matches();
      case "account" -> value instanceof Map<?, ?>;
      case "id" -> value instanceof String id && AccountId.isLegal(id);
      case "young", "management" -> value instanceof Boolean;
      case "ring" -> isWhole(value, 1, RunSteps.RINGS);
      case "sharing" -> isWhole(value, 1, Integer.MAX_VALUE);
      case "actions", "mails" -> isWhole(value, 0, Integer.MAX_VALUE);
      // The mode, which was read before, and the name of an account.
      default -> value instanceof String;
    };
  }

  private static boolean isWhole(Object value, int least, int most) {
    return value instanceof BigDecimal number
        && number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0
        && number.stripTrailingZeros().scale() <= 0;
  }

  private static Mode mode(String word) {
    for (Mode mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
        return mode;
      }
    }
    throw new NotBegun(
        "With ORG_ID, the state machine starts this function; its modes are enrol, survey, allot, act, judge and summarize, not '%s'. Nothing was read or changed."
            .formatted(word));
  }
}
