package dev.keyturn.run;

import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.EmailAddress;
import dev.keyturn.policy.Evidence.Finding;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.KeyStatus;
import dev.keyturn.policy.LastUse;
import dev.keyturn.policy.Mailbox;
import dev.keyturn.policy.Planner;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Question;
import dev.keyturn.policy.RotationRecord;
import dev.keyturn.policy.RotationRecord.Dated;
import dev.keyturn.policy.RotationRecord.Deactivated;
import dev.keyturn.policy.RotationRecord.None;
import dev.keyturn.policy.RotationRecord.Rotated;
import dev.keyturn.policy.StoredFile;
import dev.keyturn.policy.UserName;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The plan of a day to come: the planner is asked for each day until then, and what it decides is
 * taken to happen, as a daily schedule would make it. Owners are taken to do nothing but fetch and
 * use their new keys.
 */
public final class Forecast {
  private Forecast() {}

  /**
   * The plan of a day.
   *
   * @param limit as on each of the days
   * @param day not before the plan's own
   */
  public static Plan of(Plan plan, Policy policy, ActionLimit limit, LocalDate day) {
    if (day.isBefore(plan.today())) {
      throw new IllegalArgumentException(day + " is before " + plan.today());
    }
    List<Plan.Entry> entries = plan.entries();
    for (LocalDate on = plan.today(); on.isBefore(day); on = on.plusDays(1)) {
      entries = next(entries, Quota.left(entries, limit), policy, on);
    }
    return new Plan(plan.runId(), plan.identity(), day, plan.began(), plan.users(), entries);
  }

  /** The day after. */
  private static List<Plan.Entry> next(
      List<Plan.Entry> entries, Set<UserName> left, Policy policy, LocalDate on) {
    return entries.stream()
        .<Plan.Entry>map(
            entry ->
                switch (entry) {
                  case Plan.Unread unread -> unread;
                  case Plan.Decided decided ->
                      decide(
                          left.contains(decided.user())
                              ? decided.facts()
                              : after(decided, on, policy),
                          policy,
                          on.plusDays(1));
                })
        .toList();
  }

  /** Where evidence is asked for that only the day itself can give, all is taken to go well. */
  private static Plan.Decided decide(Facts facts, Policy policy, LocalDate day) {
    Facts seen = facts;
    Decision decision = Planner.decide(seen, policy, day);
    while (decision instanceof Look look) {
      seen = seen.with(answer(look.question()));
      decision = Planner.decide(seen, policy, day);
    }
    return new Plan.Decided(seen, decision);
  }

  /** The file is there, the old key is not in use any more, mails are read. */
  private static Finding answer(Question question) {
    return switch (question) {
      case Question.OfNewKey(KeyId key) ->
          new Finding.NewKey(key, new LastUse.Never(), StoredFile.CREDENTIALS);
      case Question.OfOldKey(KeyId key) -> new Finding.OldKey(key, new LastUse.Never());
      case Question.OfAddress(EmailAddress address) ->
          new Finding.Address(address, new Mailbox.Open());
    };
  }

  /** The facts once a decision was carried out on a day. */
  static Facts after(Plan.Decided decided, LocalDate day, Policy policy) {
    Facts user = decided.facts();
    return switch (decided.decision()) {
      case Nothing _, Look _, Warn _, Hold _ -> user;
      case Clear _ -> with(user, user.keys(), new None());
      case GraceAnew anew -> with(user, user.keys(), new Rotated(day, anew.oldKey()));
      case Delete delete -> with(user, user.keysBut(delete.record().oldKey()), new None());
      case Deactivate deactivate ->
          with(
              user,
              switchedOff(user.keys(), deactivate.oldKey()),
              new Deactivated(day, deactivate.oldKey()));
      case Rotate rotate ->
          with(user, rotated(user, rotate.stage(), day), new Dated(day, rotate.oldKey()));
    };
  }

  private static Facts with(Facts user, List<AccessKey> keys, RotationRecord record) {
    return new Facts(
        user.user(),
        user.owner(),
        keys,
        record,
        user.roomForRecord(),
        user.exemption(),
        user.evidence());
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
      case Stage.Announce _, Stage.Tell _ -> user.keys();
      case Stage.Begin _, Stage.Make _ -> plus(user.keys(), day);
      case Stage.Replace replace -> plus(user.keysBut(replace.orphan()), day);
    };
  }

  private static List<AccessKey> plus(List<AccessKey> keys, LocalDate day) {
    return Stream.concat(keys.stream(), Stream.of(keyOf(day))).toList();
  }

  /** A key that does not exist yet; its id says on which day it will be made. */
  private static AccessKey keyOf(LocalDate day) {
    return new AccessKey(
        new KeyId("NEW_KEY_OF_" + day.toString().replace('-', '_')),
        KeyStatus.ACTIVE,
        day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
