package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.mail.template.Samples;
import dev.keyturn.mail.template.TemplateMailWriter;
import dev.keyturn.mail.template.Templates;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class FetchBeforeTest {
  private static final LocalDate OFF = LocalDate.of(2026, 12, 2);

  @Test
  void theDeadlineIsTheDayTheFileGoesIfThatComesFirst() {
    Mail mail = write(new Expiry.At(Instant.parse("2026-11-29T00:00:00Z")));
    assertThat(mail.subject()).contains("before 2026-11-29,").endsWith("(7 days left)");
    assertThat(mail.text())
        .contains("S3 removes the file on 2026-11-29.")
        .contains("On 2 December everything that still uses ");
  }

  @Test
  void theDeadlineIsTheDayTheOldKeyGoesOtherwise() {
    assertThat(write(new Expiry.At(Instant.parse("2026-12-02T00:00:00Z"))).subject())
        .contains("before 2026-12-02,")
        .endsWith("(10 days left)");
    Mail mail = write(new Expiry.Unknown());
    assertThat(mail.subject()).contains("before 2026-12-02,").endsWith("(10 days left)");
    assertThat(mail.text()).contains("S3 keeps the file for a limited time only");
  }

  private static Mail write(Expiry expiry) {
    AccessKey old =
        new AccessKey(Samples.OLD, KeyStatus.ACTIVE, Instant.parse("2026-09-20T00:00:00Z"));
    return new TemplateMailWriter(Templates.standard(), Samples.SIGNED)
        .write(
            new EmailAddress("alice@corp.example"),
            new Notice.Replaced(
                Samples.ALICE,
                new SeenKey(old, new Sighting.Unknown()),
                Samples.NEW,
                new Sighting.Unknown(),
                new FilePlace("bucket", "credential/alice/a.csv", "eu-west-1", "aws", expiry),
                OFF),
            Samples.TODAY);
  }
}
