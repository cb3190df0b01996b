package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.port.Account;
import dev.keyturn.port.Account.Identity;
import dev.keyturn.port.PortFailure;
import java.util.Optional;

/** Checks whose credentials are used. */
final class CredentialsCheck {
  private CredentialsCheck() {}

  /** The identity, if there is one. */
  static Optional<Identity> of(Account account, Findings findings) {
    try {
      Identity identity = account.identify();
      findings.ok("identity", "%s, account %s".formatted(identity.arn(), identity.accountId()));
      if (identity.arn().endsWith(":root")) {
        findings.warning(
            "root",
            "these are the root user's: they have all permissions, and a person who finds them"
                + " controls the account",
            new Fix.Advice(
                "Use a role or a user with the permissions of docs/doctor.md, and delete the root"
                    + " user's access keys."),
            Shell.command("export", "AWS_PROFILE=PROFILE"));
      } else {
        findings.ok("root", "not the root user's");
      }
      return Optional.of(identity);
    } catch (PortFailure failure) {
      findings.error(
          "identity",
          failure.message(),
          new Fix.Advice("Configure valid credentials, and check them with:"),
          Shell.aws("sts get-caller-identity"));
      return Optional.empty();
    }
  }
}
