package dev.keyturn.proof.organization;

import dev.keyturn.proof.simulation.Call;
import dev.keyturn.proof.simulation.Dice;
import dev.keyturn.proof.simulation.Fate;
import dev.keyturn.proof.simulation.Weather;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What goes wrong in one account, for a day or some. */
enum Trouble {
  NONE,
  /** The member role cannot be assumed. */
  ROLE_DENIED,
  /** The hub may not read the account's tags. */
  TAGS_DENIED,
  /** A policy of the organization denies one kind of call. */
  CALL_DENIED,
  /** IAM throttles all calls. */
  THROTTLED,
  /** The credential report is never ready. */
  NO_REPORT,
  /** The process is killed at one of its calls. */
  KILLED,
  /** The process is killed after an effect that it does not hear of, or hears late. */
  CALLS_FAIL,
  /** AWS hands out a session of another account. */
  WRONG_SESSION,
  /** The time of the invocation is soon over. */
  NO_TIME;

  private static final Set<Call> IAM =
      EnumSet.of(
          Call.LIST_USERS,
          Call.LIST_NAMES,
          Call.READ_TAGS,
          Call.LIST_KEYS,
          Call.READ_LAST_USE,
          Call.TAG,
          Call.UNTAG,
          Call.CREATE_KEY,
          Call.DEACTIVATE_KEY,
          Call.DELETE_KEY,
          Call.REQUEST_REPORT,
          Call.READ_REPORT);

  /** Some of IAM's calls that a policy denies. */
  private static final List<Call> DENIABLE =
      List.of(Call.LIST_USERS, Call.LIST_KEYS, Call.TAG, Call.CREATE_KEY, Call.READ_REPORT);

  private static final List<Fate> CUTS =
      List.of(Fate.CUT_BEFORE, Fate.CUT_IN_FLIGHT, Fate.CUT_AFTER);

  /** The faults of a process in this account. */
  Weather weather(Dice dice) {
    return switch (this) {
      case CALL_DENIED -> lasting(EnumSet.of(dice.one(DENIABLE)), Fate.DENIED);
      case THROTTLED -> lasting(IAM, Fate.THROTTLED);
      case KILLED -> once(dice.between(1, 30), dice.one(CUTS));
      case CALLS_FAIL ->
          dice.chance(0.5) ? bad(dice, 0.1) : once(dice.between(1, 30), dice.one(Fate.BAD));
      case NONE, ROLE_DENIED, TAGS_DENIED, NO_REPORT, WRONG_SESSION, NO_TIME -> _ -> Fate.FINE;
    };
  }

  /** Whether what is wrong shows in every account in which it is, whatever is due there. */
  boolean alwaysShows() {
    return this == ROLE_DENIED || this == TAGS_DENIED || this == WRONG_SESSION;
  }

  /** Each of these calls has this fate. */
  private static Weather lasting(Set<Call> calls, Fate fate) {
    return call -> calls.contains(call) ? fate : Fate.FINE;
  }

  /** Only the attempt with this number, from 1, has a fate. */
  static Weather once(int number, Fate fate) {
    int[] attempts = new int[1];
    return _ -> ++attempts[0] == number ? fate : Fate.FINE;
  }

  /** Each attempt fails with this probability. */
  private static Weather bad(Dice dice, double probability) {
    return _ -> dice.chance(probability) ? dice.one(Fate.BAD) : Fate.FINE;
  }
}
