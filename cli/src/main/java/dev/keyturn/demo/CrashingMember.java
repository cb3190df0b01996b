package dev.keyturn.demo;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.port.Keys;
import dev.keyturn.port.Ports;
import java.util.List;

/**
 * Sessions in accounts, in one of which the process that works there ends right after it made a
 * key: the key's file is not stored, and nothing is reported.
 */
record CrashingMember(MemberAccounts accounts, AccountId crashing) implements MemberAccounts {
  /** The end of a process. It is an error, so that a run does not catch and report it. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

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
      Ports ports = opened.ports();
      return new Ports(
          ports.account(),
          ports.users(),
          new CrashingKeys(ports.keys()),
          ports.credentialStore(),
          ports.mailer(),
          ports.bucketObjects(),
          ports.permissions(),
          ports.reports());
    }

    @Override
    public void close() {
      opened.close();
    }
  }

  private record CrashingKeys(Keys keys) implements Keys {
    @Override
    public List<AccessKey> of(UserName user) {
      return keys.of(user);
    }

    @Override
    public LastUse lastUse(UserName user, KeyId key) {
      return keys.lastUse(user, key);
    }

    @Override
    public Creation create(UserName user, Runnable check) {
      keys.create(user, check);
      throw new Crash();
    }

    @Override
    public void deactivate(UserName user, KeyId key, Runnable check) {
      keys.deactivate(user, key, check);
    }

    @Override
    public void activate(UserName user, KeyId key) {
      keys.activate(user, key);
    }

    @Override
    public void delete(UserName user, KeyId key, Runnable check) {
      keys.delete(user, key, check);
    }
  }
}
