package dev.keyturn.plan;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.None;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.ExposedKeys;
import dev.keyturn.policy.NoticePeriod;
import dev.keyturn.policy.Planner;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Question;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Reminders;
import dev.keyturn.policy.UnusedKeys;
import dev.keyturn.port.Allowance;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The plan of a future day: plans each day until then and assumes that a daily run performs each
 * decision. It assumes that owners only fetch and use their new keys.
 */
public final class Forecast {
  private static final String UNKNOWN = "N/A";

  private Forecast() {}

  /**
   * The plan of a day.
   *
   * @param day from the plan's own to the last that it was {@linkplain Plan#until made for}
   */
  public static Plan of(Plan plan, LocalDate day) {
    if (day.isBefore(plan.today())) {
      throw new IllegalArgumentException(day + " is before " + plan.today());
    }
    if (day.isAfter(plan.until())) {
      throw new IllegalArgumentException(day + " is after " + plan.until());
    }
    Plan last = plan;
    while (last.today().isBefore(day)) {
      last = next(last);
    }
    return last;
  }

  /**
   * Passes on the plan of every day from the plan's own to the last that it was {@linkplain
   * Plan#until made for}, in order, each worked out from the one before.
   */
  public static void each(Plan plan, Consumer<Plan> sink) {
    Plan last = plan;
    sink.accept(last);
    while (last.today().isBefore(plan.until())) {
      last = next(last);
      sink.accept(last);
    }
  }

  /** The day after. */
  private static Plan next(Plan plan) {
    Plan.Basis basis = plan.basis();
    Plan.Rules rules = basis.rules();
    LocalDate day = plan.today().plusDays(1);
    Reminders remembered = rules.reminders().and(warned(plan), plan.today());
    Plan.Rules then =
        new Plan.Rules(
            rules.policy(),
            rules.setup(),
            rules.limit(),
            remembered,
            new Allowance.Unknown("of a day to come"),
            rules.newKeys(),
            rules.actionDays());
    List<UserDecision> decisions = new ArrayList<>();
    List<Plan.NotLooked> notLooked = new ArrayList<>();
    for (Plan.Entry entry : plan.entries()) {
      switch (entry) {
        case Plan.Unread _ -> {}
        case Plan.NotLooked user -> notLooked.add(user);
        case Plan.Deferred user -> decisions.add(decide(user.facts(), then, day));
        case Plan.Decided user ->
            decisions.add(
                decide(
                    after(
                        new UserDecision(user.facts(), user.decision()),
                        plan.today(),
                        rules.policy()),
                    then,
                    day));
      }
    }
    return Plan.of(
        new Plan.Basis(
            basis.runId(),
            basis.identity(),
            new Plan.Days(day, plan.until(), plan.began()),
            then,
            basis.inventoried()),
        decisions,
        plan.unread(),
        notLooked);
  }

  private static Map<UserName, Warn> warned(Plan plan) {
    Map<UserName, Warn> warned = new HashMap<>();
    for (UserDecision user : plan.decisions()) {
      if (user.decision() instanceof Warn warn) {
        warned.put(user.user(), warn);
      }
    }
    return warned;
  }

  /** Answers questions that only the day itself can answer: assumes that everything goes well. */
  private static UserDecision decide(Facts facts, Plan.Rules rules, LocalDate day) {
    Facts seen = ExposedKeys.ordered(facts, rules.policy(), day);
    Decision decision = Planner.decide(seen, rules.policy(), day);
    while (decision instanceof Look look) {
      seen = seen.with(answer(look, day));
      decision = Planner.decide(seen, rules.policy(), day);
    }
    return new UserDecision(seen, rules.reminders().on(decision, seen, day));
  }

  /**
   * The file exists and can be read, the old key is not in use any more, mails are delivered. A key
   * whose use is not known is not taken for unused.
   */
  private static Finding answer(Look look, LocalDate day) {
    return switch (look.question()) {
      case Question.OfOldKey(KeyId key) when look.reason() == Reason.Warn.UNUSED ->
          new Finding.OldKey(
              key, new LastUse.At(day.atStartOfDay(ZoneOffset.UTC).toInstant(), UNKNOWN, UNKNOWN));
      case Question.OfNewKey(KeyId key) ->
          new Finding.NewKey(key, new LastUse.Never(), StoredFile.CREDENTIALS);
      case Question.OfOldKey(KeyId key) -> new Finding.OldKey(key, new LastUse.Never());
      case Question.OfAddress(EmailAddress address) ->
          new Finding.Address(address, new Mailbox.Open());
      case Question.OfAccess _ -> new Finding.Access(new FileAccess.Granted());
    };
  }

  /** The facts after a decision was performed on a day. */
  static Facts after(UserDecision decided, LocalDate day, Policy policy) {
    Facts user =
        decided
            .facts()
            .noted(
                decided
                    .facts()
                    .evidence()
                    .notes()
                    .seen(decided.facts(), day)
                    .kept(decided.facts(), day));
    return switch (decided.decision()) {
      case Nothing _, Look _, Hold _ -> user;
      case Warn warn -> warned(user, warn, day, policy);
      case Clear clear -> cleared(user, clear, day);
      case RestartGrace restart ->
          with(user, user.keys(), new Rotated(day, restart.oldKey()))
              .noted(user.evidence().notes().reactivated(user.user(), restart.oldKey()));
      case Delete delete -> with(user, user.keysBut(delete.record().oldKey()), new None());
      case Deactivate deactivate ->
          with(
                  user,
                  switchedOff(user.keys(), deactivate.oldKey()),
                  new Deactivated(day, deactivate.oldKey()))
              .noted(
                  (deactivate.reason() == Reason.Deactivate.STILL_UNUSED
                          ? user.evidence().notes().retired(deactivate.oldKey(), true)
                          : user.evidence().notes())
                      .deactivated(user.user(), deactivate.oldKey(), day));
      // The run that replaces a compromised key deactivates it, too.
      case Rotate rotate when user.evidence().notes().isCompromised(rotate.oldKey()) ->
          shutOut(
              with(
                  user,
                  switchedOff(rotated(user, rotate.stage(), day), rotate.oldKey()),
                  new Deactivated(day, rotate.oldKey())),
              rotate.oldKey(),
              day);
      case Rotate rotate ->
          with(user, rotated(user, rotate.stage(), day), new Dated(day, rotate.oldKey()))
              .noted(announced(user.evidence().notes(), rotate.stage(), day));
    };
  }

  private static Notes announced(Notes notes, Stage stage, LocalDate day) {
    return switch (stage) {
      case Stage.Announce announce -> notes.mailed(announce.newKey(), day);
      case Stage.Notify notify -> notes.mailed(notify.newKey(), day);
      case Stage.Begin _, Stage.Make _, Stage.Replace _ -> notes;
    };
  }

  /** An administrator hands the new key over, by which it is known as a successor. */
  private static Facts shutOut(Facts user, KeyId oldKey, LocalDate day) {
    Notes notes = user.evidence().notes().deactivated(user.user(), oldKey, day);
    for (AccessKey made : user.keysBut(oldKey)) {
      if (notes.file(made.id()).isEmpty()) {
        Fingerprint unknown = new Fingerprint(0, Optional.empty());
        notes =
            notes.stored(
                made.id(),
                new Notes.File(user.user(), day, unknown, 1, true, Delivery.ADMINISTRATOR));
      }
    }
    return user.noted(notes);
  }

  private static Facts cleared(Facts user, Clear clear, LocalDate day) {
    Facts after = with(user, user.keys(), new None());
    return clear.reason() == Reason.Clear.KEPT_BY_OWNER && user.record() instanceof UnderWay record
        ? after.noted(user.evidence().notes().kept(record.oldKey(), day))
        : after;
  }

  private static Facts warned(Facts user, Warn warn, LocalDate day, Policy policy) {
    if (warn.reason() == Reason.Warn.UNUSED && user.owner() instanceof Owner.At at) {
      AccessKey key = warn.keys().getFirst();
      return user.noted(
          user.evidence()
              .notes()
              .unused(
                  user.user(),
                  key.id(),
                  at.address(),
                  UnusedKeys.warnedOn(user, key, policy, day)));
    }
    return policy.noticeDays() > 0
            && NoticePeriod.announces(warn)
            && user.owner() instanceof Owner.At at
        ? user.noted(
            user.evidence()
                .notes()
                .warned(user.user(), warn.keys().getFirst().id(), at.address(), day))
        : user;
  }

  private static Facts with(Facts user, List<AccessKey> keys, RotationRecord record) {
    return user.with(keys, record);
  }

  private static List<AccessKey> switchedOff(List<AccessKey> keys, KeyId off) {
    return keys.stream()
        .map(
            key ->
                key.id().equals(off) ? new AccessKey(off, KeyStatus.INACTIVE, key.created()) : key)
        .toList();
  }

  private static List<AccessKey> rotated(Facts user, Stage stage, LocalDate day) {
    return switch (stage) {
      case Stage.Announce _, Stage.Notify _ -> user.keys();
      case Stage.Begin _, Stage.Make _ -> plus(user.keys(), day);
      case Stage.Replace replace -> plus(user.keysBut(replace.orphan()), day);
    };
  }

  private static List<AccessKey> plus(List<AccessKey> keys, LocalDate day) {
    return Stream.concat(keys.stream(), Stream.of(keyOf(day))).toList();
  }

  /** A key that does not exist yet; its id has the day of its creation. */
  private static AccessKey keyOf(LocalDate day) {
    return new AccessKey(
        new KeyId("NEW_KEY_OF_" + day.toString().replace('-', '_')),
        KeyStatus.ACTIVE,
        day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
