package dev.keyturn.lambda;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the state machine asks of one invocation: {@code {"mode": "survey", "run": "...", "account":
 * {...}}}. Unknown modes and members are refused.
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

  private static final Set<String> OF_AN_ACCOUNT =
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
    Set<String> members = new TreeSet<>();
    tree.keySet().forEach(name -> members.add(String.valueOf(name)));
    members.removeAll(mode.optional());
    if (!members.equals(mode.members())) {
      throw new NotBegun(
          "The event of mode '%s' has the members %s, not %s."
              .formatted(JsonTree.text(tree, "mode"), new TreeSet<>(mode.members()), members));
    }
    String run = JsonTree.text(tree, "run");
    if (!RUN.matcher(run).matches()) {
      throw new NotBegun("The run is not the name of an execution: '%s'.".formatted(run));
    }
    String machine = JsonTree.text(tree, "machine");
    if (!machine.isEmpty() && !MACHINE.matcher(machine).matches()) {
      throw new NotBegun("The machine is not the ARN of a state machine: '%s'.".formatted(machine));
    }
    return new StepRequest(
        mode,
        run,
        account(tree),
        tree.get("ring") instanceof BigDecimal ring ? ring.intValue() : 0,
        machine);
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

  private static Map<?, ?> account(Map<?, ?> tree) {
    if (!(tree.get("account") instanceof Map<?, ?> account)) {
      return Map.of();
    }
    account
        .keySet()
        .forEach(
            name -> {
              if (!OF_AN_ACCOUNT.contains(String.valueOf(name))) {
                throw new NotBegun("The account has an unknown member '%s'.".formatted(name));
              }
            });
    if (!AccountId.isLegal(JsonTree.text(account, "id"))) {
      throw new NotBegun("The account has no id of twelve digits.");
    }
    return account;
  }
}
