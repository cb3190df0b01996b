package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.policy.Remedy.Hint;
import dev.keyturn.policy.Remedy.Order;
import dev.keyturn.policy.Remedy.RunByHand;
import java.util.List;
import java.util.Optional;

/** What {@code keyturn rotate} can do about a user; pure. */
public final class Orders {
  private Orders() {}

  /**
   * What an administrator asks for.
   *
   * @param key the key to replace; empty for the only active one
   * @param compromised whether it is deactivated as soon as its successor is announced
   */
  public record Wish(Optional<KeyId> key, boolean compromised) {
    /** Nothing in particular. */
    public static final Wish NONE = new Wish(Optional.empty(), false);
  }

  /** An order, or why there can be none. */
  public static Remedy of(Facts user, Wish wish, Policy policy) {
    if (!(user.owner() instanceof Owner.At)) {
      return new Hint(
          user.user()
              + " has no address, and Keyturn never changes a user without one. Set the address tag"
              + " first.");
    }
    return switch (user.record()) {
      case RotationRecord.Unreadable unreadable ->
          new Hint(
              "The record cannot be read (%s). See keyturn mend %s."
                  .formatted(unreadable.why(), user.user()));
      case UnderWay record -> underWay(user, record, wish, policy);
      case RotationRecord.None _ -> without(user, wish, policy);
    };
  }

  /** A rotation that an order began is continued; another one has delivered its key differently. */
  private static Remedy underWay(Facts user, UnderWay record, Wish wish, Policy policy) {
    KeyId old = record.oldKey();
    Optional<Notes.Order> given = user.evidence().notes().order(old);
    if (given.isPresent()
        && wish.key().map(old::equals).orElse(true)
        && given.get().compromised() == wish.compromised()) {
      return order(old, wish, policy);
    }
    return wish.compromised()
        ? new RunByHand(
            "A rotation of %s is under way, and the file of the new key could be read with the old one. Shut the old key out now:"
                .formatted(old),
            "aws iam update-access-key --user-name %s --access-key-id %s --status Inactive"
                .formatted(user.user(), old),
            "When Keyturn has deleted it, replace the new key, too.")
        : new Hint("A rotation of %s is under way; the next run continues it.".formatted(old));
  }

  private static Remedy without(Facts user, Wish wish, Policy policy) {
    List<AccessKey> active = user.activeKeys();
    if (wish.key().isPresent() && user.key(wish.key().get()).isEmpty()) {
      return new Hint("%s has no key %s.".formatted(user.user(), wish.key().get()));
    }
    if (active.isEmpty()) {
      return new Hint(user.user() + " has no active key, so there is nothing to replace.");
    }
    if (user.keys().size() > 1) {
      return new RunByHand(
          "IAM allows two keys, and %s has two, so there is no room for a new one. Delete the one that is not needed:"
              .formatted(user.user()),
          "aws iam delete-access-key --user-name %s --access-key-id KEY".formatted(user.user()),
          wish.compromised()
              ? "Otherwise, if the compromised key is not needed, deactivate it and use the other"
                  + " one."
              : "");
    }
    return order(active.getFirst().id(), wish, policy);
  }

  private static Remedy order(KeyId old, Wish wish, Policy policy) {
    return new Order(
        old,
        wish.compromised(),
        wish.compromised()
            ? "Makes a new key in place of %s, stores its file where only administrators read, notifies the owner, and deactivates %s at once: what still uses it stops working. keyturn undo activates it again; it is deleted after DELETION_DAYS (%s)."
                .formatted(old, old, policy.deletionDays())
            : "Makes a new key in place of %s whatever its age, hands it over to the owner, and says why. Both keys work for DEACTIVATE_DAYS (%s)."
                .formatted(old, policy.deactivateDays()));
  }
}
