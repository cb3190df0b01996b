package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.port.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

interface AccountContract extends Contract {
  private Account account() {
    return stage().ports().account();
  }

  @Test
  default void knowsWhoseCredentialsTheseAre() {
    Account.Identity identity = account().identify();
    assertThat(identity.accountId()).isEqualTo("123456789012");
    assertThat(identity.partition()).isEqualTo("aws");
    assertThat(identity.arn()).startsWith("arn:aws:").contains(":123456789012:");
  }

  @Test
  default void countsEveryCall() {
    long before = account().calls();
    stage().ports().users().names();
    assertThat(account().calls() - before).isEqualTo(1);
  }

  @Test
  default void tellsTheTimeInWholeSeconds() {
    account().identify();
    Instant now = account().now();
    assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.SECONDS));
    assertThat(Duration.between(now, account().now())).isLessThan(Duration.ofSeconds(5));
  }
}
