package dev.keyturn.event;

import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import java.time.LocalDate;

/**
 * A change that an administrator made to a user by {@code keyturn undo}, {@code keyturn mend} or
 * {@code keyturn rotate}.
 *
 * @param by the command that made it
 * @param reason of what a run would have decided before, such as the hold that it ended
 * @param change what was done
 */
public record Intervened(By by, UserName user, Reason reason, Remedy.Change change) {
  /**
   * An execution of the command.
   *
   * @param name the installation
   * @param accountId of the user
   * @param date in UTC, by AWS's clock
   * @param id as in the audit trail
   */
  public record By(String name, String accountId, LocalDate date, String id) {}
}
