package dev.keyturn.demo;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.org.AccountDirectory;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Hub;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.org.OrganizationPlan;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.org.Surveyor;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;

/**
 * One day of an organization: every account is looked at, and then those are changed that are due.
 */
public final class OrganizationDay {
  private static final OrganizationPlan.Progress SILENT =
      new OrganizationPlan.Progress() {
        @Override
        public void enrolled(int accounts) {
          // The story begins with the plan.
        }

        @Override
        public IntConsumer surveyed(int accounts) {
          return _ -> {};
        }
      };

  private final Settings settings;
  private final Organization.Of organization;
  private final Aws hub;
  private final RuntimeEnvironment runtime;
  private final MailFactory mails;

  /**
   * A day of the organization that the settings name.
   *
   * @param hub connected as the hub
   */
  public OrganizationDay(
      Settings settings, Aws hub, RuntimeEnvironment runtime, MailFactory mails) {
    this.settings = settings;
    this.organization =
        switch (settings.options().organization()) {
          case Organization.Of of -> of;
          case Organization.None _ -> throw new IllegalArgumentException("ORG_ID is not set");
        };
    this.hub = hub;
    this.runtime = runtime;
    this.mails = mails;
  }

  /** Sessions in the accounts. */
  MemberAccounts members() {
    return hub.members(organization);
  }

  /** What {@code keyturn plan --org} says. */
  OrganizationReport plan() throws CannotBegin {
    AccountDirectory directory = hub.directory(organization);
    Surveyor surveyor = new Surveyor(settings, directory, members(), runtime, mails);
    return new OrganizationPlan(settings, organization, new Hub(hub.ports()), directory, surveyor)
        .plan(Set.of(), runtime, SILENT);
  }

  /** Changes the accounts in which something is due; the others stay as they were planned. */
  OrganizationReport apply(OrganizationReport plan, MemberAccounts members) {
    List<AccountResult> results = new ArrayList<>();
    for (AccountResult planned : plan.accounts()) {
      results.add(planned.state() == AccountState.DUE ? applied(planned, members) : planned);
    }
    return new OrganizationReport(plan.name(), plan.id(), plan.date(), results);
  }

  /** A failure stays in its account; a process that ended leaves no result, so that it is lost. */
  private AccountResult applied(AccountResult planned, MemberAccounts members) {
    try (MemberAccounts.Opened opened = members.toAct(planned.account())) {
      Ports ports = opened.ports();
      Run run = new Run(settings, ports, mails.noticeWriter(ports.account()), runtime, _ -> {});
      return AccountResult.of(
          planned.account(), planned.name(), run.planAndApply(RunRequest.everyone()).report());
    } catch (CompletionException | CrashInjector.Cut e) {
      // Thrown in one of the run's threads, or while it ends.
      if (!(e instanceof CrashInjector.Cut || e.getCause() instanceof CrashInjector.Cut)) {
        throw e;
      }
      return without(planned, AccountState.LOST, "the process ended and left no result");
    } catch (CannotBegin | PortFailure e) {
      return without(planned, AccountState.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static AccountResult without(AccountResult planned, AccountState state, String why) {
    return AccountResult.of(planned.account(), planned.name(), state, why);
  }
}
