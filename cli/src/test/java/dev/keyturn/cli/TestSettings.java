package dev.keyturn.cli;

import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.util.HashMap;
import java.util.Map;

/** The settings of an installation in a sandbox. */
public final class TestSettings {
  /** The bucket, which a test creates. */
  public static final String BUCKET = "corp-keyturn";

  private TestSettings() {}

  /** The usual settings, and more. */
  public static Settings of(Sandbox sandbox, Map<String, String> more) {
    Map<String, String> variables =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("LAMBDA_FUNCTION_NAME", "keyturn"),
                Map.entry("SES_EMAIL", "keys@corp.example"),
                Map.entry("SES_REGION", sandbox.region()),
                Map.entry("IAM_EMAIL_TAG_KEY", "email"),
                Map.entry("S3_CSV_BUCKET", BUCKET),
                Map.entry("LAST_CHECK_DATE_TAG_KEY", "last-check-date"),
                Map.entry("LAST_CHECK_OLD_KEY_TAG_KEY", "last-check-old-key"),
                Map.entry("WARNING_DAYS", "30"),
                Map.entry("OVERDUE_DAYS", "60"),
                Map.entry("DEACTIVATE_DAYS", "10"),
                Map.entry("DELETION_DAYS", "10")));
    variables.putAll(more);
    return switch (Settings.read(variables)) {
      case Checked.Sound sound -> sound.settings();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }
}
