package dev.keyturn.aws.client;

import dev.keyturn.port.PortFailure.Denier;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was denied, and by which kind of policy, from AWS's message (IAM user guide, "Troubleshoot
 * access denied error messages"), which may leave both out.
 *
 * @param action such as {@code kms:GenerateDataKey}; it may differ from the call's own
 * @param explicitly the policy with a statement that denies it
 * @param lacking the policy without a statement that allows it
 */
public record Denial(
    Optional<String> action, Optional<String> explicitly, Optional<String> lacking) {
  private static final Pattern ACTION =
      Pattern.compile("not authorized to perform:? (?<found>[a-z0-9-]+:[A-Za-z0-9]+)");
  private static final Pattern EXPLICITLY =
      Pattern.compile(
          "explicit deny(?: in (?:an?|the) (?<found>[A-Za-z -]+?(?:policy|boundary)))?");
  private static final Pattern LACKING =
      Pattern.compile("because no (?<found>[A-Za-z -]+?(?:policy|boundary)) allows");

  /** The kind of the shipped role's policies. */
  private static final String IDENTITY = "identity-based policy";

  private static final String RESOURCE = "resource-based policy";

  /** Policies that give permissions; the others only limit them. */
  private static final Set<String> ALLOWING = Set.of(IDENTITY, RESOURCE, "role trust policy");

  public static Denial in(String words) {
    return new Denial(found(ACTION, words), explicit(words), found(LACKING, words));
  }

  private static Optional<String> found(Pattern pattern, String words) {
    Matcher matcher = pattern.matcher(words);
    return matcher.find() ? Optional.ofNullable(matcher.group("found")) : Optional.empty();
  }

  private static Optional<String> explicit(String words) {
    Matcher matcher = EXPLICITLY.matcher(words);
    return matcher.find()
        ? Optional.of(Optional.ofNullable(matcher.group("found")).orElse("policy"))
        : Optional.empty();
  }

  /** Whether KMS refused, not the called service. */
  public boolean byKms() {
    return action.filter(name -> name.startsWith("kms:")).isPresent();
  }

  /**
   * What to do about it, as sentences that follow AWS's message.
   *
   * @param shipped the advice if a permission of the caller is missing; may be empty
   */
  public String advice(String shipped) {
    if (explicitly.isPresent()) {
      return ". A statement of %s %s denies it, and no permission overrides that: add an exception to it%s."
          .formatted(
              explicitly.get().equals(IDENTITY) ? "an" : "a",
              policy(explicitly.get()),
              explicitly.get().equals(IDENTITY)
                  ? ", or, if it is about calls without MFA, sign in with MFA"
                  : "");
    }
    if (byKms()) {
      return ". The permission is about the KMS key: the caller's policies and the key's own have to allow %s (docs/settings.md, KMS_KEY_ID)."
          .formatted(action.orElse("it"));
    }
    return denier()
        .map(
            denier ->
                ". The caller's own permissions are not enough: the %s must also allow it."
                    .formatted(denier.policy()))
        .orElse(shipped);
  }

  /** The policy that denies it, unless a permission of the caller may only be missing. */
  public Optional<Denier> denier() {
    return explicitly
        .map(policy -> new Denier(policy(policy), true))
        .or(
            () ->
                lacking
                    .filter(policy -> !ALLOWING.contains(policy))
                    .map(policy -> new Denier(policy(policy), false)));
  }

  private static String policy(String name) {
    return switch (name) {
      case RESOURCE -> "resource-based policy (of the bucket or another resource)";
      case "service control policy", "resource control policy" -> name + " of the organization";
      default -> name;
    };
  }
}
