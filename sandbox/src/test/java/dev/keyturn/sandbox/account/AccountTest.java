package dev.keyturn.sandbox.account;

import static dev.keyturn.sandbox.account.AccountFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AccountTest {
  private final AccountFixture fixture = new AccountFixture();

  @Test
  void theSameSeedGivesTheSameAccount() {
    Account again = new Account("123456789012", fixture.clock, new Random(7));
    assertThat(again.rootKey().id()).isEqualTo(fixture.account.rootKey().id());
    assertThat(again.rootKey().secret().reveal())
        .isEqualTo(fixture.account.rootKey().secret().reveal());
  }

  @Test
  void theClockOnlyMovesForward() {
    fixture.clock.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> fixture.clock.turnTo(AccountFixture.NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSessionSignsUntilItExpires() {
    String role = "arn:aws:iam::123456789012:role/path/auditor";
    Sessions.Session session = fixture.account.sessions().assume(role, "me", Duration.ofHours(1));
    assertThat(session.principal().arn())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/auditor/me");
    assertThat(fixture.account.signer(session.keyId())).isPresent();
    assertThat(fixture.account.expired(session.keyId())).isFalse();
    fixture.clock.advance(Duration.ofHours(1));
    assertThat(fixture.account.signer(session.keyId())).isEmpty();
    assertThat(fixture.account.expired(session.keyId())).isTrue();
  }

  @Test
  void rolesOfOtherAccountsDoNotTrustThisOne() {
    Sessions sessions = fixture.account.sessions();
    assertRefused(
        "AccessDenied",
        403,
        () -> sessions.assume("arn:aws:iam::999999999999:role/x", "me", Duration.ofHours(1)));
    assertRefused(
        "ValidationError",
        400,
        () -> sessions.assume("arn:aws:iam::123456789012:role/x", "me", Duration.ofDays(1)));
  }
}
