package dev.keyturn.demo;

import dev.keyturn.facts.AccountId;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.port.Ports;

/**
 * Sessions in accounts, in one of which the process that works there ends right after it made a
 * key: the key's file is not stored, and nothing is reported.
 */
record CrashingMember(MemberAccounts accounts, AccountId crashing) implements MemberAccounts {
  @Override
  public Opened toRead(AccountId account) {
    return accounts.toRead(account);
  }

  @Override
  public Opened toAct(AccountId account) {
    Opened opened = accounts.toAct(account);
    return account.equals(crashing) ? new CrashingAccount(opened) : opened;
  }

  private record CrashingAccount(Opened opened) implements Opened {
    @Override
    public Ports ports() {
      CrashInjector injector = new CrashInjector();
      injector.arm(CrashInjector.Point.CREATED);
      return injector.between(opened.ports());
    }

    @Override
    public void close() {
      opened.close();
    }
  }
}
