package dev.keyturn.apply;

import dev.keyturn.event.Event;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.event.RunContext;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.inventory.FactsReader;
import dev.keyturn.plan.Decider;
import dev.keyturn.plan.Deferral;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.UserDecision;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.NoticePeriod;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.PortFailure;
import dev.keyturn.state.ReminderStore;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Processes one due user: fresh facts, a second decision, then the effects. */
public final class UserApplier {
  /** How long to leave another run, if there is one, time to continue. */
  private static final Duration ANOTHER_RUN_PAUSE = Duration.ofSeconds(3);

  /** How often to look for what this run has just written. */
  private static final int READS_OF_OWN_WRITES = 5;

  /**
   * The maximum age of the tags for a warning about an only key without a rotation: the maximum
   * duration of a function (Lambda developer guide, "Quotas").
   */
  private static final Duration TAGS_OF_A_WARNING = Duration.ofMinutes(15);

  private final RunContext context;
  private final FactsReader reader;
  private final Decider decider;
  private final AuditedEffects steps;
  private final ReminderStore reminders;
  private final Plan plan;

  /** Works for one run, by its plan. */
  public UserApplier(
      RunContext context,
      Decider decider,
      AuditedEffects steps,
      ReminderStore reminders,
      Plan plan) {
    this.context = context;
    this.reader = decider.reader();
    this.decider = decider;
    this.steps = steps;
    this.reminders = reminders;
    this.plan = plan;
  }

  /**
   * Performs the planned decision, or returns why not. A failed call is a failure of this user
   * only.
   */
  public Row work(Plan.Due user) {
    Facts planned = user.facts();
    Due due = user.decision();
    if (!user.touches()) {
      return user.row(new Outcome.Done());
    }
    try {
      begin(planned, due);
      return rereadAndApply(planned, due);
    } catch (PortFailure failure) {
      return failure.kind() == PortFailure.Kind.NOT_FOUND
          ? changed(planned, due, failure.message())
          : row(
              planned,
              due,
              new Outcome.Failed(failure.message(), steps.made(planned.user()), failure.mail()));
    }
  }

  /** Persists an audit entry before changing a user's keys. */
  private void begin(Facts planned, Due due) {
    switch (due) {
      case Rotate rotate -> {
        begin(planned, rotate.oldKey(), due, due.verb().word());
        if (rotate.stage() instanceof Stage.Replace replace) {
          begin(planned, replace.orphan(), due, "replace new key");
        }
      }
      case Deactivate deactivate -> begin(planned, deactivate.oldKey(), due, due.verb().word());
      case Delete delete -> begin(planned, delete.record().oldKey(), due, due.verb().word());
      case Warn _, RestartGrace _, Clear _, Hold _ -> {}
    }
  }

  private void begin(Facts planned, KeyId key, Due due, String what) {
    steps.because(due.reason().name()).begin(planned.user(), key, what);
  }

  private Row rereadAndApply(Facts planned, Due due) {
    Instant readAt = steps.tick();
    Facts before =
        due.reason() == Reason.Warn.WARNING && steps.within(TAGS_OF_A_WARNING, plan.began())
            ? reader.rereadKeys(planned)
            : reader.reread(planned);
    if (!before.keys().equals(planned.keys())) {
      plan.basis().inventoried().cache().forget(planned.user());
    }
    UserDecision fresh = decider.decide(before, plan.today());
    return (fresh.decision() instanceof Due now && agree(now, due))
        ? inTime(fresh.facts(), now, readAt, seen(planned, fresh.facts()))
        : changed(fresh.facts(), due, nowIs(fresh.decision()));
  }

  /** Performs the decision at once, or when reads have settled. */
  private Row inTime(Facts user, Due due, Instant readAt, Duration seen) {
    Instant now = steps.now();
    Duration rest = ConsistencyDelay.rest(user, due, now.minus(seen), now);
    return rest.isZero() ? carryOut(user, due, readAt) : settled(user, due, rest);
  }

  /** How long ago this run first read the record of a user. */
  private Duration seen(Facts planned, Facts fresh) {
    return fresh.record().equals(planned.record())
        ? Duration.between(plan.began(), steps.tick())
        : Duration.ZERO;
  }

  /** Whether a user has to wait until reads have settled, at an instant of this machine's clock. */
  public static boolean waits(Plan.Due user, Instant now) {
    return !ConsistencyDelay.rest(user.facts(), user.decision(), now, now).isZero();
  }

  /** The details of a hold may differ: a key may be in use all the time. */
  private static boolean agree(Due now, Due planned) {
    return (now instanceof Hold hold && planned instanceof Hold before)
        ? hold.reason() == before.reason()
        : now.equals(planned);
  }

  /**
   * Waits until reads have settled and continues if the decision is still the planned one; the same
   * rotation may be at another stage.
   */
  private Row settled(Facts user, Due due, Duration rest) {
    context.events().on(new Event.Settling(user.user(), rest));
    steps.pause(rest);
    Instant readAt = steps.tick();
    UserDecision fresh = decider.decide(reader.reread(user), plan.today());
    return fresh.decision() instanceof Due now
            && now.verb() == due.verb()
            && fresh.facts().record().equals(user.record())
        ? carryOut(fresh.facts(), now, readAt)
        : changed(fresh.facts(), due, nowIs(fresh.decision()));
  }

  /** Performs a decision; a rotation may be at an earlier stage than planned. */
  private Row carryOut(Facts user, Due due, Instant readAt) {
    if (plan.basis().rules().newKeys().on(due) instanceof Hold hold && !(due instanceof Hold)) {
      return row(user, hold, new Outcome.Done());
    }
    LocalDate day = steps.today();
    Optional<Deferral> waits = steps.actionDays().waits(due, day);
    if (waits.isPresent()) {
      return row(user, due, waits.get().outcome());
    }
    AuditedEffects mine = steps.because(due.reason().name());
    Resumed.note(mine, user, due);
    switch (due) {
      case Warn warn -> {
        if (!NoticePeriod.announces(warn) && reader.justHandedOver(user, steps.now())) {
          return changed(user, due, "another run made the newest of these keys a moment ago");
        }
        new Warnings(mine).warn(user, warn);
        reminders.sent(user.user(), warn);
      }
      case Hold hold -> new Warnings(mine).notifyOfHold(user, hold);
      case Clear clear -> {
        if (clear.reason() == Reason.Clear.KEPT_BY_OWNER
            && user.record() instanceof UnderWay record) {
          mine.kept(record.oldKey());
        }
        mine.forget(user.user());
      }
      case RestartGrace graceRestart -> new Deactivation(mine).restartGrace(user, graceRestart);
      case Deactivate deactivate -> new Deactivation(mine).carryOut(user, deactivate, readAt);
      case Delete delete -> new Deletion(mine).carryOut(user, delete, readAt);
      case Rotate rotate -> {
        persistOrder(user, rotate.oldKey());
        return switch (new Rotation(context.ports(), mine, new RetryPolicy(context.environment()))
            .carryOut(user, rotate, readAt)) {
          case Rotation.Result.HandedOver handedOver -> handedOver(user, rotate, handedOver);
          case Rotation.Result.NoRoom _ -> noRoom(user, due);
          case Rotation.Result.Conflict conflict -> changed(user, due, conflict.why());
        };
      }
    }
    return row(user, due, new Outcome.Done());
  }

  /** An order by {@code ON_EXPOSED} outlives this run, and the removal of AWS's policy. */
  private void persistOrder(Facts user, KeyId oldKey) {
    if (steps.order(oldKey).isEmpty()) {
      user.evidence().notes().order(oldKey).ifPresent(order -> steps.order(oldKey, order));
    }
  }

  /** The old key of an order that says so is deactivated in the same run, on facts of its own. */
  private Row handedOver(Facts user, Rotate due, Rotation.Result.HandedOver done) {
    if (steps.order(due.oldKey()).filter(Notes.Order::compromised).isEmpty()) {
      return row(user, due, new Outcome.Rotated(done.newKey()));
    }
    for (int attempt = 1; attempt <= READS_OF_OWN_WRITES; attempt++) {
      Instant readAt = steps.tick();
      UserDecision fresh = decider.decide(reader.reread(user), plan.today());
      if (fresh.decision() instanceof Deactivate off
          && off.reason() == Reason.Deactivate.SHUT_OUT) {
        AuditedEffects mine = steps.because(off.reason().name());
        mine.begin(user.user(), off.oldKey(), off.verb().word());
        new Deactivation(mine).carryOut(fresh.facts(), off, readAt);
        return row(user, due, new Outcome.Rotated(done.newKey(), true));
      }
      steps.pause(ANOTHER_RUN_PAUSE);
    }
    return row(
        user,
        due,
        new Outcome.Failed(
            "the new key is announced, and the old one still works: reads of IAM do not show the"
                + " new key and the record yet. The next run, or this command again, deactivates"
                + " it.",
            Optional.of(done.newKey()),
            false));
  }

  /**
   * A second key appeared before this run created one: another run is or was active, and this run
   * has overwritten its record. If that run has stored its file and stops there, this run completes
   * its rotation.
   */
  private Row noRoom(Facts user, Due due) {
    steps.pause(ANOTHER_RUN_PAUSE);
    Instant readAt = steps.tick();
    UserDecision fresh = decider.decide(reader.reread(user), plan.today());
    return fresh.decision() instanceof Rotate rotate && rotate.stage() instanceof Stage.Announce
        ? carryOut(fresh.facts(), rotate, readAt)
        : changed(fresh.facts(), due, "a second key appeared; " + nowIs(fresh.decision()));
  }

  private static Row changed(Facts user, Due planned, String why) {
    String detail =
        "planned was %s (%s): %s".formatted(planned.verb().word(), planned.reason(), why);
    return row(user, new Hold(Reason.Hold.CHANGED_MEANWHILE, detail), new Outcome.Done());
  }

  private static String nowIs(Decision decision) {
    return switch (decision) {
      case Due due -> "now it would be %s (%s)".formatted(due.verb().word(), due.reason());
      case Decision.Nothing nothing -> "now there is nothing to do: " + nothing.reason().meaning();
      case Decision.Look _ -> "now the decision is unknown";
    };
  }

  private static Row row(Facts user, Due decision, Outcome outcome) {
    return new Row(user.user(), user.owner(), user.keys(), decision, outcome);
  }
}
