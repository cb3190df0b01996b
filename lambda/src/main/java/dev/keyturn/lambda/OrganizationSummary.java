package dev.keyturn.lambda;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.org.ResultJson;
import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.facts.AccountId;
import dev.keyturn.lambda.RunMetrics.Measure;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Enrolment;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.HubConnection;
import dev.keyturn.org.OrganizationPage;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.org.Survey;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the result of each account: one object, one line of metrics, one digest. */
final class OrganizationSummary {
  private static final String PAGE = "report.html";

  private final Settings settings;
  private final RunObjects objects;
  private final HubConnection hub;
  private final RuntimeEnvironment runtime;

  OrganizationSummary(
      Settings settings, RunObjects objects, HubConnection hub, RuntimeEnvironment runtime) {
    this.settings = settings;
    this.objects = objects;
    this.hub = hub;
    this.runtime = runtime;
  }

  /** Writes it; returns the verdict for the state machine. */
  Map<String, Object> write(LogLines log) {
    Optional<String> stopped = objects.read("stopped.json").map(tree -> JsonTree.text(tree, "why"));
    hub.ports().account().identify();
    Map<AccountId, Map<?, ?>> surveys = objects.all("survey/", runtime.executor());
    List<Enrolled> accounts =
        objects.list("accounts.json").stream().map(OrganizationJson::enrolled).toList();
    Organization.Of organization = (Organization.Of) settings.options().organization();
    OrganizationReport report =
        new OrganizationReport(
            settings.name(),
            organization.id(),
            LocalDate.ofInstant(hub.ports().account().now(), ZoneOffset.UTC),
            results(accounts, surveys),
            Enrolment.emptyCanary(organization.choice(), accounts));
    boolean first =
        objects.write("report.json", report.accounts().stream().map(ResultJson::of).toList());
    log.measured(report.name(), measures(report));
    Optional<String> page = page(report, stopped);
    if (first) {
      OrganizationMails mails = new OrganizationMails(settings, hub.ports().mailer(), log);
      mails.digest(report, stopped, page);
      mails.contacts(
          report,
          account ->
              Optional.ofNullable(surveys.get(account))
                  .map(tree -> JsonTree.text(tree, "contact"))
                  .orElse(""));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("verdict", report.bad().isEmpty() && !unusual(stopped) ? "well" : "not well");
    answer.put("report", objects.key("report.json"));
    page.ifPresent(key -> answer.put("page", key));
    answer.put("stopped", stopped.orElse(""));
    return answer;
  }

  /** Writes the page of the run, unless the settings want none; the key of its object. */
  private Optional<String> page(OrganizationReport report, Optional<String> stopped) {
    if (!settings.options().htmlReport()) {
      return Optional.empty();
    }
    boolean planned = settings.options().dryRun();
    objects.writeText(
        PAGE,
        OrganizationPage.of(
            report, planned ? Mode.PLAN : Mode.APPLY, planned ? Optional.empty() : stopped));
    return Optional.of(objects.key(PAGE));
  }

  /** A dry run stops, too, and is well. */
  private boolean unusual(Optional<String> stopped) {
    return stopped.isPresent() && !settings.options().dryRun();
  }

  private List<AccountResult> results(List<Enrolled> accounts, Map<AccountId, Map<?, ?>> surveys) {
    Map<AccountId, Map<?, ?>> acts = objects.all("act/", runtime.executor());
    Set<AccountId> begun = new LinkedHashSet<>(objects.all("begun/", runtime.executor()).keySet());
    List<AccountResult> results = new ArrayList<>();
    objects.list("others.json").forEach(tree -> results.add(ResultJson.result(tree)));
    for (Enrolled account : accounts) {
      results.add(result(account, surveys.get(account.id()), acts.get(account.id()), begun));
    }
    return results;
  }

  private static AccountResult result(
      Enrolled account, @Nullable Map<?, ?> survey, @Nullable Map<?, ?> act, Set<AccountId> begun) {
    if (act != null) {
      return ResultJson.result(act);
    }
    if (survey == null || begun.contains(account.id())) {
      return AccountResult.of(
          account.id(),
          account.name(),
          AccountState.LOST,
          survey == null ? "no result of looking at it" : "begun, and no result");
    }
    if (!JsonTree.text(survey, "state").isEmpty()) {
      return ResultJson.result(survey);
    }
    Survey read = OrganizationJson.survey(survey);
    // Nothing was changed there: what is due is left for a later run.
    AccountState state = read.state(read.pending());
    return new AccountResult(
        account.id(), account.name(), state, read.detail(), read.counts(read.pending()));
  }

  private static Map<String, Measure> measures(OrganizationReport report) {
    Map<String, Measure> measures = new LinkedHashMap<>();
    measures.put("Runs", Measure.count(1));
    measures.put("Accounts", Measure.count(report.accounts().size()));
    measures.put("AccountsActed", Measure.count(report.count(AccountState.ACTED)));
    measures.put("AccountsFailed", Measure.count(report.count(AccountState.FAILED)));
    measures.put("AccountsDenied", Measure.count(report.count(AccountState.DENIED)));
    measures.put("AccountsLost", Measure.count(report.count(AccountState.LOST)));
    measures.putAll(RunMetrics.users(report::users));
    measures.put("Deferred", Measure.count(report.deferred()));
    return measures;
  }
}
