package dev.keyturn.proof.organization;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import dev.keyturn.lambda.NotBegun;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.proof.organization.OrganizationJudge.Event;
import dev.keyturn.proof.simulation.Cut;
import dev.keyturn.proof.simulation.Fate;
import dev.keyturn.proof.simulation.Pace;
import dev.keyturn.proof.simulation.Turns;
import dev.keyturn.proof.simulation.Weather;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;

/** One execution of the state machine of {@code deploy/organization.yaml}. */
final class Execution {
  private final Landscape landscape;
  private final String name;

  /** The probability of a fault in a step's calls to the hub. */
  private final double badness;

  /** The steps until the execution is stopped from outside. */
  private int stepsLeft;

  private final Papers papers;
  private final Map<AccountId, Fared> fared = new TreeMap<>();

  /** Whether SES's answer about a mail was lost; it may be sent twice. */
  boolean mailsUnclear;

  private final Set<Step.Mode> disturbed = EnumSet.noneOf(Step.Mode.class);
  private long actions;

  /** The step that is killed at its call {@link #killedAt}, once, or whose map state fails. */
  private Optional<Step.Mode> killed = Optional.empty();

  private int killedAt;
  private Map<?, ?> answer = Map.of();

  /**
   * An execution to be run.
   *
   * @param stepsLeft the number of steps after which it is stopped from outside
   */
  Execution(Landscape landscape, String name, double badness, int stepsLeft) {
    this.landscape = landscape;
    this.name = name;
    this.badness = badness;
    this.stepsLeft = stepsLeft;
    this.papers = new Papers(landscape, name);
  }

  /**
   * Has a step killed, once.
   *
   * @param call before its call to the hub with this number, from 1; the map state of Act fails
   *     before it has begun an account
   */
  Execution killing(Step.Mode mode, int call) {
    killed = Optional.of(mode);
    killedAt = call;
    return this;
  }

  /** Whether the step that is to be killed still is. */
  boolean killing() {
    return killed.isPresent();
  }

  /** What Summarize answered. */
  Map<?, ?> answer() {
    return answer;
  }

  /** What the engine knows of its steps about one account. */
  static final class Fared {
    boolean acted;

    /** Whether one of its calls did not go well. */
    boolean faults;

    /** The users whose keys were made, deactivated or deleted. */
    final Set<String> changed = new TreeSet<>();
  }

  /** The outcome of an execution. */
  enum End {
    NOT_BEGUN,
    KILLED,
    SUMMARIZED
  }

  String name() {
    return name;
  }

  /** Whether it has shared the limits out, so that steps may change accounts. */
  boolean allotted() {
    return papers.object("ring-1.json").isPresent();
  }

  /** Whether its report is there. */
  boolean reported() {
    return papers.object("report.json").isPresent();
  }

  Papers papers() {
    return papers;
  }

  /** Whether a call of a step that concerns all accounts did not go well, or any at all. */
  boolean disturbed() {
    return disturbedForAll() || fared.values().stream().anyMatch(one -> one.faults);
  }

  /** Whether a call of a step that concerns all accounts did not go well. */
  boolean disturbedForAll() {
    return !disturbed.isEmpty();
  }

  /** Whether a call of this step did not go well. */
  boolean disturbed(Step.Mode mode) {
    return disturbed.contains(mode);
  }

  Fared fared(AccountId account) {
    return fared.computeIfAbsent(account, _ -> new Fared());
  }

  /** The users whose keys were made, deactivated or deleted, in all accounts. */
  long actions() {
    return actions;
  }

  /** The accounts that are worked on. */
  Set<AccountId> enrolled() {
    return papers.accounts("accounts.json");
  }

  /** Those that were read. */
  Set<AccountId> reached() {
    Set<AccountId> reached = new TreeSet<>();
    for (AccountId account : enrolled()) {
      papers
          .object("survey/" + account + ".json")
          .filter(survey -> JsonTree.text(survey, "state").isEmpty())
          .ifPresent(_ -> reached.add(account));
    }
    return reached;
  }

  /** The accounts of the first ring, also those that could not be read. */
  List<AccountId> canaries() {
    return enrolled().stream().filter(id -> landscape.member(id).canary).toList();
  }

  /** Whether an account failed, was denied or left nothing, while it was read or changed. */
  boolean wentBadly(AccountId account) {
    String step = fared(account).acted ? "act/" : "survey/";
    return papers.object(step + account + ".json").map(Execution::bad).orElse(true);
  }

  private static boolean bad(Map<?, ?> result) {
    return Set.of("FAILED", "DENIED").contains(JsonTree.text(result, "state"))
        || (result.get("unread") instanceof BigDecimal unread && unread.signum() > 0);
  }

  /** Runs it to its end. */
  End run() {
    Optional<Map<?, ?>> enrolled = begin(landscape.timeline::pass);
    return enrolled.isEmpty() ? End.NOT_BEGUN : proceed(enrolled.get());
  }

  /** Lists the accounts, unless another execution is at work. */
  Optional<Map<?, ?>> begin(Pace pace) {
    landscape.engine.began(name);
    Step step = step(Step.Mode.ENROL);
    boolean occupied = landscape.beginning++ > 0 || landscape.judge.occupied();
    int before = landscape.judge.executions();
    Optional<Map<?, ?>> answer = invoked(step, Map.of(), pace);
    occupied |= --landscape.beginning > 0 || landscape.judge.occupied();
    // Another one may have begun and ended meanwhile.
    occupied |= landscape.judge.executions() > before;
    if (answer.isPresent()) {
      landscape.judge.began(this);
    } else {
      landscape.engine.ended(name);
      landscape.tally.count(Event.ENROLMENT_REFUSED);
      landscape.judge.demand(
          occupied || !disturbed.isEmpty() || !landscape.roster.works || landscape.unclear,
          () -> name + " cannot begin, though nothing is wrong");
      landscape.unclear |= !disturbed.isEmpty();
    }
    return answer;
  }

  /** The steps after that. */
  End proceed(Map<?, ?> enrolled) {
    End end = steps(enrolled);
    landscape.engine.ended(name);
    return end;
  }

  private End steps(Map<?, ?> enrolled) {
    map(Step.Mode.SURVEY, JsonTree.text(enrolled, "list"), 0);
    if (stopped()) {
      return End.KILLED;
    }
    int ring = allot();
    while (ring > 0) {
      if (stopped()) {
        return End.KILLED;
      }
      if (actCannotBegin()) {
        break;
      }
      map(Step.Mode.ACT, papers.key("ring-" + ring + ".json"), ring);
      if (stopped()) {
        return End.KILLED;
      }
      int done = ring;
      ring =
          invoked(
                  step(Step.Mode.JUDGE),
                  Map.of("ring", BigDecimal.valueOf(done)),
                  landscape.timeline::pass)
              .map(Execution::ring)
              .orElse(0);
    }
    if (stopped()) {
      return End.KILLED;
    }
    return summarize();
  }

  /** The engine cannot read the list of a ring, or start its steps; it continues with Summarize. */
  private boolean actCannotBegin() {
    boolean fails =
        killed.filter(Step.Mode.ACT::equals).isPresent() || landscape.dice.chance(badness / 8);
    if (fails) {
      landscape.tally.count(Event.MAP_FAILED);
      landscape.tell(() -> name + ": the map state of Act fails");
    }
    return fails;
  }

  /** The last step. */
  End summarize() {
    Optional<Map<?, ?>> verdict =
        invoked(step(Step.Mode.SUMMARIZE), Map.of(), landscape.timeline::pass);
    verdict.ifPresent(
        found -> {
          answer = found;
          new Summary(landscape, this).check(found);
        });
    return verdict.isPresent() ? End.SUMMARIZED : End.KILLED;
  }

  private int allot() {
    Optional<Map<?, ?>> allotted =
        invoked(step(Step.Mode.ALLOT), Map.of(), landscape.timeline::pass);
    int ring = allotted.map(Execution::ring).orElse(0);
    if (ring > 0) {
      landscape.judge.proceeds(this);
    }
    if (!disturbed.isEmpty()) {
      landscape.judge.reached(papers.reachedLast());
    } else if (papers.object("stopped.json").isEmpty()) {
      landscape.judge.reached(reached());
    }
    return ring;
  }

  private static int ring(Map<?, ?> answer) {
    return answer.get("ring") instanceof BigDecimal ring ? ring.intValueExact() : 0;
  }

  private boolean stopped() {
    boolean stopped = --stepsLeft < 0;
    if (stopped) {
      landscape.tally.count(Event.EXECUTION_KILLED);
      landscape.tell(() -> name + " is stopped");
    }
    return stopped;
  }

  private Step step(Step.Mode mode) {
    return new Step(mode, name, Optional.empty());
  }

  /** A step for each account of a list, at the same time. */
  private void map(Step.Mode mode, String list, int ring) {
    Turns turns = new Turns(landscape.timeline);
    for (Map<?, ?> account : papers.list(list)) {
      AccountId id = new AccountId(JsonTree.text(account, "id"));
      Step step = new Step(mode, name, Optional.of(id));
      Map<String, Object> members = Map.of("account", account);
      turns.add(
          Invocation.start(landscape),
          pace -> {
            if (mode == Step.Mode.ACT) {
              landscape.judge.acts(this, step, ring);
            }
            Optional<Map<?, ?>> _ = invoked(step, members, pace);
            if (mode == Step.Mode.ACT) {
              fared(id).acted = true;
            }
          });
    }
    turns.play();
    landscape.raise();
  }

  /** The answer of a step, or nothing where it failed. */
  private Optional<Map<?, ?>> invoked(Step step, Map<String, Object> members, Pace pace) {
    Map<String, Object> event = step.event();
    event.putAll(members);
    String text = JsonTree.write(event);
    Optional<Map<?, ?>> answer = once(step, text, pace);
    // The engine has lost an answer, or a person has begun the step again.
    if (answer.isPresent() && landscape.dice.chance(badness / 4)) {
      landscape.tally.count(Event.STEP_REPEATED);
      landscape.tell(() -> step + " is repeated");
      answer = once(step, text, pace);
    }
    return answer;
  }

  private Optional<Map<?, ?>> once(Step step, String event, Pace pace) {
    boolean acting = step.mode() == Step.Mode.ACT;
    boolean kill = killed.filter(step.mode()::equals).isPresent();
    Weather hub =
        kill
            ? Trouble.once(killedAt, Fate.CUT_BEFORE)
            : landscape.dice.chance(badness)
                ? Trouble.once(landscape.dice.between(1, 12), landscape.dice.one(Fate.BAD))
                : _ -> Fate.FINE;
    Weather own =
        step.account()
            .map(id -> landscape.member(id).trouble(acting).weather(landscape.dice.split()))
            .orElse(_ -> Fate.FINE);
    Invocation invocation = new Invocation(landscape, step, hub, own, pace);
    landscape.tell(() -> step + " begins" + step.account().map(landscape::member));
    try {
      String answer = invocation.run(event);
      landscape.tell(() -> step + ": " + answer);
      return Optional.of(JsonTree.object(answer));
    } catch (NotBegun | CannotBegin | PortFailure refusal) {
      landscape.tally.count(Event.STEP_REFUSED);
      landscape.tell(() -> step + " fails: " + refusal.getMessage());
      return Optional.empty();
    } catch (Cut | CompletionException end) {
      landscape.raise();
      if (!invocation.wasCut() && !(end.getCause() instanceof PortFailure)) {
        throw end;
      }
      if (kill) {
        killed = Optional.empty();
      }
      landscape.tally.count(Event.STEP_KILLED);
      landscape.tell(() -> step + " is killed");
      return Optional.empty();
    } finally {
      ended(step, invocation);
    }
  }

  private void ended(Step step, Invocation invocation) {
    actions += invocation.actedOn().size();
    boolean faults = invocation.faults() > 0;
    if (step.account().isPresent()) {
      Fared one = fared(step.account().get());
      one.faults |= faults;
      one.changed.addAll(invocation.actedOn());
    } else {
      if (faults) {
        disturbed.add(step.mode());
      }
    }
    landscape.judge.acted(this, step);
  }

  @Override
  public String toString() {
    return name;
  }
}
