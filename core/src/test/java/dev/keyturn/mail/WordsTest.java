package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.LastUse;
import dev.keyturn.mail.SeenKey.Sighting;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  @Test
  void countsTheDaysLeft() {
    assertThat(Words.left(TODAY.plusDays(2), TODAY)).isEqualTo("2 days left");
    assertThat(Words.left(TODAY.plusDays(1), TODAY)).isEqualTo("1 day left");
    assertThat(Words.left(TODAY, TODAY)).isEqualTo("due now");
    assertThat(Words.left(TODAY.minusDays(3), TODAY)).isEqualTo("due now");
  }

  @Test
  void saysWhenAndWhereAKeyWasLastUsed() {
    assertThat(lastUse("2026-11-21T23:59:59Z", "s3", "eu-central-1"))
        .isEqualTo("2026-11-21 (1 day ago), service s3, region eu-central-1");
    assertThat(lastUse("2026-11-22T00:00:00Z", "iam", "us-east-1"))
        .isEqualTo("2026-11-22 (today), service iam, region us-east-1");
  }

  @Test
  void leavesOutWhatIsUnknownToIam() {
    assertThat(lastUse("2026-11-20T12:00:00Z", "N/A", "N/A")).isEqualTo("2026-11-20 (2 days ago)");
  }

  @Test
  void distinguishesANeverUsedKeyFromOneThatCouldNotBeRead() {
    assertThat(Words.lastUse(new Sighting.Known(new LastUse.Never()), TODAY))
        .isEqualTo("never used");
    assertThat(Words.lastUse(new Sighting.Unknown(), TODAY)).isEqualTo("could not be read");
  }

  private static String lastUse(String time, String service, String region) {
    return Words.lastUse(
        new Sighting.Known(new LastUse.At(Instant.parse(time), service, region)), TODAY);
  }
}
