package dev.keyturn.inventory;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.ReportedUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The verified keys of users, each with the user's state in the credential report at that time.
 * While the report shows the same state, the keys are the same: a key's creation date never
 * changes, and activating or deactivating a key changes the report. With another state, the keys
 * are unknown. So a ledger that is lost, old, damaged or of another account only costs calls; one
 * that contradicts the report is ignored. Thread-safe.
 */
public final class Ledger {
  private final String account;
  private final Map<UserName, Entry> entries;
  private volatile boolean changed;

  /** The verified keys of one user. */
  record Entry(String said, List<AccessKey> keys) {
    Entry {
      keys = List.copyOf(keys);
    }
  }

  private Ledger(String account, Map<UserName, Entry> entries) {
    this.account = account;
    this.entries = new ConcurrentHashMap<>(entries);
  }

  /**
   * An empty ledger.
   *
   * @param account twelve digits
   */
  public static Ledger empty(String account) {
    return new Ledger(account, Map.of());
  }

  /** Reads a ledger of an account; empty if the text is invalid, damaged, or of another account. */
  public static Optional<Ledger> read(String text, String account) {
    return LedgerText.read(text, account).map(entries -> new Ledger(account, entries));
  }

  /** The keys of a user, oldest first, if they were verified under the present state. */
  public Optional<List<AccessKey>> keys(ReportedUser now) {
    return Optional.ofNullable(entries.get(now.user()))
        .filter(entry -> entry.said().equals(now.said()))
        .map(Entry::keys)
        .filter(now::fits);
  }

  /** Stores the keys that were just read for a user, if they match the report. */
  public void learn(ReportedUser now, List<AccessKey> keys) {
    Entry entry = new Entry(now.said(), keys);
    if (now.fits(keys) && !entry.equals(entries.put(now.user(), entry))) {
      changed = true;
    }
  }

  /** Drops a user whose keys differ from the stored ones. */
  public void forget(UserName user) {
    if (entries.remove(user) != null) {
      changed = true;
    }
  }

  /** Whether the ledger has changed since it was read. */
  public boolean changed() {
    return changed;
  }

  /** The text to write: the entries that are still valid for reported users. */
  public String text(Map<UserName, ReportedUser> reported) {
    changed = false;
    return LedgerText.of(
        account,
        entries,
        user ->
            Optional.ofNullable(reported.get(user))
                .map(ReportedUser::said)
                .equals(Optional.ofNullable(entries.get(user)).map(Entry::said)));
  }
}
