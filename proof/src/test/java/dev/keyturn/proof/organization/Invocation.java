package dev.keyturn.proof.organization;

import dev.keyturn.aws.org.OrderedAccount;
import dev.keyturn.event.EventBus;
import dev.keyturn.facts.AccountId;
import dev.keyturn.lambda.LogLines;
import dev.keyturn.lambda.OrganizationModes;
import dev.keyturn.org.AccountDirectory;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Executions;
import dev.keyturn.org.HubConnection;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.port.Account;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.CredentialReports;
import dev.keyturn.port.CredentialStore;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Keys;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.Permissions;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.Ports;
import dev.keyturn.port.ReportSink;
import dev.keyturn.port.Users;
import dev.keyturn.proof.simulation.Call;
import dev.keyturn.proof.simulation.Fate;
import dev.keyturn.proof.simulation.MemberMachine;
import dev.keyturn.proof.simulation.Pace;
import dev.keyturn.proof.simulation.Weather;
import dev.keyturn.settings.Organization;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One invocation of the function: the product's code on an organization in memory. */
final class Invocation implements HubConnection, MemberAccounts {
  private final Landscape landscape;
  private final Step step;
  private final Weather weather;
  private final Pace pace;
  private final MemberMachine hub;
  private @Nullable MemberMachine member;
  private @Nullable OrderedAccount account;
  private int faults;

  /**
   * An invocation to be run.
   *
   * @param hubWeather the faults of the hub's calls
   * @param weather the faults of calls in the account
   */
  Invocation(Landscape landscape, Step step, Weather hubWeather, Weather weather, Pace pace) {
    this.landscape = landscape;
    this.step = step;
    this.weather = weather;
    this.pace = pace;
    this.hub = landscape.hub.machine("hub " + step, call -> fate(hubWeather, call), pace);
  }

  /** A process that was killed makes no more calls with any session. */
  private Fate fate(Weather calls, Call call) {
    if (wasCut()) {
      return Fate.CUT_BEFORE;
    }
    Fate fate = calls.of(call);
    if (fate != Fate.FINE && fate != Fate.SLOW) {
      faults++;
      if (call == Call.SEND_MAIL) {
        landscape.judge.mailUnclear();
      }
    }
    return fate;
  }

  /** Runs the step; the answer is JSON. */
  String run(String event) throws CannotBegin {
    Instant until = landscape.timeline.instant().plusSeconds(2);
    Deadline deadline =
        trouble() == Trouble.NO_TIME
            ? () -> landscape.timeline.instant().isAfter(until)
            : Deadline.none();
    String answer =
        new OrganizationModes(
                landscape.settings,
                landscape.organization,
                this,
                hub.runtime(),
                _ -> Objects.requireNonNull(member).noticeWriter())
            .run(event, new LogLines(landscape.timeline, _ -> {}), deadline);
    if (member != null && step.mode() == Step.Mode.ACT && !wasCut()) {
      member.ended();
      if (faults == 0 && trouble() == Trouble.NONE && answer.contains(AccountState.ACTED.name())) {
        landscape.judge.acted(step);
      }
    }
    return answer;
  }

  /** Whether it was killed. */
  boolean wasCut() {
    return hub.wasCut() || (member != null && member.wasCut());
  }

  /** The number of calls that did not go well. */
  int faults() {
    return faults;
  }

  /** The users whose keys it made, deactivated or deleted. */
  Set<String> actedOn() {
    return member == null ? Set.of() : member.actedOn();
  }

  private Trouble trouble() {
    return step.account()
        .map(id -> landscape.member(id).trouble(step.mode() == Step.Mode.ACT))
        .orElse(Trouble.NONE);
  }

  @Override
  public Ports ports() {
    Ports faulty = hub.ports(landscape.hub.model());
    return new Ports(
        faulty.account(),
        refused(Users.class, faulty.users()),
        refused(Keys.class, faulty.keys()),
        faulty.credentialStore(),
        landscape.mailer.of(
            landscape.hub,
            () -> landscape.judge.mailRefused(step, step.account().isEmpty() && faults > 0)),
        faulty.bucketObjects(),
        refused(Permissions.class, faulty.permissions()),
        refused(CredentialReports.class, faulty.reports()));
  }

  /** No step calls for users with the hub's own credentials. */
  private <T> T refused(Class<T> port, T made) {
    return Watch.over(
        port,
        made,
        method ->
            landscape.judge.demand(
                false, () -> "%s calls %s with the hub's session".formatted(step, method)));
  }

  @Override
  public AccountDirectory directory(Organization.Of organization) {
    return landscape.roster;
  }

  @Override
  public Executions executions(String machine) {
    return landscape.engine;
  }

  @Override
  public MemberAccounts members(Organization.Of organization) {
    return this;
  }

  /** The hub's own bus. Events are about the account of the step, once its result is stored. */
  @Override
  public Optional<EventBus> eventBus() {
    return Optional.of(
        messages -> {
          landscape.judge.published(step, messages);
          return Optional.empty();
        });
  }

  @Override
  public Opened toRead(AccountId id) {
    return opened(id, Step.Mode.SURVEY);
  }

  @Override
  public Opened toAct(AccountId id) {
    landscape.judge.begins(step);
    return opened(id, Step.Mode.ACT);
  }

  private Opened opened(AccountId id, Step.Mode mode) {
    landscape.judge.demand(
        step.mode() == mode && step.concerns(id), () -> step + " opens a session in " + id);
    Member ordered = landscape.member(id);
    Member session = trouble() == Trouble.WRONG_SESSION ? landscape.beside(ordered) : ordered;
    MemberMachine machine =
        session.company.machine(step.toString(), call -> fate(weather, call), pace);
    if (mode == Step.Mode.ACT) {
      machine.mayWrite();
    }
    member = machine;
    Ports ports = watched(machine.ports(model(session)), session.id);
    OrderedAccount known = new OrderedAccount(new KnownAccount(ports.account()), id);
    account = known;
    return new Session(ports.with(known));
  }

  private record Session(Ports ports) implements Opened {
    @Override
    public void close() {}
  }

  private Ports model(Member session) {
    Ports model = session.company.model();
    SharedBucket bucket =
        new SharedBucket(
            landscape, step, session.id, () -> Objects.requireNonNull(account).layout());
    return new Ports(
        model.account(),
        model.users(),
        model.keys(),
        bucket,
        landscape.mailer.of(session.company, () -> landscape.judge.mailRefused(step, false)),
        bucket,
        model.permissions(),
        trouble() == Trouble.NO_REPORT ? new NeverReady(model.reports()) : model.reports());
  }

  private record NeverReady(CredentialReports reports) implements CredentialReports {
    @Override
    public void request() {
      reports.request();
    }

    @Override
    public Reading read(ReportSink sink) {
      return new Reading.NotYet();
    }
  }

  private Ports watched(Ports ports, AccountId session) {
    return new Ports(
        watched(Account.class, ports.account(), session),
        watched(Users.class, ports.users(), session),
        watched(Keys.class, ports.keys(), session),
        watched(CredentialStore.class, ports.credentialStore(), session),
        watched(Mailer.class, ports.mailer(), session),
        watched(BucketObjects.class, ports.bucketObjects(), session),
        watched(Permissions.class, ports.permissions(), session),
        watched(CredentialReports.class, ports.reports(), session));
  }

  private <T> T watched(Class<T> port, T made, AccountId session) {
    return Watch.over(
        port,
        made,
        method -> {
          landscape.judge.called(step, session, method);
          if (trouble() == Trouble.ROLE_DENIED && method.equals("identify")) {
            throw new PortFailure(Kind.DENIED, "STS AssumeRole: denied");
          }
        });
  }

  /** How long it takes until the engine starts it. */
  static Duration start(Landscape landscape) {
    return landscape.dice.skewed(3_000);
  }
}
