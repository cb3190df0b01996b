package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.PortFailure;
import dev.keyturn.state.NoteStore;
import java.time.Instant;
import java.util.List;

/** Administrators order to replace keys ahead of schedule, as {@code keyturn rotate} does. */
final class Orders {
  private final Scene scene;
  private final Dice dice;

  /** The probability of an order for a user on a day. */
  private final double daily;

  Orders(Scene scene, Dice dice) {
    this.scene = scene;
    this.dice = dice;
    this.daily = dice.one(List.of(0.0, 0.0, 0.003, 0.03));
  }

  /**
   * An order.
   *
   * @param withdrawn when it ended without its key
   */
  record Given(boolean compromised, Instant at, Instant withdrawn) {
    boolean stands(Instant when) {
      return compromised && at.isBefore(when) && withdrawn.isAfter(when);
    }
  }

  void day() {
    for (UserStory user : List.copyOf(scene.judge().users.values())) {
      if (dice.chance(daily)
          && user.keys.size() == 1
          && user.keys.getFirst().active()
          && user.record.phase() == TagRecord.Phase.NONE
          && !user.address.isEmpty()) {
        order(user, user.keys.getFirst().id(), dice.chance(0.5));
      }
    }
  }

  private void order(UserStory user, String key, boolean compromised) {
    NoteStore notes = notes();
    try {
      notes.ordered(
          new KeyId(key),
          new Notes.Order(new UserName(user.name), scene.timeline().today(), compromised));
    } catch (PortFailure _) {
      return; // An adversary has made the notes unreadable: there is no order.
    }
    if (compromised) {
      scene.judge().onceCompromised.add(key);
    }
    scene.judge().orders.put(key, new Given(compromised, scene.timeline().instant(), Instant.MAX));
    scene.tally().count(compromised ? Event.ORDERED_AS_COMPROMISED : Event.ORDERED);
    scene.tell(() -> "an administrator orders to replace %s of %s".formatted(key, user.name));
  }

  /** Withdraws all of them, and those that runs have noted by {@code ON_EXPOSED}. */
  void end() {
    NoteStore notes = notes();
    Noted.orders(scene.judge()).forEach(key -> withdrawn(notes, key));
    scene
        .judge()
        .orders
        .replaceAll(
            (key, given) ->
                withdrawn(notes, key)
                    ? new Given(given.compromised(), given.at(), scene.timeline().instant())
                    : given);
  }

  private static boolean withdrawn(NoteStore notes, String key) {
    try {
      notes.withdrawn(new KeyId(key));
      return true;
    } catch (PortFailure _) {
      return false;
    }
  }

  private NoteStore notes() {
    NoteStore notes = new NoteStore(scene.model().bucketObjects(), _ -> {});
    notes.read(scene.account().id());
    return notes;
  }

  /** What is counted. */
  enum Event {
    ORDERED,
    ORDERED_AS_COMPROMISED
  }
}
