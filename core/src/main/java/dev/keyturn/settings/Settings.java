package dev.keyturn.settings;

import dev.keyturn.facts.BucketLayout;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Setup;
import java.util.List;
import java.util.Map;

/**
 * All settings of an installation, validated. The variables are those of the design's section 1.
 *
 * @param name of this installation, in logs, mails, metrics and audit
 * @param sender whose address is verified in SES
 * @param sesRegion region in which SES is set up
 * @param addressTag key of the user tag that holds the owner's address
 * @param bucket that holds new credentials until their owner fetches them
 * @param dateTag key of the user tag with the date of the last step of a rotation
 * @param oldKeyTag key of the user tag with the id of the key being retired
 */
public record Settings(
    String name,
    Sender sender,
    String sesRegion,
    String addressTag,
    String bucket,
    String dateTag,
    String oldKeyTag,
    Policy policy,
    Options options) {

  /** Both tags of the rotation record. */
  public List<String> recordTags() {
    return List.of(dateTag, oldKeyTag);
  }

  /** The same with another limit of actions. */
  public Settings with(Options.ActionLimit limit) {
    return new Settings(
        name,
        sender,
        sesRegion,
        addressTag,
        bucket,
        dateTag,
        oldKeyTag,
        policy,
        options.with(limit));
  }

  /**
   * The values that commands for people name.
   *
   * @param layout where the account's objects lie in the bucket
   */
  public Setup setup(BucketLayout layout) {
    return new Setup(addressTag, bucket, layout, sesRegion, recordTags());
  }

  /** Reads the variables, and reports all problems. */
  public static Checked read(Map<String, String> environment) {
    return new SettingsReader(environment, false).read();
  }

  /**
   * Reads them for a plan that nothing follows: what is missing is filled in, and what is set and
   * invalid is a problem all the same.
   */
  public static Checked readForPlan(Map<String, String> environment) {
    return new SettingsReader(environment, true).read();
  }

  /** The result of reading. */
  public sealed interface Checked {
    record Sound(Settings settings, Assumed assumed) implements Checked {
      public Sound(Settings settings) {
        this(settings, Assumed.none());
      }
    }

    /** At least one problem. */
    record Unsound(List<Problem> problems) implements Checked {
      public Unsound {
        problems = List.copyOf(problems);
      }

      /** The problems, each a sentence that names its variable. */
      public List<String> texts() {
        return problems.stream().map(Problem::text).toList();
      }
    }
  }
}
