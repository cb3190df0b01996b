package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.mail.template.Samples;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalTest {
  private static final Sighting NEVER = new Sighting.Known(new LastUse.Never());
  private static final Sighting UNKNOWN = new Sighting.Unknown();

  @Test
  void recommendsTheInactiveKey() {
    SeenKey on = key(Samples.NEW, KeyStatus.ACTIVE, "2026-11-01", NEVER);
    SeenKey off = key(Samples.OLD, KeyStatus.INACTIVE, "2026-09-01", used("2026-11-20"));
    assertThat(Removal.of(List.of(off, on))).isEqualTo(new Removal(off, on, false));
    assertThat(Removal.of(List.of(on, off))).isEqualTo(new Removal(off, on, false));
  }

  @Test
  void recommendsTheKeyThatHasBeenUnusedForLonger() {
    SeenKey old = key(Samples.OLD, KeyStatus.ACTIVE, "2026-09-01", used("2026-11-20"));
    SeenKey idle = key(Samples.NEW, KeyStatus.ACTIVE, "2026-10-01", used("2026-10-02"));
    SeenKey never = key(Samples.NEW, KeyStatus.ACTIVE, "2026-11-16", NEVER);
    assertThat(Removal.of(List.of(old, idle))).isEqualTo(new Removal(idle, old, true));
    assertThat(Removal.of(List.of(old, never))).isEqualTo(new Removal(never, old, true));
    SeenKey busy = key(Samples.NEW, KeyStatus.ACTIVE, "2026-10-01", used("2026-11-24"));
    assertThat(Removal.of(List.of(old, busy))).isEqualTo(new Removal(old, busy, true));
  }

  /** Does not tell an owner who has just made a new key to remove it. */
  @Test
  void recommendsTheOlderOneWhereBothAreInUseOrTheYoungerIsJustMade() {
    SeenKey old = key(Samples.OLD, KeyStatus.ACTIVE, "2026-09-01", used("2026-11-20"));
    SeenKey busy = key(Samples.NEW, KeyStatus.ACTIVE, "2026-10-01", used("2026-11-17"));
    SeenKey made = key(Samples.NEW, KeyStatus.ACTIVE, "2026-11-20", NEVER);
    SeenKey later = key(Samples.NEW, KeyStatus.ACTIVE, "2026-10-01", used("2026-11-23"));
    for (SeenKey young : List.of(busy, made, later)) {
      assertThat(Removal.of(List.of(old, young))).isEqualTo(new Removal(old, young, false));
    }
  }

  @Test
  void recommendsTheOlderOneWhereALastUseCouldNotBeRead() {
    SeenKey old = key(Samples.OLD, KeyStatus.ACTIVE, "2026-09-01", used("2026-11-20"));
    SeenKey unread = key(Samples.NEW, KeyStatus.ACTIVE, "2026-10-01", UNKNOWN);
    assertThat(Removal.of(List.of(old, unread))).isEqualTo(new Removal(old, unread, false));
    SeenKey unreadOld = key(Samples.OLD, KeyStatus.ACTIVE, "2026-09-01", UNKNOWN);
    SeenKey never = key(Samples.NEW, KeyStatus.ACTIVE, "2026-10-01", NEVER);
    assertThat(Removal.of(List.of(unreadOld, never)))
        .isEqualTo(new Removal(unreadOld, never, false));
  }

  private static Sighting used(String day) {
    return new Sighting.Known(
        new LastUse.At(Instant.parse(day + "T10:00:00Z"), "s3", "eu-central-1"));
  }

  private static SeenKey key(KeyId id, KeyStatus status, String created, Sighting sighting) {
    return new SeenKey(new AccessKey(id, status, Instant.parse(created + "T09:00:00Z")), sighting);
  }
}
