package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.IamDirectory.Census;
import dev.keyturn.doctor.probe.LenientSettings;
import dev.keyturn.doctor.probe.ManagedUsers;
import dev.keyturn.doctor.probe.MemberProbes;
import dev.keyturn.facts.AccountId;
import dev.keyturn.port.Account;
import dev.keyturn.port.Account.Identity;
import dev.keyturn.port.PortFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks what a run needs in an account of the organization: a session of the member role, the
 * role's permissions, and a group that lets owners read their files in the hub's bucket. It only
 * reads, and does not throw.
 */
public final class MemberDoctor {
  private final LenientSettings draft;
  private final String role;

  /**
   * Makes no call.
   *
   * @param environment that holds the settings
   * @param role the name of the member role
   */
  public MemberDoctor(Map<String, String> environment, String role) {
    this.draft = LenientSettings.of(environment);
    this.role = role;
  }

  /**
   * An account.
   *
   * @param young whether the member role may not be there yet
   * @param management whether it is the management account, which StackSets leave out
   */
  public record MemberAccount(AccountId id, String name, boolean young, boolean management) {}

  /** Runs all checks. */
  public MemberDiagnosis examine(MemberAccount account, MemberProbes probes) {
    Findings session = new Findings(Section.CREDENTIALS);
    List<Finding> all = new ArrayList<>();
    try {
      Identity identity = probes.account().identify();
      session.ok("identity", "a session of " + identity.arn());
      all.addAll(session.findings());
      all.addAll(inside(identity, probes));
    } catch (PortFailure failure) {
      if (failure.kind() == PortFailure.Kind.DENIED && account.management()) {
        return MemberDiagnosis.leftOut(
            account.id(),
            account.name(),
            "the management account, where the role %s cannot be assumed".formatted(role));
      }
      refused(account, failure, session);
      all.addAll(session.findings());
    } catch (RuntimeException mistake) {
      session.unknown("identity", PortFailure.defect(mistake).message());
      all.addAll(session.findings());
    }
    return new MemberDiagnosis(account.id(), account.name(), "", all);
  }

  private List<Finding> inside(Identity identity, MemberProbes probes) {
    Findings users = new Findings(Section.USERS);
    Optional<Census> census = census(identity, probes, users);
    ManagedUsers managed = new ManagedUsers(draft, census);
    List<Finding> all = new ArrayList<>();
    probes
        .grants()
        .source(identity.arn())
        .ifPresent(
            source ->
                all.addAll(PermissionsCheck.ofMember(probes.grants(), source, identity, managed)));
    all.addAll(users.findings());
    if (census.isPresent()) {
      all.addAll(OwnersCheck.ofMember(draft, probes.directory(), identity, managed).ownFindings());
    }
    return all;
  }

  private static Optional<Census> census(
      Account.Identity identity, MemberProbes probes, Findings findings) {
    try {
      return Optional.of(probes.directory().census());
    } catch (PortFailure failure) {
      findings.unknown(
          "listed",
          failure.message(),
          Findings.remedy(
              failure,
              "iam:GetAccountAuthorizationDetails",
              new Fix.Advice(
                  "The role in deploy/member.yaml may read this: update the stack in account %s."
                      .formatted(identity.accountId()))));
      return Optional.empty();
    }
  }

  private void refused(MemberAccount account, PortFailure failure, Findings findings) {
    if (failure.kind() != PortFailure.Kind.DENIED || failure.denier().isPresent()) {
      findings.error("identity", failure.message(), Findings.remedy(failure, "sts:AssumeRole"));
    } else if (account.young()) {
      findings.warning(
          "identity",
          "the role cannot be assumed yet, and the account joined less than a day ago: "
              + failure.message(),
          new Fix.Advice("Run doctor again tomorrow."));
    } else {
      findings.error(
          "identity",
          failure.message(),
          new Fix.Advice(
              "Deploy deploy/member.yaml to account %s, with ORG_ID, the hub's account and, in HubPrincipals, the caller that AWS names; the caller itself needs sts:AssumeRole on the role. With a StackSet:"
                  .formatted(account.id())),
          Shell.aws(
              "cloudformation create-stack-instances",
              "--stack-set-name",
              "keyturn-member",
              "--call-as",
              "DELEGATED_ADMIN",
              "--regions",
              "REGION",
              "--deployment-targets",
              "OrganizationalUnitIds=UNIT,Accounts=%s,AccountFilterType=INTERSECTION"
                  .formatted(account.id())));
    }
  }
}
