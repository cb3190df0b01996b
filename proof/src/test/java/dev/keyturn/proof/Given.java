package dev.keyturn.proof;

import dev.keyturn.mail.Mail;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.proof.model.ModelPorts;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.trouble.TurnableClock;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/** Common fixtures of tests. */
public final class Given {
  private Given() {}

  /** The usual settings, checked. */
  public static Settings settings(String bucket, String sender, String region) {
    return settings(environment(bucket, sender, region));
  }

  /** The settings of an environment, checked. */
  public static Settings settings(Map<String, String> environment) {
    return switch (Settings.read(environment)) {
      case Checked.Sound sound -> sound.settings();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }

  /** The usual settings as environment variables. */
  public static Map<String, String> environment(String bucket, String sender, String region) {
    return Map.ofEntries(
        Map.entry("LAMBDA_FUNCTION_NAME", "keyturn"),
        Map.entry("SES_EMAIL", sender),
        Map.entry("SES_REGION", region),
        Map.entry("IAM_EMAIL_TAG_KEY", "email"),
        Map.entry("S3_CSV_BUCKET", bucket),
        Map.entry("LAST_CHECK_DATE_TAG_KEY", "last-check-date"),
        Map.entry("LAST_CHECK_OLD_KEY_TAG_KEY", "last-check-old-key"),
        Map.entry("WARNING_DAYS", "30"),
        Map.entry("OVERDUE_DAYS", "60"),
        Map.entry("DEACTIVATE_DAYS", "10"),
        Map.entry("DELETION_DAYS", "10"),
        Map.entry("IAM_CALLS_PER_SECOND", "1000"));
  }

  /** Runs on an account with a bucket and a sender; mails hold only their kind. */
  static Run run(Account account, TurnableClock clock, String region) {
    String bucket = "keyturn-files";
    String sender = "keys@corp.example";
    account.buckets().create(bucket, region);
    account.mailroom(region).create(sender);
    account.mailroom(region).verify(sender);
    return new Run(
        settings(bucket, sender, region),
        new ModelPorts(account, clock, region, bucket, sender).ports(),
        (to, notice, _) -> new Mail(to, notice.getClass().getSimpleName(), "text", "html"),
        new RuntimeEnvironment(clock, clock::advance, new Random(1), Runnable::run),
        _ -> {});
  }

  /** This machine's clock, no waits, one thread. */
  public static RuntimeEnvironment runtime() {
    return new RuntimeEnvironment(InstantSource.system(), _ -> {}, new Random(1), Runnable::run);
  }
}
