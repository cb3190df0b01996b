package dev.keyturn.proof.organization;

import dev.keyturn.port.Account;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account that is asked for its identity once, as {@code AwsAccount} asks. */
final class KnownAccount implements Account {
  private final Account account;
  private @Nullable Identity identity;

  KnownAccount(Account account) {
    this.account = account;
  }

  @Override
  public Identity identify() {
    Identity known = identity == null ? account.identify() : identity;
    identity = known;
    return known;
  }

  @Override
  public Instant now() {
    return account.now();
  }

  @Override
  public long calls() {
    return account.calls();
  }
}
