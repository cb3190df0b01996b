package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.DoctorProbes;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.Grants;
import dev.keyturn.doctor.probe.Grants.Grant;
import dev.keyturn.doctor.probe.IamDirectory.Member;
import dev.keyturn.doctor.probe.ManagedUsers;
import dev.keyturn.doctor.probe.Triggers;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import java.util.List;
import java.util.Optional;

/**
 * Checks that Keyturn's principal has every permission of the shipped role. The principal is the
 * function's role, or doctor's caller without a function.
 */
final class PermissionsCheck {
  private PermissionsCheck() {}

  static List<Finding> of(
      DoctorProbes probes,
      Account.Identity identity,
      Optional<Triggers.Function> function,
      ManagedUsers managedUsers,
      boolean foreign) {
    Findings findings = new Findings(Section.PERMISSIONS);
    Optional<String> source =
        function.map(Triggers.Function::role).or(() -> probes.grants().source(identity.arn()));
    if (source.isEmpty()) {
      findings.unknown(
          "all",
          "IAM's policy simulator supports only users and roles, not " + identity.arn(),
          new Fix.Advice(
              "Run doctor as the user or role that will run Keyturn, or deploy the function."));
      return findings.findings();
    }
    String example = example(managedUsers, identity);
    findings
        .read(
            "all",
            "iam:SimulatePrincipalPolicy on " + source.get(),
            () -> probes.grants().of(source.get(), example, _ -> true))
        .ifPresent(
            grants ->
                grants.stream()
                    .filter(grant -> !(foreign && isAboutTheBucket(grant)))
                    .forEach(
                        grant ->
                            add(
                                findings,
                                source.get(),
                                grant,
                                "The role in deploy/template.yaml has it: deploy the stack again if"
                                    + " it created this role. Else:")));
    return findings.findings();
  }

  /**
   * Checks the role that is assumed in an account of the organization, which needs only what
   * concerns users.
   *
   * @param source the ARN of the role
   */
  static List<Finding> ofMember(
      Grants grants, String source, Account.Identity identity, ManagedUsers managedUsers) {
    Findings findings = new Findings(Section.PERMISSIONS);
    String account = identity.accountId();
    try {
      grants
          .of(source, example(managedUsers, identity), action -> action.startsWith("iam:"))
          .forEach(
              grant ->
                  add(
                      findings,
                      source,
                      grant,
                      "The role in deploy/member.yaml has it: update the stack in account %s if it created this role. Else, with credentials of that account:"
                          .formatted(account)));
    } catch (PortFailure failure) {
      findings.unknown(
          "all",
          failure.message(),
          Findings.remedy(
              failure,
              "iam:SimulatePrincipalPolicy on " + source,
              new Fix.Advice(
                  "The role in deploy/member.yaml may ask this: update the stack in account %s."
                      .formatted(account))));
    }
    return findings.findings();
  }

  /** The ARN of a user who represents all managed users. */
  private static String example(ManagedUsers managedUsers, Account.Identity identity) {
    return managedUsers.reachable().stream()
        .findFirst()
        .map(Member::arn)
        .orElse(
            "arn:%s:iam::%s:user/example".formatted(identity.partition(), identity.accountId()));
  }

  /** Nothing is to be allowed in a bucket of another account. */
  private static boolean isAboutTheBucket(Grant grant) {
    return grant.action().startsWith("s3:") && !grant.action().equals("s3:ListAllMyBuckets");
  }

  /**
   * Adds the finding about a permission.
   *
   * @param first what to try before the command, if the permission is missing
   */
  private static void add(Findings findings, String source, Grant grant, String first) {
    switch (grant.held()) {
      case YES -> findings.ok(grant.point(), "allowed, " + grant.purpose());
      case NO ->
          findings.error(
              grant.point(),
              grant.statement().isPresent()
                  ? "%s lacks %s (%s)".formatted(source, grant.action(), grant.purpose())
                  : "a policy of %s denies %s explicitly (%s)"
                      .formatted(source, grant.action(), grant.purpose()),
              grant
                  .statement()
                  .map(
                      statement -> new Fix[] {new Fix.Advice(first), put(source, grant, statement)})
                  .orElseGet(
                      () ->
                          new Fix[] {
                            new Fix.Advice(
                                "Find the statement that denies it, and exclude %s from it;"
                                        .formatted(source)
                                    + " allowing more does not help.")
                          }));
      case UNKNOWN ->
          findings.warning(
              grant.point(),
              "IAM's policy simulator does not say clearly whether %s has %s (%s)"
                  .formatted(source, grant.action(), grant.purpose()),
              new Fix.Advice(
                  "Check conditions, permissions boundaries, organizations' and bucket policies;"
                      + " this allows it unless one of those denies it:"),
              put(source, grant, grant.statement().orElse("")));
    }
  }

  private static Fix put(String source, Grant grant, String statement) {
    String name = source.substring(source.lastIndexOf('/') + 1);
    boolean role = source.contains(":role/");
    return Shell.aws(
        role ? "iam put-role-policy" : "iam put-user-policy",
        role ? "--role-name" : "--user-name",
        name,
        "--policy-name",
        "keyturn-" + grant.point().replace(':', '-').replace('/', '-'),
        "--policy-document",
        "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}".formatted(statement));
  }
}
