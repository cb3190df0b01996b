package dev.keyturn.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.mail.Mail;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.port.Account;
import dev.keyturn.run.AccountFixture;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mails of an installation, as its settings want them. */
class MailFactoryTest {
  private static final EmailAddress OWNER = new EmailAddress("alice@corp.example");
  private static final Account ACCOUNT =
      new Account() {
        @Override
        public Identity identify() {
          return new Identity("210987654321", "aws-cn", "arn:aws-cn:iam::210987654321:user/me");
        }

        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public long calls() {
          return 0;
        }
      };

  private static Settings settings(Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "LAMBDA_FUNCTION_NAME", "keyturn-of-blue",
                "SES_EMAIL", "keys@corp.example",
                "SES_REGION", "cn-north-1",
                "IAM_EMAIL_TAG_KEY", "email",
                "S3_CSV_BUCKET", "corp",
                "LAST_CHECK_DATE_TAG_KEY", AccountFixture.DATE_TAG,
                "LAST_CHECK_OLD_KEY_TAG_KEY", AccountFixture.OLD_KEY_TAG,
                "WARNING_DAYS", "30"));
    environment.putAll(Map.of("OVERDUE_DAYS", "60", "DEACTIVATE_DAYS", "10", "DELETION_DAYS", "7"));
    environment.putAll(more);
    return switch (Settings.read(environment)) {
      case Checked.Sound sound -> sound.settings();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }

  private static Mail deleted(Map<String, String> settings) throws UnusableTemplates {
    return new MailFactory(settings(settings))
        .noticeWriter(ACCOUNT)
        .write(
            OWNER,
            new Notice.Deleted(AccountFixture.ALICE, new KeyId("AKIA000000000001")),
            AccountFixture.TODAY);
  }

  @Test
  void areSignedWithTheInstallationAndTheAccountAndGoToTheOwner() throws UnusableTemplates {
    Mail mail = deleted(Map.of());
    assertThat(mail.to()).isEqualTo(OWNER);
    assertThat(mail.subject()).contains("keyturn-of-blue");
    assertThat(mail.text()).contains("210987654321").contains("AKIA000000000001");
  }

  @Test
  void nameOnlyTheAdministratorsAndOnlyIfTheyAreKnown() throws UnusableTemplates {
    assertThat(deleted(Map.of("ADMIN_EMAIL", "admins@corp.example")).text())
        .contains("admins@corp.example");
    assertThat(deleted(Map.of()).text()).doesNotContain("@corp.example");
  }

  @Test
  void useTheTemplatesOfTheInstallation(@TempDir Path directory)
      throws UnusableTemplates, IOException {
    Files.writeString(directory.resolve("deleted.txt"), "Subject: Weg: {{user}}\nWeg.\n");
    assertThat(deleted(Map.of("MAIL_TEMPLATES", directory.toString())).subject())
        .isEqualTo("Weg: alice");
  }

  @Test
  void areRefusedBeforeAnythingIsReadIfATemplateIsInvalid(@TempDir Path directory)
      throws IOException {
    Files.writeString(directory.resolve("deleted.txt"), "{{no such thing");
    Settings settings = settings(Map.of("MAIL_TEMPLATES", directory.toString()));
    assertThatExceptionOfType(UnusableTemplates.class).isThrownBy(() -> new MailFactory(settings));
  }
}
