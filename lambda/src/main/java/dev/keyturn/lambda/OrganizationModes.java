package dev.keyturn.lambda;

import dev.keyturn.apply.NoticeWriters;
import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.org.ResultJson;
import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Actor;
import dev.keyturn.org.Allotments;
import dev.keyturn.org.Enrolment;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.Executions;
import dev.keyturn.org.Hub;
import dev.keyturn.org.HubConnection;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.org.StopRules;
import dev.keyturn.org.Survey;
import dev.keyturn.org.Surveyor;
import dev.keyturn.org.Surveyor.Seen;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.report.page.ReportArchive;
import dev.keyturn.report.page.ReportArchive.Placed;
import dev.keyturn.run.EventPublisher;
import dev.keyturn.run.ReadOnlyPorts.HubChecks;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The steps of the state machine in deploy/organization.yaml, each an invocation. They hand on
 * names and numbers only; all else is in objects ({@link RunObjects}). An account without an object
 * is lost: it crashed, or its time was over.
 */
public final class OrganizationModes {
  private final Settings settings;
  private final Organization.Of organization;
  private final HubConnection hub;
  private final Hub common;
  private final RuntimeEnvironment runtime;
  private final NoticeWriters mails;

  /** Nothing is called yet. */
  public OrganizationModes(
      Settings settings,
      Organization.Of organization,
      HubConnection hub,
      RuntimeEnvironment runtime,
      NoticeWriters mails) {
    this.settings = settings;
    this.organization = organization;
    this.hub = hub;
    this.common = new Hub(hub.ports());
    this.runtime = runtime;
    this.mails = mails;
  }

  /**
   * Does the step that an event orders; returns the answer for the state machine, as JSON.
   *
   * @throws NotBegun if the event is not one of the state machine's, or this is not its turn
   * @throws CannotBegin if the hub or the list of accounts is not as it must be
   */
  public String run(String event, LogLines log, Deadline deadline) throws CannotBegin {
    StepRequest request = StepRequest.read(event);
    log.planned(request.run());
    return JsonTree.write(run(request, log, deadline));
  }

  private Map<String, Object> run(StepRequest request, LogLines log, Deadline deadline)
      throws CannotBegin {
    RunObjects objects = new RunObjects(hub.ports().bucketObjects(), request.run());
    return switch (request.mode()) {
      case ENROL -> enrol(request, objects);
      case SURVEY -> survey(OrganizationJson.enrolled(request.account()), objects, deadline);
      case ALLOT -> allot(objects);
      case ACT -> act(request, objects, log, deadline);
      case JUDGE -> judge(request.ring(), objects);
      case SUMMARIZE ->
          new OrganizationSummary(settings, organization, objects, hub, runtime).write(log);
    };
  }

  private Map<String, Object> enrol(StepRequest request, RunObjects objects) throws CannotBegin {
    Ports ports = hub.ports();
    checks();
    Optional<Executions> executions =
        request.machine().isEmpty()
            ? Optional.empty()
            : Optional.of(hub.executions(request.machine()));
    CurrentRun current =
        CurrentRun.free(ports.bucketObjects(), request.run(), executions, ports.account().now());
    Enrolment enrolment;
    try {
      enrolment =
          Enrolment.of(hub.directory(organization), organization, Set.of(), ports.account().now());
    } catch (Enrolment.UnknownUnit e) {
      throw new NotBegun(String.valueOf(e.getMessage()));
    }
    // Only once the accounts are listed: an execution without a report keeps the next one waiting.
    current.begin(ports.account().now());
    objects.write("others.json", ResultJson.of(ResultJson.shortened(enrolment.others())));
    objects.write(
        RunObjects.ACCOUNTS, enrolment.accounts().stream().map(OrganizationJson::of).toList());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("run", request.run());
    answer.put("atOnce", BigDecimal.valueOf(organization.rollout().atOnce()));
    answer.put("list", objects.key(RunObjects.ACCOUNTS));
    return answer;
  }

  /** A clear no ends the run before any account is read. */
  private HubChecks checks() throws CannotBegin {
    common.begin();
    return common.checks();
  }

  private Map<String, Object> survey(Enrolled account, RunObjects objects, Deadline deadline)
      throws CannotBegin {
    Surveyor surveyor =
        new Surveyor(
            settings, hub.directory(organization), hub.members(organization), runtime, mails);
    Seen seen = surveyor.survey(account, checks(), deadline);
    objects.write("survey/" + account.id() + ".json", OrganizationJson.of(seen));
    return status(
        account.id(), seen instanceof Seen.Not(AccountResult not, _) ? not.state().name() : "read");
  }

  private static Map<String, Object> status(AccountId account, String state) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("account", account.value());
    answer.put("status", state);
    return answer;
  }

  private Map<String, Object> allot(RunObjects objects) {
    Map<AccountId, Enrolled> accounts = accounts(objects);
    List<Survey> surveys = new ArrayList<>();
    for (Seen seen : objects.all("survey/", runtime.executor(), OrganizationJson::seen).values()) {
      if (seen instanceof Seen.Read(Survey survey, _)) {
        surveys.add(survey);
      }
    }
    Set<AccountId> reached = new TreeSet<>();
    surveys.forEach(survey -> reached.add(survey.account()));
    Optional<String> stop =
        settings.options().dryRun()
            ? Optional.of(RunSteps.DRY)
            : StopRules.beforeActing(
                ReachedAccounts.read(hub.ports().bucketObjects()), accounts.keySet(), reached);
    if (stop.isPresent()) {
      RunSteps.stop(objects, stop.get(), settings.options().dryRun());
      return next(0, objects);
    }
    ReachedAccounts.write(hub.ports().bucketObjects(), reached);
    Allotments allotments =
        Allotments.of(
            surveys,
            settings.options().actionLimit(),
            common.mails(surveys, settings.options().contact()));
    for (int ring = 1; ring <= RunSteps.RINGS; ring++) {
      List<Map<String, Object>> tasks = new ArrayList<>();
      int sending = 0;
      for (Survey survey : surveys) {
        Enrolled account = accounts.get(survey.account());
        if (account != null && account.ring() == ring && survey.acts()) {
          Allotments.Allotment allotment = allotments.of(account.id());
          Map<String, Object> task = OrganizationJson.of(account);
          task.put("actions", BigDecimal.valueOf(allotment.actions()));
          task.put("mails", BigDecimal.valueOf(allotment.mails()));
          tasks.add(task);
          sending += allotment.mails() > 0 ? 1 : 0;
        }
      }
      // The accounts that may send mails at the same time.
      int sharing = Math.clamp(sending, 1, organization.rollout().atOnce());
      tasks.forEach(task -> task.put("sharing", BigDecimal.valueOf(sharing)));
      RunSteps.allotted(objects, ring, tasks);
    }
    // No account of the first ring is to be changed; it may be because none could be read.
    return RunSteps.due(objects, 1) ? next(1, objects) : judge(1, objects);
  }

  private static Map<AccountId, Enrolled> accounts(RunObjects objects) {
    Map<AccountId, Enrolled> accounts = new TreeMap<>();
    objects
        .list(RunObjects.ACCOUNTS, OrganizationJson::enrolled)
        .forEach(account -> accounts.put(account.id(), account));
    return accounts;
  }

  /** The first ring from one on that has accounts; 0 if there is none. */
  private static Map<String, Object> next(int from, RunObjects objects) {
    int found = 0;
    for (int ring = from; from > 0 && ring <= RunSteps.RINGS && found == 0; ring++) {
      found = RunSteps.due(objects, ring) ? ring : 0;
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ring", BigDecimal.valueOf(found));
    answer.put("list", objects.key(RunSteps.list(found)));
    return answer;
  }

  /** An account is begun once in a run: a second time, its allotment could be spent twice. */
  private Map<String, Object> act(
      StepRequest request, RunObjects objects, LogLines log, Deadline deadline) {
    CurrentRun.demand(hub.ports().bucketObjects(), request.run());
    Map<?, ?> tree = request.account();
    Enrolled account = OrganizationJson.enrolled(tree);
    if (!objects.write("begun/" + account.id() + ".json", status(account.id(), "begun"))) {
      return status(account.id(), "begun before");
    }
    Actor.Task task =
        new Actor.Task(
            account.id(),
            account.name(),
            new Allotments.Allotment(
                ResultJson.number(tree, "actions"),
                ResultJson.number(tree, "mails"),
                ResultJson.number(tree, "sharing")));
    try (MemberAccounts.Opened member = hub.members(organization).toAct(account.id())) {
      Ports ports = member.ports();
      Actor.Acted acted = new Actor(settings, ports, runtime, mails).act(task, log, deadline);
      AccountResult result = acted.result();
      Map<String, Object> left = ResultJson.of(result);
      left.put(
          "undelivered",
          BigDecimal.valueOf(
              acted.applied().map(applied -> RunMetrics.notNotified(applied.report())).orElse(0L)));
      objects.write("act/" + account.id() + ".json", left);
      acted.applied().ifPresent(applied -> follow(account.id(), applied, ports, log, deadline));
      return status(account.id(), result.state().name());
    }
  }

  /** Only once the result is stored: a step that dies meanwhile loses these, not its account. */
  private void follow(
      AccountId account, Run.Applied applied, Ports member, LogLines log, Deadline deadline) {
    log.published(new EventPublisher(hub.eventBus()).publish(applied.report(), deadline));
    if (settings.options().htmlReport()) {
      log.placed(
          settings.bucket(),
          deadline.near() ? new Placed.Not(Deadline.LATE) : page(account, applied, member));
    }
  }

  /** Writes the account's page; returns its name in the hub's bucket, if it was stored. */
  private static Placed page(AccountId account, Run.Applied applied, Ports member) {
    return switch (new ReportArchive(member.bucketObjects())
        .place(applied.plan(), applied.report())) {
      case Placed.At(String name) -> new Placed.At(new BucketLayout.Member(account).key(name));
      case Placed.Not not -> not;
    };
  }

  private Map<String, Object> judge(int ring, RunObjects objects) {
    Optional<String> stop =
        ring < RunSteps.RINGS
            ? StopRules.afterRing(states(ring, objects), organization.rollout().stopPercent())
            : Optional.empty();
    stop.ifPresent(why -> RunSteps.stop(objects, why, false));
    RunSteps.judged(objects, ring);
    return next(stop.isPresent() || ring >= RunSteps.RINGS ? 0 : ring + 1, objects);
  }

  /** The result of every account of a ring, also of those that could not be read. */
  private List<AccountState> states(int ring, RunObjects objects) {
    List<AccountId> ids =
        accounts(objects).values().stream()
            .filter(account -> account.ring() == ring)
            .map(Enrolled::id)
            .toList();
    Map<AccountId, AccountState> surveys =
        objects.of("survey/", ids, runtime.executor(), OrganizationModes::surveyed);
    Map<AccountId, AccountState> acts =
        objects.of("act/", ids, runtime.executor(), act -> ResultJson.result(act).state());
    return ids.stream()
        .map(
            id ->
                surveys.containsKey(id)
                    ? acts.getOrDefault(id, surveys.get(id))
                    : AccountState.LOST)
        .toList();
  }

  /** The state of an account if its step that acts leaves no result. */
  private static AccountState surveyed(Map<?, ?> tree) {
    return switch (OrganizationJson.seen(tree)) {
      case Seen.Not(AccountResult result, _) -> result.state();
      case Seen.Read(Survey survey, _) ->
          survey.acts() ? AccountState.LOST : survey.state(survey.pending());
    };
  }
}
