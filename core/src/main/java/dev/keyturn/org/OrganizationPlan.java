package dev.keyturn.org;

import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.Surveyor.Seen;
import dev.keyturn.plan.Claim;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.ReadOnlyPorts.HubChecks;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import dev.keyturn.throttle.BoundedParallel;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/** A plan over the accounts of an organization. Writes nothing. */
public final class OrganizationPlan {
  private final Settings settings;
  private final Organization.Of organization;
  private final Hub hub;
  private final AccountDirectory directory;
  private final Surveyor surveyor;

  /** Nothing is asked yet. */
  public OrganizationPlan(
      Settings settings,
      Organization.Of organization,
      Hub hub,
      AccountDirectory directory,
      Surveyor surveyor) {
    this.settings = settings;
    this.organization = organization;
    this.hub = hub;
    this.directory = directory;
    this.surveyor = surveyor;
  }

  /** The progress of a plan. */
  public interface Progress {
    /** The accounts are known. */
    void enrolled(int accounts);

    /** This number of accounts was looked at. */
    IntConsumer surveyed(int accounts);
  }

  /**
   * Looks at all accounts, and shares the limits out.
   *
   * @param units only accounts in these; empty means those of {@code ORG_UNITS}
   * @throws CannotBegin if the hub is not ready or the accounts cannot be listed
   * @throws Enrolment.UnknownUnit if one of the units does not exist
   */
  public OrganizationReport plan(Set<String> units, RuntimeEnvironment runtime, Progress progress)
      throws CannotBegin {
    Instant now = hub.begin();
    Enrolment enrolment = Enrolment.of(directory, organization, units, now);
    progress.enrolled(enrolment.accounts().size());
    HubChecks checks = hub.checks();
    List<Enrolled> accounts = enrolment.accounts();
    List<Seen> seen =
        new BoundedParallel(runtime.executor(), () -> organization.rollout().atOnce())
            .map(
                accounts,
                account -> surveyor.survey(account, checks, Deadline.none()),
                progress.surveyed(accounts.size()));
    List<Survey> surveys = new ArrayList<>();
    seen.forEach(
        one -> {
          if (one instanceof Seen.Read(Survey survey, _)) {
            surveys.add(survey);
          }
        });
    Allotments allotments =
        Allotments.of(
            surveys,
            settings.options().actionLimit(),
            hub.mails(surveys, settings.options().contact()));
    List<AccountResult> results = new ArrayList<>(enrolment.others());
    for (int i = 0; i < seen.size(); i++) {
      results.add(
          switch (seen.get(i)) {
            case Seen.Not(AccountResult result, _) -> result;
            case Seen.Read(Survey survey, _) -> result(accounts.get(i), survey, allotments);
          });
    }
    return new OrganizationReport(
        settings.name(),
        organization.id(),
        LocalDate.ofInstant(now, ZoneOffset.UTC),
        results,
        units.isEmpty()
            ? Enrolment.emptyCanary(organization.choice(), accounts)
            : Optional.empty());
  }

  private static AccountResult result(Enrolled account, Survey survey, Allotments allotments) {
    List<Claim> deferred = allotments.deferred(account.id());
    return new AccountResult(
        account.id(),
        account.name(),
        survey.state(deferred),
        survey.detail(),
        survey.counts(deferred));
  }
}
