package dev.keyturn.sandbox.organization;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Signer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The accounts of a sandbox; may be called from any thread. The first one always exists. */
public final class Accounts {
  private final Account first;
  private final Map<String, Account> accounts = new ConcurrentSkipListMap<>();

  /** Key ids seen so far; an id is never used twice. */
  private final Map<String, Account> byKey = new ConcurrentHashMap<>();

  public Accounts(Account first) {
    this.first = first;
    accounts.put(first.id(), first);
  }

  public Account first() {
    return first;
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

  /** Who signs with this key id, in any account: see {@link Account#signer}. */
  public Optional<Signer> signer(String keyId) {
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
