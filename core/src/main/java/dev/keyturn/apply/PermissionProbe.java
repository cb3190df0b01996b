package dev.keyturn.apply;

import dev.keyturn.event.Effect;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Learns during a run which effects are permitted, if a check before the run could not tell, and
 * whether SES accepts mails. Until an effect has succeeded once, users who need it are processed
 * one by one; after a denial, no more of them are started. So a missing permission, or mail that
 * SES refuses, leaves at most one user incomplete. Thread-safe.
 */
public final class PermissionProbe {
  private final boolean known;
  private final Set<Effect> allowed = ConcurrentHashMap.newKeySet();
  private final Map<Effect, String> denied = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<String>> mailsFail =
      new AtomicReference<>(Optional.empty());
  private final Lock oneByOne = new ReentrantLock();
  private final Condition learned = oneByOne.newCondition();

  /** Whether a user is processed who is to show what is not known yet. */
  private boolean trying;

  /**
   * No effect has been tried.
   *
   * @param known whether all permissions are known to be present: then a denial concerns one user
   *     only
   */
  public PermissionProbe(boolean known) {
    this.known = known;
  }

  /** Whether the result is still unknown, so that one user's effects must show it. */
  public boolean isOpen() {
    return !known && allowed.isEmpty() && denied.isEmpty();
  }

  public void allowed(Effect effect) {
    allowed.add(effect);
    if (effect == Effect.SEND_MAIL) {
      mailsFail.set(Optional.empty());
    }
    locked(learned::signalAll);
  }

  private void locked(Runnable action) {
    oneByOne.lock();
    try {
      action.run();
    } finally {
      oneByOne.unlock();
    }
  }

  /**
   * SES accepts no mails at all: starts no user whose owner must be notified until it accepts one
   * again.
   */
  public void mailsFail(String message) {
    mailsFail.set(Optional.of(message));
  }

  /**
   * SES did not accept a mail, and may accept none. If it accepted one before, the next user whose
   * owner must be notified is processed alone, to find out.
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
   * Processes a user, or says why the user is not started.
   *
   * @param refused makes the result from the message of the denial
   */
  public <T> T guard(Due due, Supplier<T> work, Function<String, T> refused) {
    Set<Effect> needs = needs(due);
    if (known) {
      needs.retainAll(EnumSet.of(Effect.SEND_MAIL));
    }
    return switch (turn(needs)) {
      case Turn.Any _ -> work.get();
      case Turn.None none -> refused.apply(none.why());
      case Turn.Alone _ -> {
        try {
          yield work.get();
        } finally {
          locked(
              () -> {
                trying = false;
                learned.signalAll();
              });
        }
      }
    };
  }

  /** How a user is processed: beside others, alone, or not at all. */
  private sealed interface Turn {
    record Any() implements Turn {}

    record Alone() implements Turn {}

    record None(String why) implements Turn {}
  }

  /** Waits while another user is to show the same, until that is shown or known to be denied. */
  private Turn turn(Set<Effect> needs) {
    oneByOne.lock();
    try {
      while (trying && !seen(needs)) {
        learned.awaitUninterruptibly();
      }
      if (seen(needs)) {
        return new Turn.Any();
      }
      Optional<String> no = denial(needs);
      trying = no.isEmpty();
      return no.<Turn>map(Turn.None::new).orElseGet(Turn.Alone::new);
    } finally {
      oneByOne.unlock();
    }
  }

  /** Whether no obstacle to these effects is known. */
  private boolean seen(Set<Effect> needs) {
    return allowed.containsAll(needs)
        && !(needs.contains(Effect.SEND_MAIL) && mailsFail.get().isPresent());
  }

  /** An effect that was allowed for one user is not denied for all; but mails may fail later. */
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
   * The effects of a decision that no earlier step shows to be permitted. If a key cannot be
   * created, stored, deactivated or deleted, the step before is undone; this must not happen to one
   * user after another.
   */
  public static Set<Effect> needs(Due due) {
    return switch (due) {
      case Warn _, Clear _, Hold _ -> EnumSet.noneOf(Effect.class);
      case RestartGrace _ -> EnumSet.of(Effect.RECORD);
      case Rotate rotate ->
          switch (rotate.stage()) {
            case Stage.Begin _ ->
                EnumSet.of(Effect.CREATE_KEY, Effect.STORE_FILE, Effect.SEND_MAIL);
            case Stage.Announce _ -> EnumSet.of(Effect.SEND_MAIL);
            case Stage.Make _, Stage.Replace _ ->
                EnumSet.of(Effect.CREATE_KEY, Effect.STORE_FILE, Effect.SEND_MAIL, Effect.RECORD);
            case Stage.Notify _ -> EnumSet.of(Effect.RECORD);
          };
      case Deactivate deactivate ->
          switch (deactivate.from()) {
            case DeactivationStep.DEACTIVATING ->
                EnumSet.of(Effect.DEACTIVATE_KEY, Effect.SEND_MAIL);
            case DeactivationStep.NOTIFYING -> EnumSet.of(Effect.RECORD);
            case DeactivationStep.RECORDING -> EnumSet.noneOf(Effect.class);
          };
      case Delete delete ->
          switch (delete.from()) {
            case DeletionStep.DELETING ->
                EnumSet.of(Effect.DELETE_KEY, Effect.SEND_MAIL, Effect.CLEAR_RECORD);
            case DeletionStep.NOTIFYING -> EnumSet.of(Effect.CLEAR_RECORD);
          };
    };
  }
}
