package dev.keyturn.inventory;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.ReportedUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was verified of users' keys, each under what the credential report said of the user then.
 * While it says the same, the keys are the same: IAM never changes when a key was created, and
 * whoever switches one on or off changes the report. Where it says something else, nothing is
 * known. So a ledger that is lost, old, of another account or damaged costs calls and nothing else;
 * one that contradicts the report is not believed. Safe for use by several threads.
 */
public final class Ledger {
  private final String account;
  private final Map<UserName, Entry> entries;
  private volatile boolean changed;

  /** What was verified of one user. */
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
   * A ledger in which nothing stands.
   *
   * @param account twelve digits
   */
  public static Ledger empty(String account) {
    return new Ledger(account, Map.of());
  }

  /** A ledger of an account as it was written; empty if it is none, damaged, or of another one. */
  public static Optional<Ledger> read(String text, String account) {
    return LedgerText.read(text, account).map(entries -> new Ledger(account, entries));
  }

  /** The keys of a user, oldest first, if they were verified under what is said now. */
  public Optional<List<AccessKey>> keys(ReportedUser now) {
    return Optional.ofNullable(entries.get(now.user()))
        .filter(entry -> entry.said().equals(now.said()))
        .map(Entry::keys)
        .filter(now::fits);
  }

  /** Notes the keys that a user was just seen to have, if they are those that are reported. */
  public void learn(ReportedUser now, List<AccessKey> keys) {
    if (now.fits(keys)) {
      entries.put(now.user(), new Entry(now.said(), keys));
      changed = true;
    }
  }

  /** Forgets a user, whose keys turned out to be others. */
  public void forget(UserName user) {
    if (entries.remove(user) != null) {
      changed = true;
    }
  }

  /** Whether it says anything that it did not say when it was read. */
  public boolean changed() {
    return changed;
  }

  /** The text to be kept: what still holds for those who are reported now. */
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
