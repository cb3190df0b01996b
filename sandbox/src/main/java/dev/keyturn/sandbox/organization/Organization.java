package dev.keyturn.sandbox.organization;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The organization of a sandbox, which does not exist until an account creates it. Accounts may
 * stay outside of it. May be called from any thread.
 */
public final class Organization {
  private String management = "";
  private final Set<String> members = new TreeSet<>();

  /** CreateOrganization; returns its id. The account becomes the management account. */
  public synchronized String create(String account) {
    if (!management.isEmpty()) {
      throw new AwsRefusal(
          400,
          "AlreadyInOrganizationException",
          "The AWS account is already a member of an organization.");
    }
    management = account;
    members.add(account);
    return id();
  }

  /** Adds an account, as an accepted invitation does. */
  public synchronized void join(String account) {
    members.add(account);
  }

  /** The value of {@code aws:PrincipalOrgID}: empty for accounts outside. */
  public synchronized Optional<String> idFor(String account) {
    return members.contains(account) ? Optional.of(id()) : Optional.empty();
  }

  /** Ids have at least ten characters after the prefix. */
  private String id() {
    return "o-org" + Long.toString(Long.parseLong(management) + 78_364_164_096L, 36);
  }
}
