package dev.keyturn.facts;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * AWS's own policy on a user one of whose keys AWS found in public. It denies its user to read
 * files in S3 and to manage keys (AWS managed policy reference, AWSCompromisedKeyQuarantineV3).
 *
 * @param policyArn of the policy, such as {@code
 *     arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3}
 */
public record Quarantine(String policyArn) {
  /** Of AWS, not of an account, and of any version. */
  private static final Pattern ARN =
      Pattern.compile("arn:[a-z-]+:iam::aws:policy/AWSCompromisedKeyQuarantine(V\\d+)?");

  /** The quarantine among the policies that are attached to a user, the latest of several. */
  public static Optional<Quarantine> among(Collection<String> policyArns) {
    return policyArns.stream()
        .filter(arn -> ARN.matcher(arn).matches())
        .max(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
        .map(Quarantine::new);
  }

  /** The name of the policy. */
  public String policy() {
    return policyArn.substring(policyArn.lastIndexOf('/') + 1);
  }
}
