package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Remedy.Already;
import dev.keyturn.policy.Remedy.Hint;
import dev.keyturn.policy.Remedy.Order;
import dev.keyturn.policy.Remedy.RunByHand;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What {@code keyturn rotate} can do about a user; pure. */
public final class Orders {
  private final Facts user;
  private final Wish wish;
  private final Policy policy;
  private final Setup setup;
  private final LocalDate today;

  private Orders(Facts user, Wish wish, Policy policy, Setup setup, LocalDate today) {
    this.user = user;
    this.wish = wish;
    this.policy = policy;
    this.setup = setup;
    this.today = today;
  }

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

  /** An order, that it was carried out already, or why there can be none. */
  public static Remedy of(Facts user, Wish wish, Policy policy, Setup setup, LocalDate today) {
    return new Orders(user, wish, policy, setup, today).remedy();
  }

  private Remedy remedy() {
    if (!(user.owner() instanceof Owner.At)) {
      return new Hint(
          name()
              + " has no address, and Keyturn never changes a user without one. Set the address tag"
              + " first.");
    }
    return switch (user.record()) {
      case RotationRecord.Unreadable unreadable ->
          new Hint(
              "The record cannot be read (%s). See keyturn mend %s."
                  .formatted(unreadable.why(), name().operand()));
      case UnderWay record -> underWay(record);
      case RotationRecord.None _ -> without();
    };
  }

  private UserName name() {
    return user.user();
  }

  /** A rotation that an order began is continued; another one has delivered its key differently. */
  private Remedy underWay(UnderWay record) {
    KeyId old = record.oldKey();
    Optional<Notes.Order> given = user.evidence().notes().order(old);
    if (given.isPresent()
        && wish.key().map(old::equals).orElse(true)
        && given.get().compromised() == wish.compromised()) {
      return begun(record);
    }
    return wish.compromised()
        ? compromised(old)
        : new Hint("A rotation of %s is under way; the next run continues it.".formatted(old));
  }

  /** The same order was given before. */
  private Remedy begun(UnderWay record) {
    KeyId old = record.oldKey();
    Optional<KeyId> made = activeBeside(old);
    if (record instanceof Rotating || made.isEmpty()) {
      return order(old);
    }
    KeyId newKey = made.get();
    if (!wish.compromised()) {
      return record instanceof Stored
          ? new Order(
              old,
              false,
              "%s is made already in place of %s. Tells the owner. Both keys work for DEACTIVATE_DAYS (%s)."
                  .formatted(newKey, old, policy.deactivateDays()))
          : new Already(
              "%s is already replaced by %s. The next runs deactivate and delete it, as in every rotation."
                  .formatted(old, newKey));
    }
    boolean off = user.key(old).filter(AccessKey::active).isEmpty();
    return off && (record instanceof Deactivated || record instanceof Deleting)
        ? new Already(
            "%s is already replaced by %s, and inactive. %sKeyturn deletes %s after DELETION_DAYS (%s)."
                .formatted(old, newKey, handOver(newKey), old, policy.deletionDays()))
        : new Order(
            old,
            true,
            "%s is made already in place of %s. What is left: %sto record it. keyturn undo activates %s again; it is deleted after DELETION_DAYS (%s)."
                .formatted(
                    newKey,
                    old,
                    off
                        ? ""
                        : "to tell the owner, unless that is done, to deactivate %s at once, after which what still uses it stops working, and "
                            .formatted(old),
                    old,
                    policy.deletionDays()));
  }

  private String handOver(KeyId newKey) {
    return user.evidence()
        .notes()
        .file(newKey)
        .filter(file -> file.delivery() == Delivery.ADMINISTRATOR)
        .map(
            _ ->
                "What is left for you: give the new key to the owner, unless that is done:\n  %s\n"
                    .formatted(setup.fetch(name(), newKey)))
        .orElse("");
  }

  private Optional<KeyId> activeBeside(KeyId old) {
    return user.keysBut(old).stream()
        .filter(AccessKey::active)
        .map(AccessKey::id)
        .reduce((_, last) -> last);
  }

  /** A person who had the old key could fetch the file of the new one, so both are replaced. */
  private Remedy compromised(KeyId old) {
    if (user.key(old).isEmpty()) {
      return new RunByHand(
          "%s is gone, and the record of its rotation is still there. Clear it:".formatted(old),
          "keyturn apply --user=" + name(),
          "Then run this command again.");
    }
    boolean works = user.key(old).filter(AccessKey::active).isPresent();
    Optional<KeyId> newKey = activeBeside(old);
    if (works && newKey.isPresent() && newKey.equals(wish.key())) {
      return new RunByHand(
          "A rotation of %s is under way, and it works still. Shut the new key out now:"
              .formatted(old),
          off(newKey.get().value()),
          "Then delete it, and the next run makes another one: " + delete(newKey.get().value()));
    }
    if (works || newKey.isEmpty()) {
      return new RunByHand(
          "A rotation of %s is under way, and the file of the new key could be read with the old one. Shut the old key out now:"
              .formatted(old),
          off(old.value()),
          "Then run this command again: it says how to replace the new key, too.");
    }
    return new RunByHand(
        "A rotation of %s is under way, which is inactive. Its new key %s is the one to replace, and IAM allows two keys. Delete the old one first:"
            .formatted(old, newKey.get()),
        delete(old.value()),
        """
        Then clear the record, and replace the new key:
          keyturn apply --user=%s
          keyturn rotate %s --key %s --compromised
        If it must not work until then, although no other key of %s does, deactivate it instead, and make a new key by hand:
          %s\
        """
            .formatted(name(), name().operand(), newKey.get(), name(), off(newKey.get().value())));
  }

  private Remedy without() {
    List<AccessKey> active = user.activeKeys();
    if (wish.key().isPresent() && user.key(wish.key().get()).isEmpty()) {
      return new Hint("%s has no key %s.".formatted(name(), wish.key().get()));
    }
    if (active.isEmpty()) {
      return new Hint(name() + " has no active key, so there is nothing to replace.");
    }
    if (user.keys().size() > 1) {
      return wish.compromised() ? shutOut(active) : noRoom();
    }
    return order(active.getFirst().id());
  }

  private RunByHand noRoom() {
    return new RunByHand(
        "IAM allows two keys, and %s has two, so there is no room for a new one. Delete the one that is not needed:"
            .formatted(name()),
        delete("KEY"),
        "");
  }

  /** Without room for a new key, to shut the compromised one out comes first. */
  private Remedy shutOut(List<AccessKey> active) {
    Optional<KeyId> only =
        active.size() == 1 ? Optional.of(active.getFirst().id()) : Optional.empty();
    Optional<KeyId> named = wish.key().or(() -> only);
    if (named.isPresent() && active.stream().noneMatch(key -> key.id().equals(named.get()))) {
      return new Hint("%s is inactive already: nothing can use it.".formatted(named.get()));
    }
    String other = named.map(key -> user.keysBut(key).getFirst().id().value()).orElse("OTHER_KEY");
    return new RunByHand(
        "IAM allows two keys, and %s has two, so there is no room for a new one. Shut the compromised one out now:"
            .formatted(name()),
        off(named.map(KeyId::value).orElse("KEY")),
        "Or, if the other key is not needed, delete it, and run this command again: "
            + delete(other));
  }

  private String off(String key) {
    return UserAdvice.off(name(), key);
  }

  private String delete(String key) {
    return "aws iam delete-access-key %s --access-key-id %s".formatted(name().option(), key);
  }

  private Remedy order(KeyId old) {
    return new Order(
        old,
        wish.compromised(),
        (wish.compromised()
                ? "Makes a new key in place of %s, stores its file where only administrators read, notifies the owner, and deactivates %s at once: what still uses it stops working. keyturn undo activates it again; it is deleted after DELETION_DAYS (%s)."
                    .formatted(old, old, policy.deletionDays())
                : "Makes a new key in place of %s whatever its age, hands it over to the owner, and says why. Both keys work for DEACTIVATE_DAYS (%s)."
                    .formatted(old, policy.deactivateDays()))
            + waits(old));
  }

  /** The order stands while the user is held, such as by an exemption. */
  private String waits(KeyId old) {
    Notes.Order given = new Notes.Order(name(), today, wish.compromised());
    Facts ordered = user.noted(user.evidence().notes().ordered(old, given));
    return Planner.decide(ordered, policy, today) instanceof Hold hold
        ? "\nNot now: %s is held (%s): %s%s. The order waits until the hold ends; keyturn undo %s withdraws it.%s"
            .formatted(
                name(),
                hold.reason(),
                hold.reason().meaning(),
                hold.detail().isEmpty() ? "" : " (" + hold.detail() + ")",
                name().operand(),
                wish.compromised() ? "\nTo shut the key out now: " + off(old.value()) : "")
        : "";
  }
}
