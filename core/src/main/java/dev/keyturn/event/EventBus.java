package dev.keyturn.event;

import java.util.List;
import java.util.Optional;

/** Takes what happened to users, for chat, tickets and other systems. */
public interface EventBus {

  /**
   * An event about one user.
   *
   * @param type what happened, by which subscribers filter
   * @param detail a JSON object of at most 20 KB
   */
  record Message(String type, String detail) {}

  /** The number of messages that were not accepted, and why. */
  record Rejected(int messages, String why) {}

  /**
   * Puts messages, each at least once, in this order. Stops at the first that is not accepted after
   * some attempts. Never throws a {@link dev.keyturn.port.PortFailure}.
   *
   * @return empty if all were accepted
   */
  Optional<Rejected> put(List<Message> messages);
}
