package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import java.time.LocalDate;

/**
 * {@code ON_EXPOSED=rotate}: a key that AWS has found in public is replaced and shut out, as {@code
 * keyturn rotate --compromised} does. The setting is the administrator's order.
 */
public final class ExposedKeys {
  private ExposedKeys() {}

  /**
   * The facts with an order, if the user is quarantined and its only key can be replaced. Otherwise
   * an administrator has to choose, and the user stays held.
   */
  public static Facts ordered(Facts user, Policy policy, LocalDate today) {
    if (!policy.replacesExposed() || !canBeReplaced(user, today)) {
      return user;
    }
    AccessKey only = user.keys().getFirst();
    Notes notes = user.evidence().notes();
    return notes.order(only.id()).isPresent() || isSuccessor(only, notes)
        ? user
        : user.noted(notes.ordered(only.id(), new Notes.Order(user.user(), today, true)));
  }

  private static boolean canBeReplaced(Facts user, LocalDate today) {
    return user.evidence().quarantine().isPresent()
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
