package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.port.Account;
import dev.keyturn.port.Account.Identity;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;

/** Checks whose credentials are used. */
final class CredentialsCheck {
  private CredentialsCheck() {}

  /** Whose credentials are used. */
  sealed interface Caller {
    record Known(Identity identity) implements Caller {}

    /**
     * An unknown caller.
     *
     * @param why as a sentence that begins with a small letter
     */
    record Unknown(String why) implements Caller {}
  }

  static Caller of(Account account, Findings findings) {
    try {
      Identity identity = account.identify();
      findings.ok("identity", "%s, account %s".formatted(identity.arn(), identity.accountId()));
      if (Identity.isRoot(identity.arn())) {
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
      return new Caller.Known(identity);
    } catch (PortFailure failure) {
      findings.error(
          "identity", failure.message(), remedy(failure), Shell.aws("sts get-caller-identity"));
      return new Caller.Unknown(
          failure.kind() == Kind.CREDENTIALS
              ? "there are no valid credentials."
              : "AWS does not say whose credentials these are.");
    }
  }

  /** GetCallerIdentity needs no permission, but a policy can deny it. */
  private static Fix remedy(PortFailure failure) {
    return failure.kind() == Kind.CREDENTIALS
        ? new Fix.Advice(
            "Configure valid credentials, or correct what AWS names, such as this machine's clock."
                + " Check them with:")
        : Findings.remedy(failure, "sts:GetCallerIdentity");
  }
}
