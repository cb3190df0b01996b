package dev.keyturn.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.state.LeaseText.State;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a lease says of itself, and when it is over. */
class LeaseTextTest {
  @Test
  void readsALeaseAsWrittenAndAMissingHolderAsUnknown() {
    LeaseText lease =
        new LeaseText("a \"run\"\n", State.HELD, Instant.parse("2026-11-22T12:00:00Z"));
    assertThat(LeaseText.read(lease.json())).contains(lease);
    assertThat(LeaseText.read("{\"state\":\"HELD\",\"until\":\"2026-11-22T12:00:00Z\"}"))
        .contains(new LeaseText("unknown", State.HELD, lease.until()));
    assertThat(lease.isOver(lease.until().minusSeconds(1))).isFalse();
    assertThat(lease.isOver(lease.until())).isTrue();
    assertThat(
            new LeaseText("x", State.GIVEN_BACK, lease.until())
                .isOver(lease.until().minusSeconds(1)))
        .isTrue();
  }

  @Test
  void aLeaseCanEndInItsTermAndTwoMinutesOfClocksThatDifferAndNoLater() {
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    Instant latest = now.plusSeconds(50 + 120);
    assertThat(new LeaseText("x", State.HELD, latest).isOver(now)).isFalse();
    assertThat(new LeaseText("x", State.HELD, latest.plusMillis(1)).isOver(now)).isTrue();
    assertThat(new LeaseText("x", State.HELD, Instant.MAX).isOver(now)).isTrue();
  }
}
