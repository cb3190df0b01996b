package dev.keyturn.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.port.PortFailure.Denier;
import dev.keyturn.port.PortFailure.Kind;
import org.junit.jupiter.api.Test;

/** A failure keeps what is known about its cause. */
class PortFailureTest {
  private static final Denier DENIER = new Denier("permissions boundary", false);

  @Test
  void aDenialNamesThePolicyThatAllowingMoreDoesNotLift() {
    PortFailure failure = PortFailure.deniedBy(DENIER, "AWS says no");
    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    assertThat(failure.message()).isEqualTo("AWS says no");
    assertThat(failure.denier()).contains(DENIER);
    assertThat(failure.general()).isFalse();
    assertThat(failure.clear()).isTrue();
  }

  @Test
  void aMissingPermissionHasNoSuchPolicy() {
    assertThat(new PortFailure(Kind.DENIED, "AWS says no").denier()).isEmpty();
    assertThat(PortFailure.ofAll(Kind.DENIED, "AWS says no").denier()).isEmpty();
  }

  @Test
  void anUnclearAnswerKeepsTheFailedCall() {
    PortFailure failure = new PortFailure(Kind.UNREACHABLE, "no network");
    assertThat(new Answer.Unclear(failure).failure()).containsSame(failure);
    assertThat(new Answer.Unclear(failure).why()).isEqualTo("no network");
    assertThat(new Answer.Unclear("not asked").failure()).isEmpty();
    assertThat(new CredentialStore.Whose.Unclear(failure).why()).isEqualTo("no network");
  }
}
