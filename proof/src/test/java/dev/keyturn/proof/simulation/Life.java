package dev.keyturn.proof.simulation;

import dev.keyturn.event.Report;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Policy;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Scope;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.trouble.Lag;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** One seed: two years of a company with faults, then some time without them. */
final class Life {
  static final int DAYS = 730;

  /** The number of days with faults for only one of two copies of a company. */
  private static final int FAULTS_ALONE = 12;

  /** The longest exemption, and the longest wait for a limit of actions. */
  private static final int LONGEST_REST = 30;

  /** The days by which days without action can delay what is due. */
  private static final int LONGEST_CALM = 90;

  static final Instant START = Instant.parse("2026-11-22T10:15:30Z");

  /** Steps whose denial restores the previous record. */
  private static final Set<Call> UNDONE =
      EnumSet.of(Call.CREATE_KEY, Call.STORE_FILE, Call.DEACTIVATE_KEY, Call.DELETE_KEY);

  /** The calls one of which may fail for days; a run reads policies for a single user only. */
  private static final List<Call> FAILING_FOR_DAYS =
      Stream.of(Call.values()).filter(call -> call != Call.READ_POLICIES).toList();

  /** The object with the reminders. */
  static final String REMINDERS = "state/reminders.txt";

  private static final Duration MOST_LAG = Duration.ofSeconds(280);

  private final Dice dice;
  private final Tally tally = new Tally();
  private final Scene scene;
  private final Timeline timeline = new Timeline(START);
  private final Judge judge;
  private final Owners owners;
  private final Adversary adversary;
  private final Exposures exposures;
  private final Orders orders;
  private final Dice outages;

  /** The probability that SES begins to fail on a day, and the remaining days of the outage. */
  private final double mailTrouble;

  private int mailsDown;

  /** The probability of faults in the calls of a day. */
  private final double badness;

  /** The schedule's time of day; some installations run just before midnight. */
  private final Duration hour;

  /** The longest lag of reads. */
  private final Duration mostLag;

  /** Whether runs follow each other only when reads are consistent. */
  private final boolean apart;

  /** Whether owners have stopped acting. */
  private boolean silent;

  private int machines;
  private int away;
  private int lastingDays;
  private Weather lasting = Weather.fine();

  Life(long seed, Story story) {
    this.dice = Dice.of(seed);
    Company company = new Company(dice.split(), Dice.of(~seed), Dice.of(seed * 31 + 17));
    Settings settings = company.settings();
    Account account = new Account("123456789012", timeline, dice.split().random());
    Dice hostile = Dice.of(seed * 31 + 7);
    this.judge = new Judge(settings, timeline, account, tally);
    Surroundings around = new Surroundings(Power.draw(hostile.split()), account);
    judge.powers = around.powers;
    this.scene =
        new Scene(
            settings,
            dice.chance(0.5),
            timeline,
            account,
            dice.split(),
            judge,
            tally,
            story,
            around);
    company.furnish(account, settings, START);
    judge.afterOwner();
    this.owners = new Owners(scene);
    this.adversary = new Adversary(scene, hostile.split(), around.powers);
    this.orders = new Orders(scene, Dice.of(seed * 31 + 13));
    this.exposures = new Exposures(scene, Dice.of(seed * 31 + 11));
    around.between = adversary::after;
    this.outages = hostile.split();
    around.asleep = this::whileItSleeps;
    this.mailTrouble = outages.one(List.of(0.0, 0.0, 0.004, 0.02));
    this.badness = dice.one(List.of(0.0, 0.05, 0.2, 0.6));
    this.hour =
        dice.chance(0.2)
            ? Duration.ofHours(24).minusSeconds(dice.between(1, 30))
            : Duration.ofMinutes(dice.between(0, 23 * 60));
    this.mostLag =
        dice.one(
            List.of(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(4),
                Duration.ofSeconds(28),
                MOST_LAG));
    this.apart = mostLag.isPositive() && !Boolean.getBoolean("keyturn.both");
    scene.tell(() -> "settings " + settings);
  }

  /** Runs it to its end, and returns the counts of what occurred. */
  Tally live() {
    storm();
    Policy policy = scene.settings().policy();
    calm(
        Math.min(
            80, 2 * policy.deactivateDays() + policy.deletionDays() + 6 + policy.noticeDays()));
    return tally;
  }

  private void storm() {
    for (int day = 0; day < DAYS; day++) {
      owners.day();
      adversary.day();
      exposures.day();
      orders.day();
      mails();
      stormyDay();
    }
  }

  /**
   * Runs the same two years, after which owners stop acting; then some days with or without faults;
   * then long enough to retire every key that can be retired.
   *
   * @return the remaining earlier keys of each user with their states; nothing if a rotation was
   *     forgotten in a documented way
   */
  Optional<String> lastStanding(boolean disturbed) {
    storm();
    TreeSet<String> before = new TreeSet<>();
    judge.users.values().forEach(user -> user.keys.forEach(key -> before.add(key.id())));
    long exceptedBefore = excepted();
    silent = true;
    becalm();
    if (disturbed) {
      for (int day = 0; day < FAULTS_ALONE; day++) {
        stormyDay();
      }
    }
    Policy policy = scene.settings().policy();
    calm(
        policy.overdueDays()
            + 2 * policy.deactivateDays()
            + policy.deletionDays()
            + 2 * FAULTS_ALONE
            + LONGEST_REST
            + Company.LONGEST_DELAY
            + policy.noticeDays()
            + (policy.unusedDays() == 0
                ? 0
                : 2 * (policy.unusedDays() + policy.deactivateDays() + policy.deletionDays())
                    + LONGEST_REST)
            + (scene.settings().options().noAction().entries().isEmpty() ? 0 : LONGEST_CALM));
    return excepted() == exceptedBefore && !scene.around().adversary()
        ? Optional.of(table().leftOf(before))
        : Optional.empty();
  }

  /** SES begins to fail for some days, or recovers. */
  private void mails() {
    MailOutage mails = scene.around().mails;
    if (mailsDown > 0) {
      mailsDown--;
      if (mailsDown == 0) {
        mails.end();
        scene.tell(() -> "SES works again");
      }
    } else if (outages.chance(mailTrouble)) {
      mailsDown = outages.between(1, 40);
      mails.begin(MailOutage.draw(outages), timeline.instant());
      tally.count(mails.kind());
      scene.tell(() -> "SES fails for %d days: %s".formatted(mailsDown, mails.kind()));
    }
  }

  /** Rotations that were forgotten, or begun for an owner who gets no mail. */
  private long excepted() {
    return tally.of(Excuse.FINISHED_ROTATION_FORGOTTEN) + tally.of(Excuse.ADDRESS_NOT_LOOKED_UP);
  }

  /** Ends faults and owners' acts. */
  private void calm(int days) {
    account().lag(Lag.NONE);
    becalm();
    nextDayAt(Duration.ofHours(10));
    loseReminders();
    for (int day = 0; day < days; day++) {
      calmDay();
      nextDayAt(Duration.ofHours(10));
    }
    judge.demand(calmRun(), () -> "runs fail though faults and attacks have ended long ago");
    settled();
  }

  /** Ends the adversary's acts and outages of SES. */
  private void becalm() {
    adversary.stop();
    exposures.end();
    orders.end();
    if (mailsDown > 0) {
      mailsDown = 0;
      scene.around().mails.end();
    }
  }

  /** Clears earlier reminders, so that the expected reminders are known exactly. */
  private void loseReminders() {
    account().buckets().delete(Scene.BUCKET, REMINDERS);
    judge.users.values().forEach(user -> user.warned = ReminderRules.Warning.NONE);
  }

  private Table table() {
    return new Table(judge);
  }

  private Account account() {
    return scene.account();
  }

  private void nextDayAt(Duration time) {
    Instant midnight = timeline.today().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    pass(Duration.between(timeline.instant(), midnight.plus(time)));
  }

  private void pass(Duration time) {
    timeline.pass(time);
    judge.raise();
  }

  private void stormyDay() {
    if (dice.chance(0.02)) {
      Duration lag = dice.chance(0.5) ? Duration.ZERO : mostLag;
      account().lag(new Lag(Duration.ZERO, lag));
      judge.lag = mostLag;
    }
    if (away > 0) {
      away--;
    } else if (dice.chance(0.01)) {
      tally.count(Event.RUNS_SKIPPED);
      away = dice.between(1, 12);
    } else {
      runs();
    }
    nextDayAt(hour);
  }

  private void runs() {
    boolean bad = dice.chance(badness);
    if (!silent && owners.haveWhims() && dice.chance(0.1)) {
      int surprises = dice.between(1, 4);
      for (int i = 0; i < surprises; i++) {
        timeline.after(Owners.soon(dice), owners::surprise);
      }
    }
    if (bad && !apart && dice.chance(0.25)) {
      overlap();
    } else {
      Duration gap = apart ? Duration.ofMinutes(6) : dice.skewed(90_000);
      for (int attempt = 0; attempt < 3; attempt++) {
        boolean well = solo(weather(bad));
        if (well || !dice.chance(0.6)) {
          break;
        }
        tally.count(Event.RETRIED_AT_ONCE);
        pass(gap);
      }
    }
    judge.raise();
  }

  /** Owners act while a machine sleeps. */
  private void whileItSleeps() {
    if (!silent && owners.haveWhims() && outages.chance(0.5)) {
      timeline.after(Owners.soon(outages), owners::surprise);
    }
  }

  private void overlap() {
    tally.count(Event.OVERLAPPED);
    Turns turns = new Turns(timeline);
    int runs = dice.between(2, 3);
    for (int i = 0; i < runs; i++) {
      Weather weather = withoutUndoing(weather(dice.chance(0.5)));
      Order order = order();
      turns.add(dice.skewed(120_000), pace -> run(machine(weather, pace), pace, order));
    }
    turns.play();
  }

  /**
   * Faults that can remove the record of a simultaneous run, and so are not simulated without a
   * lease (docs/simulation.md): a denial, which undoes the first step; a clearing that is sent
   * again because its reply was lost; and, in a bucket without leases, a record that is written
   * seconds after the decision.
   */
  private Weather withoutUndoing(Weather weather) {
    return call -> {
      Fate fate = weather.of(call);
      boolean undoes = fate == Fate.DENIED && UNDONE.contains(call);
      boolean again = fate != Fate.FINE && call == Call.UNTAG;
      boolean late = call == Call.TAG && !scene.leases() && Fate.DELAYING.contains(fate);
      return undoes || again || late ? Fate.REFUSED : fate;
    };
  }

  private boolean solo(Weather weather) {
    Pace pace = this::pass;
    return run(machine(weather, pace), pace, order());
  }

  private Machine machine(Weather weather, Pace pace) {
    Duration off = Duration.ofSeconds(dice.below(3));
    if (dice.chance(0.2)) {
      tally.count(Event.CLOCK_OFF_BY_HOURS);
      off = Duration.ofMinutes(dice.between(-2_000, 2_000));
    }
    return new Machine("run" + ++machines, scene, weather, pace, off);
  }

  private Weather weather(boolean bad) {
    if (lastingDays > 0) {
      lastingDays--;
      return lasting;
    }
    if (!bad) {
      return Weather.fine();
    }
    return switch (dice.below(8)) {
      case 0, 1 -> Weather.bad(dice.split(), dice.one(List.of(0.02, 0.1, 0.3)));
      case 2 -> {
        lastingDays = dice.below(10);
        lasting = Weather.lasting(dice.one(FAILING_FOR_DAYS), dice.one(Fate.LASTING));
        yield lasting;
      }
      case 3 -> Weather.lasting(Call.LIST_USERS, dice.one(List.of(Fate.DENIED, Fate.UNSUPPORTED)));
      default -> Weather.once(dice.between(1, 25), dice.one(Fate.BAD));
    };
  }

  /** A run's request: its users, the time between plan and apply, and its deadline. */
  private record Order(Scope scope, Duration consent, Deadline deadline) {}

  private Order order() {
    Scope scope = new Scope.Everyone();
    if (dice.chance(0.03) && !judge.users.isEmpty()) {
      tally.count(Event.NARROWED);
      scope = new Scope.Only(Set.of(new UserName(dice.one(List.copyOf(judge.users.keySet())))));
    }
    Duration consent = Duration.ZERO;
    if (dice.chance(0.05)) {
      tally.count(Event.CONSENT_AWAITED);
      consent = dice.skewed(Duration.ofHours(3).toMillis());
    }
    Deadline deadline = Deadline.none();
    if (dice.chance(0.02)) {
      tally.count(Event.TIME_RAN_OUT);
      Instant until = timeline.instant().plus(dice.skewed(60_000));
      deadline = () -> timeline.instant().isAfter(until);
    }
    return new Order(scope, consent, deadline);
  }

  /** Performs one run; returns whether it succeeded. */
  private boolean run(Machine machine, Pace pace, Order order) {
    Run run =
        new Run(
            scene.settings(), machine.ports(), machine.noticeWriter(), machine.runtime(), _ -> {});
    Told told = new Told(machine);
    try {
      Plan plan = run.plan(RunRequest.of(order.scope()).within(order.deadline()));
      told.planned(plan);
      machine.planning = false;
      if (order.consent().isPositive()) {
        pace.pass(order.consent());
      }
      Report report = run.apply(plan, order.deadline());
      judge.facts.ended(machine);
      told.reported(plan, report);
      return report.failed() == 0;
    } catch (CannotBegin no) {
      tally.count(Event.COULD_NOT_BEGIN);
      scene.tell(() -> machine.name + " could not begin: " + no.getMessage());
      return false;
    } catch (Cut | CompletionException | Violation end) {
      if (Cut.is(end)) {
        tally.count(Event.CUT);
        scene.tell(() -> machine.name + " was cut");
        return false;
      }
      if (judge.broken()) {
        return false;
      }
      throw end;
    }
  }

  private boolean calmRun() {
    Pace pace = this::pass;
    Machine machine = new Machine("calm" + ++machines, scene, Weather.fine(), pace, Duration.ZERO);
    boolean well =
        run(machine, pace, new Order(new Scope.Everyone(), Duration.ZERO, Deadline.none()));
    judge.raise();
    return well;
  }

  /**
   * A day without faults and acts: each user reaches the state in the table, except those that a
   * run may leave for the next.
   */
  private void calmDay() {
    if (scene.around().adversary()) {
      boolean _ = calmRun();
      return;
    }
    CalmDay day = new CalmDay(judge);
    judge.demand(calmRun(), () -> "a run failed though nothing went wrong");
    long _ = day.ended(day.counted() - most());
  }

  /** The maximum number of users on which a run may act. */
  private int most() {
    return switch (scene.settings().options().actionLimit()) {
      case ActionLimit.None _ -> Integer.MAX_VALUE;
      case ActionLimit.AtMost(int actions) -> actions;
      case ActionLimit.Allotted(int actions) -> actions;
    };
  }

  /** No rotation is half done, no key is an orphan, and every owner was notified. */
  private void settled() {
    if (scene.around().adversary()) {
      return;
    }
    CalmDay.settled(judge);
  }

  /** Other events. */
  enum Event {
    RUNS_SKIPPED,
    RETRIED_AT_ONCE,
    OVERLAPPED,
    CLOCK_OFF_BY_HOURS,
    NARROWED,
    CONSENT_AWAITED,
    TIME_RAN_OUT,
    COULD_NOT_BEGIN,
    LEFT_FOR_THE_NEXT_RUN,
    CUT
  }
}
