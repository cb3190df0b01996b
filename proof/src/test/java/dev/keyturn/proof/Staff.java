package dev.keyturn.proof;

import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.account.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Users of an account, created 400 days ago. */
record Staff(Account account, InstantSource clock) {
  /** Adds a user; an empty address adds no address tag. */
  void hire(String name, String address, List<NewKey> keys) {
    account
        .users()
        .importUser(
            new NewUser(
                name,
                "/",
                ago(400),
                address.isEmpty() ? List.of() : List.of(new Tag("email", address)),
                List.of(),
                keys));
  }

  /** An active key of that age in days that was never used. */
  NewKey key(int age) {
    return new NewKey(ago(age), AccessKey.Status.ACTIVE, new LastUse.Never());
  }

  Instant ago(int days) {
    return clock.instant().minus(Duration.ofDays(days));
  }
}
