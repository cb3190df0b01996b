package dev.keyturn.apply;

import dev.keyturn.event.Effect;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a run learns as it goes of what it may do, where that could not be known beforehand, and of
 * whether SES takes its mails. Until each effect that a user's work leads to was seen to succeed,
 * the users who need it go one by one, and once it was denied, no more of them are begun. So one
 * user at most is left half done, or touched in vain, for want of a permission or of mail. Safe for
 * use by several threads.
 */
public final class PermissionProbe {
  private final boolean known;
  private final Set<Effect> allowed = ConcurrentHashMap.newKeySet();
  private final Map<Effect, String> denied = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<String>> mailsFail =
      new AtomicReference<>(Optional.empty());
  private final Lock oneByOne = new ReentrantLock();

  /**
   * No effect was tried yet.
   *
   * @param known whether all permissions are known to be there: then a denial is one user's own
   */
  public PermissionProbe(boolean known) {
    this.known = known;
  }

  /** Whether nothing was learned yet, so that it is for one user to find out. */
  public boolean isOpen() {
    return !known && allowed.isEmpty() && denied.isEmpty();
  }

  public void allowed(Effect effect) {
    allowed.add(effect);
    if (effect == Effect.SEND_MAIL) {
      mailsFail.set(Optional.empty());
    }
  }

  /** SES takes no mails at all; until it takes one again, nobody is begun who is to be told. */
  public void mailsFail(String message) {
    mailsFail.set(Optional.of(message));
  }

  /**
   * SES did not take a mail, and it is open whether it takes any. Where it took one before, the
   * next user who is to be told goes alone and shows it.
   */
  public void mailsMayFail(String message) {
    if (!allowed.remove(Effect.SEND_MAIL)) {
      mailsFail(message);
    }
  }

  public void denied(Effect effect, String message) {
    denied.putIfAbsent(effect, message);
  }

  /**
   * Works on a user, or says why they are not to be begun.
   *
   * @param refused makes the result of the message of the denial
   */
  public <T> T guard(Due due, Supplier<T> work, Function<String, T> refused) {
    Set<Effect> needs = needs(due);
    if (known) {
      needs.retainAll(EnumSet.of(Effect.SEND_MAIL));
    }
    if (seen(needs)) {
      return work.get();
    }
    oneByOne.lock();
    try {
      if (!seen(needs)) {
        Optional<String> no = denial(needs);
        return no.isPresent() ? refused.apply(no.get()) : work.get();
      }
    } finally {
      oneByOne.unlock();
    }
    return work.get();
  }

  /** Whether nothing is known to be in the way of these effects. */
  private boolean seen(Set<Effect> needs) {
    return allowed.containsAll(needs)
        && !(needs.contains(Effect.SEND_MAIL) && mailsFail.get().isPresent());
  }

  /** What was allowed to anybody is not denied to all; but mails may fail later on. */
  private Optional<String> denial(Set<Effect> needs) {
    Optional<String> unsent = needs.contains(Effect.SEND_MAIL) ? mailsFail.get() : Optional.empty();
    return unsent.or(
        () ->
            needs.stream()
                .filter(effect -> !known && !allowed.contains(effect))
                .flatMap(effect -> Optional.ofNullable(denied.get(effect)).stream())
                .findFirst());
  }

  /**
   * The effects that come after another one, and that no step before them shows to be allowed.
   * Where a key cannot be made, stored, deactivated or deleted, the step before it is taken back;
   * but that is not to happen to one user after the other.
   */
  public static Set<Effect> needs(Due due) {
    return switch (due) {
      case Warn _, Clear _, Hold _ -> EnumSet.noneOf(Effect.class);
      case GraceAnew _ -> EnumSet.of(Effect.RECORD);
      case Rotate rotate ->
          switch (rotate.stage()) {
            case Stage.Begin _ ->
                EnumSet.of(Effect.CREATE_KEY, Effect.STORE_FILE, Effect.SEND_MAIL);
            case Stage.Announce _ -> EnumSet.of(Effect.SEND_MAIL);
            case Stage.Make _, Stage.Replace _ ->
                EnumSet.of(Effect.CREATE_KEY, Effect.STORE_FILE, Effect.SEND_MAIL, Effect.RECORD);
            case Stage.Tell _ -> EnumSet.of(Effect.RECORD);
          };
      case Deactivate deactivate ->
          switch (deactivate.from()) {
            case OffFrom.SWITCHING_OFF -> EnumSet.of(Effect.DEACTIVATE_KEY, Effect.SEND_MAIL);
            case OffFrom.TELLING -> EnumSet.of(Effect.RECORD);
            case OffFrom.RECORDING -> EnumSet.noneOf(Effect.class);
          };
      case Delete delete ->
          switch (delete.from()) {
            case GoneFrom.DELETING ->
                EnumSet.of(Effect.DELETE_KEY, Effect.SEND_MAIL, Effect.CLEAR_RECORD);
            case GoneFrom.TELLING -> EnumSet.of(Effect.CLEAR_RECORD);
          };
    };
  }
}
