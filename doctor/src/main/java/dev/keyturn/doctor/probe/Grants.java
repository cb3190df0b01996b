package dev.keyturn.doctor.probe;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A principal's permissions compared with the shipped role's. */
public interface Grants {

  /** The user or role whose policies apply to a caller; empty for the root user and others. */
  Optional<String> source(String callerArn);

  /**
   * Permissions of the shipped role, and whether a user or role has them. Throws {@link
   * dev.keyturn.port.PortFailure}.
   *
   * @param source the ARN of a user or role
   * @param exampleArn of a user who represents all managed users
   * @param actions which ones are asked about
   */
  List<Grant> of(String source, String exampleArn, Predicate<String> actions);

  /**
   * One permission.
   *
   * @param point its name among findings: the action, with the resource if it is needed twice
   * @param action as in policies
   * @param purpose such as "to make the new key"
   * @param statement of a policy that allows it, as JSON; empty if a statement denies it
   *     explicitly, so that allowing it does not help
   */
  record Grant(
      String point, String action, String purpose, Verdict held, Optional<String> statement) {}
}
