package dev.keyturn.mail.template;

import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.Digest.Deed;
import dev.keyturn.mail.Digest.Deferred;
import dev.keyturn.mail.Digest.Failed;
import dev.keyturn.mail.Digest.Page;
import dev.keyturn.mail.Digest.Part;
import dev.keyturn.mail.Digest.Relief;
import dev.keyturn.mail.Digest.Rest;
import dev.keyturn.mail.Digest.Stuck;
import dev.keyturn.mail.FilePlace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Made-up digests: one of a busy day, and some of days with little to report. */
public final class SampleDigests {
  private static final UserName BOB = new UserName("bob");
  private static final UserName CAROL = new UserName("carol");
  private static final Failed NOT_MAILED =
      new Failed(
          CAROL,
          "deactivation",
          "SES SendEmail to carol@corp.example: AccessDeniedException: not authorized to perform"
              + " ses:SendEmail");
  private static final Deed REPLACED =
      new Deed(Samples.ALICE, "new key %s for %s".formatted(Samples.NEW, Samples.OLD));
  private static final Deed OFF = new Deed(BOB, "AKIABOBOLD7EXAMPLE");
  private static final Deed OFF_ALREADY =
      new Deed(
          new UserName("erin"), "AKIAERINOLDEXAMPLE: the owner deactivated the old key already");
  private static final Deed DELETED = new Deed(new UserName("frank"), "AKIAFRANKOLDEXAMPLE");
  private static final Deed CLEARED =
      new Deed(new UserName("grace"), "the new key is gone, so the rotation starts over");
  private static final Stuck WRONG_KEY_OFF =
      new Stuck(
          new UserName("heidi"),
          "the new key is inactive and the old one is active",
          new Relief.Command(
              "To end the hold:",
              "keyturn mend heidi",
              "Clears the record: the old key counts as the user's own again."));
  private static final Stuck NO_ADDRESS =
      new Stuck(
          new UserName("ivan"),
          "the address tag holds no address: 'ask the ops team'",
          new Relief.Command(
              "Set the tag with the address:",
              "aws iam tag-user --user-name ivan --tags Key=email,Value=ADDRESS",
              ""));
  private static final Stuck SEVERAL =
      new Stuck(
          new UserName("judy"),
          "several keys could be the new one",
          new Relief.Advice("Find out with the owner which of them is not used, and delete it."));
  private static final Deed EXPOSED =
      new Deed(
          new UserName("erin"),
          "hold: AWS found a key of the user in public and quarantined the user");
  private static final Deed COMPROMISED =
      new Deed(
          new UserName("ivy"),
          "warn: both keys are active, so there is no room for a new one. AKIAIVYOLD7EXAMPLE is"
              + " compromised, and the order to replace it is not carried out yet. Deactivate it"
              + " now:",
          Optional.of(
              "aws iam update-access-key --user-name ivy --access-key-id AKIAIVYOLD7EXAMPLE"
                  + " --status Inactive"));
  private static final String FILE =
      BucketPaths.file(Samples.ALICE, Samples.NEW, Delivery.ADMINISTRATOR);
  private static final Deed HANDED_OVER =
      new Deed(
          Samples.ALICE,
          "new key %s for %s, which is compromised. For you to hand over: %s"
              .formatted(Samples.NEW, Samples.OLD, FILE),
          Optional.of("aws s3 cp 's3://corp-credentials/%s' .".formatted(FILE)));
  private static final Deed BOTH_ACTIVE =
      new Deed(
          new UserName("kim"),
          "AKIAKIMOLD7EXAMPLE, 214 days old: both keys are active, so there is no room for a new"
              + " one");
  private static final Deed UNMANAGED =
      new Deed(new UserName("liam"), "a key at least 90 days old: the user has no address tag");
  private static final Deferred LIMIT =
      new Deferred(3, "not begun: MAX_ACTIONS_PER_RUN is 40; the next run does it");
  private static final Rest REST = new Rest(5_000, 4_100, 61, 5, 131, Duration.ofMillis(9_400));

  private SampleDigests() {}

  /** The one with the most variables first. */
  public static List<Digest> all() {
    return List.of(busy(), ordinary(), waiting());
  }

  private static Digest busy() {
    return new Digest(
        new Part<>(List.of(EXPOSED, COMPROMISED), 3),
        new Part<>(List.of(NOT_MAILED), 21),
        new Part<>(List.of(REPLACED, HANDED_OVER), 13),
        new Part<>(List.of(OFF, OFF_ALREADY), 9),
        new Part<>(List.of(DELETED), 7),
        new Part<>(List.of(CLEARED), 2),
        new Part<>(List.of(WRONG_KEY_OFF, NO_ADDRESS, SEVERAL), 4),
        new Part<>(List.of(BOTH_ACTIVE, UNMANAGED), 3),
        new Part<>(List.of(LIMIT), 2),
        REST,
        new Page.At(page("aws")));
  }

  private static Digest ordinary() {
    return new Digest(
        new Part<>(List.of(EXPOSED), 1),
        new Part<>(List.of(NOT_MAILED), 1),
        new Part<>(List.of(REPLACED), 1),
        new Part<>(List.of(OFF, OFF_ALREADY), 2),
        new Part<>(List.of(DELETED), 1),
        new Part<>(List.of(CLEARED), 1),
        new Part<>(List.of(), 0),
        new Part<>(List.of(), 0),
        new Part<>(List.of(LIMIT), 1),
        REST,
        new Page.At(page("aws-elsewhere")));
  }

  private static Digest waiting() {
    return new Digest(
        new Part<>(List.of(), 0),
        new Part<>(List.of(), 0),
        new Part<>(List.of(), 0),
        new Part<>(List.of(), 0),
        new Part<>(List.of(), 0),
        new Part<>(List.of(), 0),
        new Part<>(List.of(WRONG_KEY_OFF, NO_ADDRESS, SEVERAL), 3),
        new Part<>(List.of(BOTH_ACTIVE, UNMANAGED), 2),
        new Part<>(List.of(), 0),
        REST,
        new Page.None());
  }

  private static FilePlace page(String partition) {
    return new FilePlace(
        "corp-credentials",
        BucketPaths.REPORTS + "2026-11-22-5c8c8a2e-8f5b-4f6e-9d53-0b6a7a1d3c11.html",
        "eu-central-1",
        partition,
        new FilePlace.Expiry.Unknown());
  }
}
