package dev.keyturn.run;

import dev.keyturn.facts.BucketPaths;
import dev.keyturn.state.LeaseText;
import dev.keyturn.state.LeaseText.State;
import java.time.Duration;
import java.time.Instant;

/** The lease of a account, as other runs left it and as this one finds it. */
final class Leases {
  static final String READ = "read the lease";
  static final String WRITE = "write the lease";

  private Leases() {}

  static LeaseText text(AccountFixture account) {
    return LeaseText.read(account.aws.bucketObjects.getOrDefault(BucketPaths.LEASE, ""))
        .orElseThrow();
  }

  /** Another run has the lease for this time. */
  static AccountFixture held(AccountFixture account, Duration rest) {
    return put(account, State.HELD, account.clock.instant().plus(rest));
  }

  static AccountFixture put(AccountFixture account, State state, Instant until) {
    account.aws.bucketObjects.put(
        BucketPaths.LEASE, new LeaseText("the other run", state, until).json());
    return account;
  }
}
