package dev.keyturn.sandbox.account;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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

  /** AWS's policies for users whose keys were found in public. */
  private static final Pattern QUARANTINE =
      Pattern.compile(AWS + "AWSCompromisedKeyQuarantine(V\\d+)?");

  /** A part of what AWSCompromisedKeyQuarantineV3 denies. */
  private static final String QUARANTINED =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Resource": ["*"], "Action": [
        "iam:AttachUserPolicy", "iam:ChangePassword", "iam:CreateAccessKey", "iam:CreateUser",
        "iam:DetachUserPolicy", "iam:PutUserPolicy", "iam:UpdateAccessKey", "iam:UpdateUser",
        "s3:DeleteObject", "s3:GetObject", "s3:ListAllMyBuckets", "s3:PutBucketPolicy"]}]}
      """;

  private ManagedPolicies() {}

  /** The caller holds the directory's monitor. */
  static Optional<String> document(Directory directory, String arn) {
    if (QUARANTINE.matcher(arn).matches()) {
      return Optional.of(QUARANTINED);
    }
    return Optional.ofNullable(KNOWN.get(arn))
        .or(() -> Optional.ofNullable(directory.managed.get(arn)));
  }
}
