package dev.keyturn.settings;

import java.util.Optional;
import java.util.Set;

/** {@code ORG_ID} and the settings beside it: one account, or those of an organization. */
public sealed interface Organization {
  /** {@code ORG_ACCOUNTS_AT_ONCE}, if it is not set. */
  int ACCOUNTS_AT_ONCE = 40;

  /** {@code ORG_STOP_PERCENT}, if it is not set. */
  int STOP_PERCENT = 10;

  /** {@code ORG_ROLE_NAME}, if it is not set. */
  String ROLE_NAME = "keyturn-member-prod";

  /** Whether a text can be the id of a unit or root. */
  static boolean isUnit(String id) {
    return OrganizationReader.UNIT.matcher(id).matches();
  }

  /** The account of the credentials alone. */
  record None() implements Organization {}

  /**
   * The accounts of an organization.
   *
   * @param id {@code ORG_ID}, such as {@code o-exampleorgid}
   * @param roleName {@code ORG_ROLE_NAME}: the role that is assumed in each account
   * @param listRole {@code ORG_LIST_ROLE_ARN}: the role that lists accounts, if the hub cannot
   */
  record Of(String id, Choice choice, Rollout rollout, String roleName, Optional<String> listRole)
      implements Organization {}

  /**
   * Which accounts; each set holds ids of units and roots, and may be empty.
   *
   * @param units {@code ORG_UNITS}: only accounts in these; empty means all
   * @param excluded {@code ORG_EXCLUDED}: ids of units and of accounts that are left out
   * @param canary {@code ORG_CANARY_UNITS}: accounts in these are changed first
   */
  record Choice(Set<String> units, Set<String> excluded, Set<String> canary) {
    public Choice {
      units = Set.copyOf(units);
      excluded = Set.copyOf(excluded);
      canary = Set.copyOf(canary);
    }
  }

  /**
   * How fast, and when to stop.
   *
   * @param atOnce {@code ORG_ACCOUNTS_AT_ONCE}: accounts that are worked on at once
   * @param stopPercent {@code ORG_STOP_PERCENT}: if more accounts of a ring failed, the next ring
   *     is not changed
   */
  record Rollout(int atOnce, int stopPercent) {}
}
