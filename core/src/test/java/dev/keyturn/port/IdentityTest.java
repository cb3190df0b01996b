package dev.keyturn.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.port.Account.Identity;
import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void theRootUserOfAnyAccountIsRoot() {
    assertThat(Identity.isRoot("arn:aws:iam::111122223333:root")).isTrue();
    assertThat(Identity.isRoot("arn:aws:iam::111122223333:user/root")).isFalse();
  }
}
