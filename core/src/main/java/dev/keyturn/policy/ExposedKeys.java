package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Hold.EXPOSED;
import static dev.keyturn.policy.Reason.Hold.QUARANTINED;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.policy.Decision.Hold;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code ON_EXPOSED=rotate}: a key that AWS has found in public is replaced and shut out, as {@code
 * keyturn rotate --compromised} does. The setting is the administrator's order.
 */
public final class ExposedKeys {
  private ExposedKeys() {}

  /**
   * The facts with an order, if the user's only key is exposed and can be replaced. Otherwise an
   * administrator has to choose, and the user stays held.
   */
  public static Facts ordered(Facts user, Policy policy, LocalDate today) {
    if (!orders(user, policy, today)) {
      return user;
    }
    KeyId only = user.keys().getFirst().id();
    Notes notes = user.evidence().notes();
    return notes.order(only).isPresent()
        ? user
        : user.noted(notes.ordered(only, new Notes.Order(user.user(), today, true)));
  }

  /** Whether the setting orders to replace the user's only key. */
  static boolean orders(Facts user, Policy policy, LocalDate today) {
    return policy.replacesExposed()
        && canBeReplaced(user, today)
        && !isSuccessor(user.keys().getFirst(), user.evidence().notes());
  }

  /** The hold of a user with a key that AWS found in public, by its policy or by an event. */
  static Optional<Hold> hold(Facts user) {
    return user.evidence()
        .quarantine()
        .map(found -> new Hold(QUARANTINED, "the policy " + found.policy() + " is attached"))
        .or(() -> reported(user).stream().findFirst().map(key -> hold(key, user)));
  }

  private static Hold hold(AccessKey key, Facts user) {
    return new Hold(
        EXPOSED,
        "AWS Health reported the key %s on %s"
            .formatted(
                key.id(),
                Objects.requireNonNull(user.evidence().notes().exposed().get(key.id())).day()));
  }

  /** The keys that AWS Health has reported; one that is inactive opens nothing any more. */
  static List<AccessKey> reported(Facts user) {
    return user.activeKeys().stream()
        .filter(key -> user.evidence().notes().exposed().containsKey(key.id()))
        .toList();
  }

  /**
   * The active keys that may be the exposed one: a key that replaced it is not, unless reported.
   */
  static List<AccessKey> suspected(Facts user) {
    Notes notes = user.evidence().notes();
    return user.activeKeys().stream()
        .filter(key -> !isSuccessor(key, notes) || notes.exposed().containsKey(key.id()))
        .toList();
  }

  private static boolean canBeReplaced(Facts user, LocalDate today) {
    return hold(user).isPresent()
        && user.evidence().notes().known()
        && user.owner() instanceof Owner.At
        && user.exemption().on(today) instanceof Exemption.None
        && user.record() instanceof RotationRecord.None
        && user.keys().size() == 1
        && user.keys().getFirst().active();
  }

  /** The key that replaced an exposed one; AWS's policy stays until an administrator removes it. */
  private static boolean isSuccessor(AccessKey key, Notes notes) {
    return notes
        .file(key.id())
        .filter(file -> file.delivery() == Delivery.ADMINISTRATOR)
        .isPresent();
  }
}
