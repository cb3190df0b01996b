package dev.keyturn.org;

import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountDirectory.Listed;
import dev.keyturn.org.AccountDirectory.Standing;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Organization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which accounts a run works on. Each list is sorted by account.
 *
 * @param others accounts that are listed and not worked on, with the reason
 */
public record Enrolment(List<Enrolled> accounts, List<AccountResult> others) {
  /** An account as young as this may not have the member role yet. */
  private static final Duration YOUNG = Duration.ofHours(24);

  public Enrolment {
    accounts = List.copyOf(accounts);
    others = List.copyOf(others);
  }

  /**
   * An account that is worked on.
   *
   * @param ring 1 for canary accounts, 2 for the others
   * @param young whether the member role may not be there yet
   * @param management whether it is the management account, which StackSets leave out
   */
  public record Enrolled(AccountId id, String name, int ring, boolean young, boolean management) {}

  /** There is no unit of this id; a command line that names it is wrong. */
  public static final class UnknownUnit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownUnit(String message) {
      super(message);
    }
  }

  /**
   * Lists the accounts.
   *
   * @param units only accounts in these; empty means those of {@code ORG_UNITS}
   * @throws CannotBegin if they cannot be listed, or it is another organization
   * @throws UnknownUnit if one of the units does not exist
   */
  public static Enrolment of(
      AccountDirectory directory, Organization.Of organization, Set<String> units, Instant now)
      throws CannotBegin {
    try {
      AccountDirectory.Described described = directory.describe();
      if (!described.id().equals(organization.id())) {
        throw new CannotBegin(
            "ORG_ID is %s, but these credentials are in the organization %s. Correct ORG_ID, or use credentials of the hub."
                .formatted(organization.id(), described.id()));
      }
      Organization.Choice choice = organization.choice();
      Set<String> only = units.isEmpty() ? choice.units() : units;
      Collection<Listed> listed = only.isEmpty() ? unique(directory.all()) : below(directory, only);
      Set<AccountId> excluded = excluded(directory, choice.excluded());
      Set<AccountId> canary =
          below(directory, choice.canary()).stream().map(Listed::id).collect(Collectors.toSet());
      List<Enrolled> accounts = new ArrayList<>();
      List<AccountResult> others = new ArrayList<>();
      for (Listed account : listed) {
        if (excluded.contains(account.id())) {
          others.add(without(account, AccountState.LEFT_OUT, "ORG_EXCLUDED"));
        } else if (account.standing() == Standing.CLOSED) {
          others.add(without(account, AccountState.LEFT_OUT, account.word()));
        } else if (account.standing() == Standing.UNKNOWN) {
          others.add(
              without(
                  account,
                  AccountState.FAILED,
                  "AWS calls its state '%s', which this version does not know: update Keyturn, or leave the account out (ORG_EXCLUDED)"
                      .formatted(account.word())));
        } else {
          accounts.add(
              new Enrolled(
                  account.id(),
                  account.name(),
                  canary.contains(account.id()) ? 1 : 2,
                  Duration.between(account.joined(), now).compareTo(YOUNG) < 0,
                  account.id().equals(described.management())));
        }
      }
      return new Enrolment(accounts, others);
    } catch (PortFailure failure) {
      throw new CannotBegin("The accounts could not be listed: " + failure.message());
    }
  }

  /**
   * What there is to say if no account is a canary though the settings name units of canaries: all
   * accounts are changed at once.
   *
   * @param accounts that are worked on
   */
  public static Optional<String> emptyCanary(
      Organization.Choice choice, Collection<Enrolled> accounts) {
    return choice.canary().isEmpty() || accounts.stream().anyMatch(account -> account.ring() == 1)
        ? Optional.empty()
        : Optional.of(
            "The canary ring is empty: no account that is worked on is in ORG_CANARY_UNITS (%s), so all accounts are changed at once. Move an account into one of them, or correct ORG_CANARY_UNITS."
                .formatted(String.join(", ", new TreeSet<>(choice.canary()))));
  }

  private static AccountResult without(Listed account, AccountState state, String why) {
    return AccountResult.of(account.id(), account.name(), state, why);
  }

  /** An account may move while units are listed; it is then listed twice. */
  private static Collection<Listed> unique(List<Listed> listed) {
    Map<AccountId, Listed> byId = new TreeMap<>();
    listed.forEach(account -> byId.put(account.id(), account));
    return byId.values();
  }

  private static Collection<Listed> below(AccountDirectory directory, Set<String> units) {
    List<Listed> listed = new ArrayList<>();
    for (String unit : new TreeSet<>(units)) {
      try {
        listed.addAll(directory.below(unit));
      } catch (PortFailure failure) {
        if (failure.kind() == PortFailure.Kind.NOT_FOUND) {
          throw new UnknownUnit(failure.message());
        }
        throw failure;
      }
    }
    return unique(listed);
  }

  private static Set<AccountId> excluded(AccountDirectory directory, Set<String> ids) {
    Set<AccountId> excluded = new TreeSet<>();
    Set<String> units = new TreeSet<>();
    for (String id : ids) {
      if (AccountId.isLegal(id)) {
        excluded.add(new AccountId(id));
      } else {
        units.add(id);
      }
    }
    below(directory, units).forEach(account -> excluded.add(account.id()));
    return excluded;
  }
}
