package dev.keyturn.event;

import dev.keyturn.facts.UserName;
import java.time.Instant;

/**
 * One line of the audit trail: who did what to which user, why, and the result. Never a secret.
 *
 * @param time by AWS's clock
 * @param installation the name of it
 * @param run the run's id
 * @param actor the ARN of the credentials
 * @param user the user
 * @param effect the effect
 * @param key the id of the access key in question, or empty
 * @param object what else it is about: the record, the object, the address; may be empty
 * @param reason why: a {@link dev.keyturn.policy.Reason}, or the administrator's command
 * @param result of the effect
 */
public record AuditLine(
    Instant time,
    String installation,
    String run,
    String actor,
    UserName user,
    Effect effect,
    String key,
    String object,
    String reason,
    Result result) {

  /** The result of an effect. */
  public sealed interface Result {
    /** The effect is about to be tried. */
    record Begun() implements Result {}

    record Done() implements Result {}

    /** An interrupted earlier run had this effect and did not write it. */
    record Found() implements Result {}

    /** The effect failed, or may have failed. */
    record Failed(String error) implements Result {}
  }
}
