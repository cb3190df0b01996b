package dev.keyturn.sandbox.organization;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Signer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The accounts of a sandbox; may be called from any thread. The first one always exists. */
public final class Accounts {
  private final Account first;
  private final Organization organization;
  private final Map<String, Account> accounts = new ConcurrentSkipListMap<>();

  /** Key ids seen so far; an id is never used twice. */
  private final Map<String, Account> byKey = new ConcurrentHashMap<>();

  public Accounts(Account first, InstantSource clock) {
    this.first = first;
    this.organization = new Organization(clock);
    accounts.put(first.id(), first);
  }

  public Account first() {
    return first;
  }

  /** The organization, which accounts are not part of at first. */
  public Organization organization() {
    return organization;
  }

  /**
   * Adds an empty account.
   *
   * @param id twelve digits, of no account yet
   */
  public Account create(String id) {
    return accounts.merge(
        id,
        first.another(id),
        (known, _) -> {
          throw new IllegalArgumentException("account " + known.id() + " exists already");
        });
  }

  /**
   * CreateAccount: an account of the organization, with a role for the management account in it.
   *
   * @param role the role's name, usually {@code OrganizationAccountAccessRole}
   * @return its id
   */
  public synchronized String createMember(String name, Optional<String> role) {
    organization.root();
    String id = freeId();
    Account made = create(id);
    String entry = role.orElse("OrganizationAccountAccessRole");
    made.roles()
        .create(
            entry,
            "/",
            """
            {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"AWS": "arn:aws:iam::%s:root"}}}
            """
                .formatted(organization.management()));
    made.roles().attach(entry, "arn:aws:iam::aws:policy/AdministratorAccess");
    organization.created(id, name);
    return id;
  }

  private String freeId() {
    long number = 200_000_000_000L + 104_729L * accounts.size();
    while (accounts.containsKey(Long.toString(number))) {
      number++;
    }
    return Long.toString(number);
  }

  /** All accounts by id. */
  public List<Account> all() {
    return List.copyOf(accounts.values());
  }

  public Optional<Account> find(String id) {
    return Optional.ofNullable(accounts.get(id));
  }

  /** An account that exists. */
  public Account get(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no account " + id));
  }

  /**
   * Who signs with this key id, in any account: see {@link Account#signer}. Closed and suspended
   * accounts have no signers.
   */
  public Optional<Signer> signer(String keyId) {
    return anySigner(keyId).filter(signer -> organization.usable(signer.principal().account()));
  }

  private Optional<Signer> anySigner(String keyId) {
    Account known = byKey.get(keyId);
    if (known != null) {
      return known.signer(keyId);
    }
    for (Account account : accounts.values()) {
      Optional<Signer> signer = account.signer(keyId);
      if (signer.isPresent()) {
        byKey.put(keyId, account);
        return signer;
      }
    }
    return Optional.empty();
  }

  /** Whether this is the key of a session that has ended. */
  public boolean expired(String keyId) {
    return accounts.values().stream().anyMatch(account -> account.expired(keyId));
  }
}
