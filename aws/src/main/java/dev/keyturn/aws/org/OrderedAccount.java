package dev.keyturn.aws.org;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.port.Account;
import java.time.Instant;

/**
 * The account of a session, which must be the one that was ordered: every run identifies it before
 * it reads or writes anything, and every name of an object contains it.
 */
public record OrderedAccount(Account session, AccountId ordered) implements Account {
  @Override
  public Identity identify() {
    Identity identity = session.identify();
    if (!identity.accountId().equals(ordered.value())) {
      throw MemberCredentials.mistaken(identity.accountId(), ordered);
    }
    return identity;
  }

  /** By the session's identity. */
  @Override
  public BucketLayout layout() {
    return new BucketLayout.Member(new AccountId(identify().accountId()));
  }

  @Override
  public Instant now() {
    return session.now();
  }

  @Override
  public Instant mark() {
    return session.mark();
  }

  @Override
  public long calls() {
    return session.calls();
  }

  @Override
  public Tempo tempo() {
    return session.tempo();
  }
}
