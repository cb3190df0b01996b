package dev.keyturn.sandbox.account;

import java.util.Map;
import java.util.Optional;

/**
 * The documents of managed policies: those of the account, and the few of AWS's own that are known
 * here (docs.aws.amazon.com/aws-managed-policy/latest/reference).
 */
final class ManagedPolicies {
  private static final String AWS = "arn:aws:iam::aws:policy/";

  private static final Map<String, String> KNOWN =
      Map.of(
          AWS + "AdministratorAccess",
          "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}",
          AWS + "IAMReadOnlyAccess",
          """
          {"Statement": {"Effect": "Allow", "Resource": "*", "Action": [
            "iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails", "iam:Get*",
            "iam:List*", "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"]}}
          """);

  private ManagedPolicies() {}

  /** The caller holds the directory's monitor. */
  static Optional<String> document(Directory directory, String arn) {
    return Optional.ofNullable(KNOWN.get(arn))
        .or(() -> Optional.ofNullable(directory.managed.get(arn)));
  }
}
