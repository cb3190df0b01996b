package dev.keyturn.proof.simulation;

import dev.keyturn.sandbox.account.AccessKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A day without faults and acts: each user reaches the state in the table, except those that a run
 * may leave for the next.
 */
final class CalmDay {
  private final Judge judge;
  private final Table table;
  private final List<Outlook> outlooks;

  /** Its morning. */
  CalmDay(Judge judge) {
    this.judge = judge;
    this.table = new Table(judge);
    this.outlooks = judge.users.values().stream().map(user -> outlook(table, user)).toList();
  }

  /** A user's state before and after the day. */
  private record Outlook(UserStory user, Set<String> keys, String before, String due) {
    /** Whether a run may leave the user for the next run. */
    boolean counts() {
      return !due.equals(before) && Table.counts(due);
    }
  }

  private static Outlook outlook(Table table, UserStory user) {
    user.mails.clear();
    Set<String> ids = user.keys.stream().map(AccessKey::id).collect(Collectors.toSet());
    return new Outlook(user, ids, table.standing(user, ids), table.due(user));
  }

  /** The number of users whom a limit of actions concerns. */
  long counted() {
    return outlooks.stream().filter(Outlook::counts).count();
  }

  /**
   * Its evening.
   *
   * @param most the number of users that may have been left
   * @return how many of them were not
   */
  long ended(long most) {
    long left = most;
    for (Outlook outlook : outlooks) {
      String stands = table.standing(outlook.user(), outlook.keys());
      if (left > 0 && outlook.counts() && stands.equals(outlook.before())) {
        judge.tally.count(Life.Event.LEFT_FOR_THE_NEXT_RUN);
        left--;
      } else {
        judge.demand(
            stands.equals(outlook.due()),
            () ->
                "%s should be%n  %s%nbut is%n  %s"
                    .formatted(outlook.user().name, outlook.due(), stands));
      }
    }
    return left;
  }

  /** No rotation is half done, no key is an orphan, and every owner was notified. */
  static void settled(Judge judge) {
    Table table = new Table(judge);
    for (UserStory user : judge.users.values()) {
      boolean held = table.held(user);
      for (KeyStory key : judge.keysOf(user)) {
        boolean handedOver = key.stored && !key.announced.equals(KeyStory.NEVER);
        judge.demand(
            !key.ours || handedOver || held,
            Excuse.FORSAKEN,
            key.forsaken,
            () -> "%s of %s was never handed over".formatted(key, user.name));
      }
      switch (user.record.phase()) {
        case ROTATING, STORED, DEACTIVATING, DELETING ->
            judge.demand(held, () -> "%s is still %s".formatted(user.name, user.record));
        case NONE, UNREADABLE, ROTATED, DEACTIVATED -> {}
      }
    }
  }
}
