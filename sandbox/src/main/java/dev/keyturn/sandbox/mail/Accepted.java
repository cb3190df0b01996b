package dev.keyturn.sandbox.mail;

import java.time.Instant;
import java.util.List;

/**
 * A mail that SES took, with the id it answered.
 *
 * @param undelivered recipients that do not get it, because they are on the suppression list
 */
public record Accepted(String messageId, Instant at, Mail mail, List<String> undelivered) {
  public Accepted {
    undelivered = List.copyOf(undelivered);
  }
}
