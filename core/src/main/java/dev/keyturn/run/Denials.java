package dev.keyturn.run;

import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.GoneFrom;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.OffFrom;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a run learns of its permissions as it goes, where they could not be known beforehand. Only
 * the effects matter that come when there is no way back: until one of them was seen to be allowed,
 * the users who need it go one by one, and once it was denied, no more of them are begun. So one
 * user at most is left half done for want of a permission. Safe for use by several threads.
 */
final class Denials {
  private final boolean known;
  private final Set<Effect> allowed = ConcurrentHashMap.newKeySet();
  private final Map<Effect, String> denied = new ConcurrentHashMap<>();
  private final Lock oneByOne = new ReentrantLock();

  /**
   * No effect was tried yet.
   *
   * @param known whether all permissions are known to be there: then a denial is one user's own
   */
  Denials(boolean known) {
    this.known = known;
  }

  /** Whether nothing was learned yet, so that it is for one user to find out. */
  boolean isOpen() {
    return !known && allowed.isEmpty() && denied.isEmpty();
  }

  void allowed(Effect effect) {
    allowed.add(effect);
  }

  void denied(Effect effect, String message) {
    denied.putIfAbsent(effect, message);
  }

  /**
   * Works on a user, or says why they are not to be begun.
   *
   * @param refused makes the result of the message of the denial
   */
  <T> T guard(Due due, Supplier<T> work, Function<String, T> refused) {
    Set<Effect> needs = noWayBack(due);
    if (known || allowed.containsAll(needs)) {
      return work.get();
    }
    oneByOne.lock();
    try {
      if (!allowed.containsAll(needs)) {
        Optional<String> no = denial(needs);
        return no.isPresent() ? refused.apply(no.get()) : work.get();
      }
    } finally {
      oneByOne.unlock();
    }
    return work.get();
  }

  /** What was allowed to anybody is not denied to all. */
  private Optional<String> denial(Set<Effect> needs) {
    return needs.stream()
        .filter(effect -> !allowed.contains(effect))
        .flatMap(effect -> Optional.ofNullable(denied.get(effect)).stream())
        .findFirst();
  }

  /**
   * The effects that come after one which cannot be taken back, and that no step before them shows
   * to be allowed. That a key cannot be made, stored, switched off or deleted is none of them: the
   * step before it is taken back then.
   */
  static Set<Effect> noWayBack(Due due) {
    return switch (due) {
      case Warn _, Clear _, Hold _ -> EnumSet.noneOf(Effect.class);
      case GraceAnew _ -> EnumSet.of(Effect.RECORD);
      case Rotate rotate ->
          switch (rotate.stage()) {
            case Stage.Begin _, Stage.Announce _ -> EnumSet.of(Effect.SEND_MAIL);
            case Stage.Make _, Stage.Replace _ -> EnumSet.of(Effect.SEND_MAIL, Effect.RECORD);
            case Stage.Tell _ -> EnumSet.of(Effect.RECORD);
          };
      case Deactivate deactivate ->
          switch (deactivate.from()) {
            case OffFrom.SWITCHING_OFF -> EnumSet.of(Effect.SEND_MAIL);
            case OffFrom.TELLING -> EnumSet.of(Effect.RECORD);
            case OffFrom.RECORDING -> EnumSet.noneOf(Effect.class);
          };
      case Delete delete ->
          switch (delete.from()) {
            case GoneFrom.DELETING -> EnumSet.of(Effect.SEND_MAIL, Effect.CLEAR_RECORD);
            case GoneFrom.TELLING -> EnumSet.of(Effect.CLEAR_RECORD);
          };
    };
  }
}
