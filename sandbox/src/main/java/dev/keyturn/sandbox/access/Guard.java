package dev.keyturn.sandbox.access;

import java.util.Optional;

/**
 * What protects the resource of a request.
 *
 * @param owner the account that the resource belongs to
 * @param policy the resource's own policy
 * @param kind {@link Denial.Kind#TRUST} for a role, whose policy has to allow in any case
 */
public record Guard(String owner, Optional<String> policy, Denial.Kind kind) {
  /** A resource without a policy of its own. */
  public static Guard none(String owner) {
    return new Guard(owner, Optional.empty(), Denial.Kind.RESOURCE);
  }
}
