package dev.keyturn.org;

import dev.keyturn.facts.AccountId;
import dev.keyturn.port.Ports;

/** Sessions in member accounts. */
public interface MemberAccounts {

  /** A session that can only read; nothing is called yet. Close it when done. */
  Opened toRead(AccountId account);

  /** A session that can do whatever the member role can; nothing is called yet. */
  Opened toAct(AccountId account);

  /** An account with its ports. */
  interface Opened extends AutoCloseable {
    Ports ports();

    @Override
    void close();
  }
}
