package dev.keyturn.demo;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Mail;
import dev.keyturn.org.AccountDirectory;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Hub;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.org.OrganizationDigest;
import dev.keyturn.org.OrganizationPlan;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.org.StopRules;
import dev.keyturn.org.Surveyor;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Options;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * One day of an organization: every account is looked at, and then those are changed that are due.
 */
public final class OrganizationDay {
  private final Settings settings;
  private final Organization.Of organization;
  private final Aws hub;
  private final RuntimeEnvironment runtime;
  private final MailFactory mails;
  private final Consumer<String> doing;

  /**
   * A day of the organization that the settings name.
   *
   * @param hub connected as the hub
   * @param doing hears what is done at the moment
   */
  public OrganizationDay(
      Settings settings,
      Aws hub,
      RuntimeEnvironment runtime,
      MailFactory mails,
      Consumer<String> doing) {
    this.settings = settings;
    this.organization =
        switch (settings.options().organization()) {
          case Organization.Of of -> of;
          case Organization.None _ -> throw new IllegalArgumentException("ORG_ID is not set");
        };
    this.hub = hub;
    this.runtime = runtime;
    this.mails = mails;
    this.doing = doing;
  }

  /** Sessions in the accounts. */
  public MemberAccounts members() {
    return hub.members(organization);
  }

  /** Sessions in the accounts, in one of which the process ends right after it made a key. */
  public MemberAccounts crashingIn(AccountId account) {
    return new CrashingMember(members(), account);
  }

  /** What {@code keyturn plan --org} says. */
  public OrganizationReport plan() throws CannotBegin {
    // One connection lives through all days; a reply tells it that the clock has jumped.
    hub.ports().mailer().allowance();
    AccountDirectory directory = hub.directory(organization);
    Surveyor surveyor = new Surveyor(settings, directory, members(), runtime, mails);
    return new OrganizationPlan(settings, organization, new Hub(hub.ports()), directory, surveyor)
        .plan(Set.of(), runtime, new Told());
  }

  private final class Told implements OrganizationPlan.Progress {
    @Override
    public void enrolled(int accounts) {
      doing.accept("%s accounts are enrolled".formatted(accounts));
    }

    @Override
    public IntConsumer surveyed(int accounts) {
      return done -> doing.accept("%s of %s accounts are read".formatted(done, accounts));
    }
  }

  /**
   * What was done.
   *
   * @param stopped why the run stopped before it had changed every account, if it did
   */
  public record Applied(OrganizationReport report, Optional<String> stopped) {}

  /**
   * Changes the accounts in which something is due; the others stay as they were planned.
   *
   * @param canary is changed first; if that fails, or it could not be read, no other account is
   *     changed
   */
  public Applied apply(OrganizationReport plan, MemberAccounts members, AccountId canary) {
    Map<AccountId, AccountResult> results = new HashMap<>();
    change(plan, members, canary::equals, results);
    Optional<String> stopped =
        StopRules.afterRing(
            plan.accounts().stream()
                .filter(planned -> planned.account().equals(canary))
                .map(planned -> results.getOrDefault(planned.account(), planned).state())
                .toList(),
            organization.rollout().stopPercent());
    if (stopped.isEmpty()) {
      change(plan, members, account -> !account.equals(canary), results);
    }
    List<AccountResult> all =
        plan.accounts().stream()
            .map(planned -> results.getOrDefault(planned.account(), planned))
            .toList();
    return new Applied(
        new OrganizationReport(plan.name(), plan.id(), plan.date(), all, plan.remark()), stopped);
  }

  /** Sends the digest to the administrators; empty if there is nothing to tell. */
  public Optional<Mail> digest(Applied applied) {
    if (settings.options().contact() instanceof Options.Contact.Known(EmailAddress address)
        && OrganizationDigest.needed(applied.report(), applied.stopped())) {
      Mail mail =
          OrganizationDigest.of(address, applied.report(), applied.stopped(), Optional.empty());
      hub.ports().mailer().send(mail);
      return Optional.of(mail);
    }
    return Optional.empty();
  }

  private void change(
      OrganizationReport plan,
      MemberAccounts members,
      Predicate<AccountId> ring,
      Map<AccountId, AccountResult> results) {
    for (AccountResult planned : plan.accounts()) {
      if (planned.state() == AccountState.DUE && ring.test(planned.account())) {
        doing.accept(
            "account %s of %s is changed"
                .formatted(results.size() + 1, plan.count(AccountState.DUE)));
        results.put(planned.account(), applied(planned, members));
      }
    }
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
