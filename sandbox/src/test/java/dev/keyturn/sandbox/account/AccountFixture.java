package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An account whose clock stands at noon, with a user named alice. */
final class AccountFixture {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  final TurnableClock clock = TurnableClock.standingAt(NOON);
  final Account account = new Account("123456789012", clock, new Random(7));

  AccountFixture() {
    account.users().create("alice", "/", List.of());
  }

  static void assertRefused(String code, int status, ThrowingCallable call) {
    Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsRefusal.class,
            refusal -> {
              Assertions.assertThat(refusal.code()).isEqualTo(code);
              Assertions.assertThat(refusal.status()).isEqualTo(status);
            });
  }
}
