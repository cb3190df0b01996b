package dev.keyturn.cli.org;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.org.MemberCredentials;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.MemberDiagnosis;
import dev.keyturn.doctor.MemberDoctor;
import dev.keyturn.doctor.OrganizationDiagnosis;
import dev.keyturn.doctor.Section;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.aws.AwsProbes;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Enrolment;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.OrganizationPlan;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.settings.Organization;
import dev.keyturn.throttle.BoundedParallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the checks of doctor in the accounts that a plan works on, each by a session that can only
 * read.
 *
 * @param environment that holds the settings
 */
public record OrganizationDoctor(OrganizationHub hub, Map<String, String> environment) {
  /**
   * Runs all checks.
   *
   * @throws CannotBegin if the accounts cannot be listed
   * @throws Enrolment.UnknownUnit if a unit of the settings does not exist
   */
  public OrganizationDiagnosis examine(OrganizationPlan.Progress progress) throws CannotBegin {
    Organization.Of organization = hub.organization();
    Enrolment enrolment =
        Enrolment.of(hub.aws().directory(organization), organization, Set.of(), hub.hub().begin());
    List<Enrolled> accounts = enrolment.accounts();
    progress.enrolled(accounts.size());
    MemberDoctor doctor = new MemberDoctor(environment, organization.roleName());
    List<MemberDiagnosis> all = new ArrayList<>();
    enrolment.others().forEach(other -> all.add(other(other)));
    all.addAll(
        new BoundedParallel(hub.runtime().executor(), () -> organization.rollout().atOnce())
            .map(
                accounts,
                account -> examined(account, doctor),
                progress.surveyed(accounts.size())));
    return new OrganizationDiagnosis(
        organization.id(), all, Enrolment.emptyCanary(organization.choice(), accounts));
  }

  private MemberDiagnosis examined(Enrolled account, MemberDoctor doctor) {
    MemberCredentials.SessionRequest request =
        new MemberCredentials.SessionRequest(
            account.id(), hub.organization().roleName(), MemberCredentials.Access.READ);
    try (Aws member = hub.aws().member(request)) {
      return doctor.examine(
          new MemberDoctor.MemberAccount(
              account.id(), account.name(), account.young(), account.management()),
          AwsProbes.ofMember(member, hub.settings(), account.id()));
    }
  }

  private static MemberDiagnosis other(AccountResult other) {
    return other.state() == AccountState.LEFT_OUT
        ? MemberDiagnosis.leftOut(other.account(), other.name(), other.detail())
        : new MemberDiagnosis(
            other.account(),
            other.name(),
            "",
            List.of(
                new Finding(
                    Section.CREDENTIALS,
                    "identity",
                    Severity.ERROR,
                    other.detail(),
                    List.of(new Fix.Advice("Use a version of Keyturn that knows this state.")))));
  }
}
