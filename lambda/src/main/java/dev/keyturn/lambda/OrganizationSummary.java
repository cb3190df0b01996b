package dev.keyturn.lambda;

import dev.keyturn.aws.org.ResultJson;
import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Enrolment;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.HubConnection;
import dev.keyturn.org.KeyAges;
import dev.keyturn.org.OrganizationPage;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.org.Survey;
import dev.keyturn.org.Surveyor.Seen;
import dev.keyturn.plan.Claim;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.report.page.ReportArchive.Placed;
import dev.keyturn.run.DigestSender.Sent;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the result of each account: one object, one line of metrics, one digest. */
final class OrganizationSummary {
  private static final String PAGE = "report.html";

  private final Settings settings;
  private final Organization.Of organization;
  private final RunObjects objects;
  private final HubConnection hub;
  private final RuntimeEnvironment runtime;

  OrganizationSummary(
      Settings settings,
      Organization.Of organization,
      RunObjects objects,
      HubConnection hub,
      RuntimeEnvironment runtime) {
    this.settings = settings;
    this.organization = organization;
    this.objects = objects;
    this.hub = hub;
    this.runtime = runtime;
  }

  /** Writes it; returns the verdict for the state machine. */
  Map<String, Object> write(LogLines log) {
    hub.ports().account().identify();
    Map<AccountId, Seen> surveys =
        objects.all("survey/", runtime.executor(), OrganizationJson::seen);
    Map<AccountId, Act> acts = objects.all("act/", runtime.executor(), Act::of);
    RunSteps steps = RunSteps.read(objects, acts.keySet());
    Optional<String> stopped = steps.stopped(settings.options().dryRun());
    List<Enrolled> accounts = objects.list(RunObjects.ACCOUNTS, OrganizationJson::enrolled);
    OrganizationReport report =
        new OrganizationReport(
            settings.name(),
            organization.id(),
            LocalDate.ofInstant(hub.ports().account().now(), ZoneOffset.UTC),
            results(accounts, surveys, acts, steps),
            Enrolment.emptyCanary(organization.choice(), accounts));
    OrganizationReport stored = report.with(ResultJson.shortened(report.accounts()));
    objects.write(RunObjects.REPORT, ResultJson.of(stored.accounts()));
    log.ended(report, settings.options().dryRun(), stopped.orElse(""));
    Optional<String> page = page(stored, stopped, log);
    long unsent = 0;
    for (Sent sent : mails(report, stopped, page, surveys)) {
      log.told(sent);
      unsent += sent instanceof Sent.Not ? 1 : 0;
    }
    log.measured(
        report.name(),
        RunMetrics.of(
            report,
            surveys.values().stream()
                .map(OrganizationSummary::keys)
                .reduce(KeyAges.NONE, KeyAges::with),
            unsent + acts.values().stream().mapToLong(Act::undelivered).sum()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("verdict", report.bad().isEmpty() && !unusual(stopped) ? "well" : "not well");
    answer.put("report", objects.key(RunObjects.REPORT));
    page.ifPresent(key -> answer.put("page", key));
    answer.put("stopped", stopped.orElse(""));
    return answer;
  }

  /** Each kind of mail once in an execution: it is noted just before the first one is sent. */
  private List<Sent> mails(
      OrganizationReport report,
      Optional<String> stopped,
      Optional<String> page,
      Map<AccountId, Seen> surveys) {
    OrganizationMails mails = new OrganizationMails(settings, hub.ports().mailer());
    List<Sent> sent = new ArrayList<>();
    if (objects.write("digest.json", Map.of("page", page.orElse("")))) {
      sent.add(mails.digest(report, stopped, page));
    }
    if (objects.write("contacts.json", Map.of())) {
      Function<AccountId, String> contacts =
          account -> Optional.ofNullable(surveys.get(account)).map(Seen::contact).orElse("");
      int owners = surveys.values().stream().mapToInt(OrganizationSummary::mails).sum();
      sent.add(mails.contacts(report, contacts, owners));
    }
    return sent;
  }

  private static KeyAges keys(Seen seen) {
    return seen instanceof Seen.Read(Survey survey, _) ? survey.keys() : KeyAges.NONE;
  }

  /** The mails to owners that are due in an account. */
  private static int mails(Seen seen) {
    return switch (seen) {
      case Seen.Not _ -> 0;
      case Seen.Read(Survey survey, _) -> survey.shared().stream().mapToInt(Claim::mails).sum();
    };
  }

  /** Writes the page of the run, unless the settings want none; the key of its object. */
  private Optional<String> page(OrganizationReport report, Optional<String> stopped, LogLines log) {
    if (!settings.options().htmlReport()) {
      return Optional.empty();
    }
    boolean planned = settings.options().dryRun();
    try {
      objects.writeText(
          PAGE,
          OrganizationPage.of(
              report, planned ? Mode.PLAN : Mode.APPLY, planned ? Optional.empty() : stopped));
    } catch (PortFailure failure) {
      log.placed(settings.bucket(), new Placed.Not(failure.message()));
      return Optional.empty();
    }
    log.placed(settings.bucket(), new Placed.At(objects.key(PAGE)));
    return Optional.of(objects.key(PAGE));
  }

  /** A dry run stops, too, and is well. */
  private boolean unusual(Optional<String> stopped) {
    return stopped.isPresent() && !settings.options().dryRun();
  }

  private List<AccountResult> results(
      List<Enrolled> accounts,
      Map<AccountId, Seen> surveys,
      Map<AccountId, Act> acts,
      RunSteps steps) {
    List<AccountResult> results = new ArrayList<>();
    results.addAll(objects.list("others.json", ResultJson::result));
    for (Enrolled account : accounts) {
      Act act = acts.get(account.id());
      results.add(act != null ? act.result() : result(account, surveys.get(account.id()), steps));
    }
    return results;
  }

  private static AccountResult result(Enrolled account, @Nullable Seen seen, RunSteps steps) {
    if (seen == null) {
      return lost(account, "no result of looking at it");
    }
    if (steps.begun(account.id())) {
      return lost(account, "begun, and no result");
    }
    return switch (seen) {
      case Seen.Not(AccountResult result, _) -> result;
      case Seen.Read _ when steps.leftOut(account.id()) ->
          lost(account, "to be changed, and not begun");
      case Seen.Read(Survey read, _) ->
          // Nothing was changed there: what is due is left for a later run.
          new AccountResult(
              account.id(),
              account.name(),
              read.state(read.pending()),
              read.detail(),
              read.counts(read.pending()));
    };
  }

  private static AccountResult lost(Enrolled account, String why) {
    return AccountResult.of(account.id(), account.name(), AccountState.LOST, why);
  }

  /**
   * What the step that acts left.
   *
   * @param undelivered the number of users that no mail reaches
   */
  private record Act(AccountResult result, int undelivered) {
    static Act of(Map<?, ?> tree) {
      return new Act(ResultJson.result(tree), ResultJson.number(tree, "undelivered"));
    }
  }
}
