package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.BucketSettings;
import dev.keyturn.doctor.probe.BucketSettings.Denials;
import dev.keyturn.doctor.probe.BucketSettings.Keeping;
import dev.keyturn.doctor.probe.BucketSettings.Rules;
import dev.keyturn.doctor.probe.DoctorProbes;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.LenientSettings;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.policy.Policy;
import dev.keyturn.port.Account.Identity;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CredentialStore.Whose;
import dev.keyturn.settings.Options.Encryption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that the bucket is safe for secrets, and keeps them long enough but not forever. */
final class BucketCheck {
  private static final String FILES = BucketPaths.CREDENTIALS;

  /** Keyturn's own objects, which no lifecycle rule may delete. */
  private static final List<String> RECORDS = List.of(BucketPaths.AUDIT, BucketPaths.STATE);

  /** S3's name for DSSE-KMS, which encrypts twice. */
  private static final String TWICE_BY_KMS = "aws:kms:dsse";

  private static final Fix AS_KEYTURN =
      new Fix.Advice(
          "Run doctor as the user or role that runs Keyturn, or deploy the function, whose role"
              + " doctor then names: a bucket's policy must not exempt the root user.");

  /** What shows whose a bucket is. */
  private static final String LISTED = "s3:ListAllMyBuckets";

  private final LenientSettings draft;
  private final DoctorProbes probes;
  private final String bucket;
  private final BucketSettings room;
  private final Optional<Whose> whose;
  private final String runner;
  private Optional<Denials> denials = Optional.empty();
  private final Findings findings = new Findings(Section.BUCKET);

  /**
   * Makes no call.
   *
   * @param whose empty if the bucket's name must be fixed first
   * @param runner the ARN of the user or role that runs Keyturn
   */
  BucketCheck(LenientSettings draft, DoctorProbes probes, Optional<Whose> whose, String runner) {
    this.whose = whose;
    this.draft = draft;
    this.probes = probes;
    this.runner = runner;
    this.bucket = draft.settings().bucket();
    this.room = probes.bucketSettings();
  }

  List<Finding> findings() {
    if (whose.isEmpty()) {
      findings.unknown(
          "exists",
          "S3_CSV_BUCKET must be fixed first",
          new Fix.Advice("Fix the settings, and run doctor again."));
      return findings.findings();
    }
    switch (whose.get()) {
      case Whose.Ours _ -> {
        findings.ok("exists", bucket + " exists and belongs to this account");
        closed();
        encrypted();
        policy();
        ownership();
        lifecycle();
        versions();
      }
      case Whose.Absent absent ->
          findings.error(
              "exists",
              absent.why(),
              create(),
              new Fix.Advice(
                  "If another account owns the name by now, choose another one (S3_CSV_BUCKET)."));
      case Whose.Foreign foreign ->
          findings.error(
              "exists",
              foreign.why(),
              new Fix.Advice(
                  "Name a bucket of this account (S3_CSV_BUCKET). Secrets must not be stored in"
                      + " another account's."),
              Shell.command("export", "S3_CSV_BUCKET=BUCKET"));
      case Whose.Closed closed ->
          findings.unknown(
              "exists",
              "%s %s".formatted(closed.why(), closed.failure().message()),
              Findings.remedy(closed.failure(), LISTED));
      case Whose.Unclear unclear ->
          findings.unknown("exists", unclear.why(), Findings.remedy(unclear.failure(), LISTED));
    }
    return findings.findings();
  }

  /** Whether the policy is known to deny reading files to everyone but owners and Keyturn. */
  boolean deniesOtherReaders() {
    return denials.filter(Denials::otherReaders).isPresent();
  }

  private Fix create() {
    Stream<String> words = Stream.of("--bucket", bucket, "--region", probes.region());
    Stream<String> where =
        probes.region().equals("us-east-1")
            ? Stream.empty()
            : Stream.of("--create-bucket-configuration", "LocationConstraint=" + probes.region());
    return Shell.aws("s3api create-bucket", Stream.concat(words, where).toArray(String[]::new));
  }

  private Fix s3api(String verb, String... more) {
    return Shell.aws(
        "s3api " + verb,
        Stream.concat(Stream.of("--bucket", bucket), Stream.of(more)).toArray(String[]::new));
  }

  private void closed() {
    Fix block =
        s3api(
            "put-public-access-block",
            "--public-access-block-configuration",
            "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true");
    Answer closed = room.closed();
    if (closed instanceof Answer.No no) {
      findings.error("private", no.why(), block);
      return;
    }
    findings
        .read("private", "s3:GetBucketPublicAccessBlock", room::publicAccessBlocked)
        .ifPresent(
            blocked -> {
              if (blocked) {
                findings.ok("private", "all public access is blocked");
              } else {
                findings.error(
                    "private",
                    "public access is not blocked: one mistake makes secrets public",
                    block);
              }
            });
  }

  private void encrypted() {
    boolean setting = draft.settings().options().encryption() instanceof Encryption.ByKms;
    findings
        .read("encrypted", "s3:GetEncryptionConfiguration", room::encryption)
        .ifPresent(
            byDefault -> {
              if (byDefault.filter(TWICE_BY_KMS::equals).isPresent() && setting) {
                findings.warning(
                    "encrypted",
                    "with KMS_KEY_ID, secrets are stored with SSE-KMS, which is less than the"
                        + " bucket's default (%s)".formatted(TWICE_BY_KMS),
                    new Fix.Advice(
                        "Leave KMS_KEY_ID empty: then the bucket's default applies. Owners and the"
                            + " role or user that runs Keyturn still need the permissions on its"
                            + " KMS key (docs/permissions.md)."),
                    Shell.command("unset", "KMS_KEY_ID"));
              } else if (byDefault.isPresent()) {
                findings.ok(
                    "encrypted",
                    setting
                        ? "objects are encrypted with KMS_KEY_ID"
                        : "objects are encrypted by the bucket's default, " + byDefault.get());
              } else {
                findings.error(
                    "encrypted",
                    "objects are not encrypted by default",
                    s3api(
                        "put-bucket-encryption",
                        "--server-side-encryption-configuration",
                        "{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}]}"));
              }
            });
  }

  private void policy() {
    Optional<Rules> read = findings.read("tls", "s3:GetBucketPolicy", () -> room.rules(runner));
    if (read.isEmpty()) {
      return;
    }
    Rules rules = read.get();
    denials = Optional.of(rules.denials());
    Fix mend = s3api("put-bucket-policy", "--policy", rules.mended());
    if (rules.denials().withoutTls()) {
      findings.ok("tls", "TLS is required");
    } else {
      findings.error("tls", "the bucket's policy does not deny requests without TLS", mend);
    }
    readers(rules, mend);
    handOver(rules, mend);
    writers(rules, mend);
    if (runByRoot()) {
      findings.unknown(
          "refuses",
          "doctor was run by the account's root user, which is not what runs Keyturn",
          AS_KEYTURN);
    } else if (rules.refusing().isEmpty()) {
      findings.ok("refuses", "the bucket's policy denies nothing that a run or an owner needs");
    } else {
      findings.error(
          "refuses",
          "the bucket's policy stops Keyturn: " + String.join("; ", rules.refusing()),
          new Fix.Advice(
              "Change these statements, or exclude Keyturn's user or role (%s) from them:"
                  .formatted(runner)),
          s3api("get-bucket-policy", "--query", "Policy", "--output", "text"));
    }
    if (rules.allows()) {
      findings.warning(
          "grants",
          "the bucket's policy grants access; only the group's policy should, and only to"
              + " owners",
          new Fix.Advice("Review it, and remove statements that let others read " + FILES + ":"),
          s3api("get-bucket-policy", "--query", "Policy", "--output", "text"));
    } else {
      findings.ok("grants", "the bucket's policy grants no access");
    }
  }

  private void readers(Rules rules, Fix mend) {
    if (rules.denials().otherReaders()) {
      findings.ok("readers", "the bucket's policy lets only owners and Keyturn read files");
    } else {
      findings.error(
          "readers",
          "the bucket's policy does not deny others to read files: all users and roles whose own"
              + " policies allow s3:GetObject there, such as ReadOnlyAccess, can read new secrets",
          withCommand(
              "This keeps the policy's other statements. If users or roles read anything else in"
                  + " this bucket, add it to NotResource first:",
              mend));
    }
    findings.ok(
        "mfa",
        rules.denials().withoutMfa()
            ? "owners read their file with MFA only"
            : "owners read their file with the old key alone; OwnersNeedMfa in deploy/README.md"
                + " demands MFA");
  }

  private void writers(Rules rules, Fix mend) {
    if (rules.denials().otherWriters()) {
      findings.ok("writers", "the bucket's policy lets only Keyturn write files, state and audit");
    } else {
      findings.error(
          "writers",
          "the bucket's policy does not deny others to write and delete under %s and %s"
              .formatted(FILES, String.join(" and ", RECORDS)),
          withCommand(
              "This lets only %s write. Add the ARNs of others who run keyturn apply,"
                      .formatted(runner)
                  + " undo or mend to ArnNotLike:",
              mend));
    }
  }

  /** The new key of a compromised one: an administrator hands it over. */
  private void handOver(Rules rules, Fix mend) {
    String text =
        "This lets only Keyturn read them, and no owner's file is changed. Add the ARNs of the"
            + " administrators who hand new keys over to ArnNotLike of"
            + " OnlyAdministratorsReadWhatTheyHandOver:";
    if (!rules.denials().handedOver()) {
      findings.error(
          "hand-over",
          "the bucket's policy does not deny others to read the new keys of compromised ones, which"
              + " administrators hand over",
          withCommand(text, mend));
    } else if (rules.denials().administrators()) {
      findings.warning(
          "hand-over",
          "the bucket's policy denies administrators, too, to read the new keys of compromised ones"
              + " (keyturn rotate --compromised)",
          withCommand(text, mend));
    } else {
      findings.ok("hand-over", "only administrators read the new keys of compromised ones");
    }
  }

  private boolean runByRoot() {
    return Identity.isRoot(runner);
  }

  /** A policy that exempts the root user would not protect: then there is no command. */
  private Fix[] withCommand(String text, Fix mend) {
    return runByRoot() ? new Fix[] {AS_KEYTURN} : new Fix[] {new Fix.Advice(text), mend};
  }

  private void ownership() {
    findings
        .read("ownership", "s3:GetBucketOwnershipControls", room::objectOwnership)
        .ifPresent(
            ownership -> {
              if (ownership.filter("BucketOwnerEnforced"::equals).isPresent()) {
                findings.ok("ownership", "access control lists are disabled");
              } else {
                findings.warning(
                    "ownership",
                    "access control lists are enabled (%s): they can open single files"
                        .formatted(ownership.orElse("no ownership controls")),
                    s3api(
                        "put-bucket-ownership-controls",
                        "--ownership-controls",
                        "Rules=[{ObjectOwnership=BucketOwnerEnforced}]"));
              }
            });
  }

  private void versions() {
    findings
        .read("versions", "s3:GetBucketVersioning", room::keepsOldVersions)
        .ifPresent(
            kept -> {
              if (kept) {
                findings.warning(
                    "versions",
                    "the bucket is versioned: expired files remain in it as old versions",
                    s3api(
                        "put-bucket-versioning", "--versioning-configuration", "Status=Suspended"),
                    new Fix.Advice(
                        "Then delete the old versions under %s, or let a lifecycle rule do it."
                            .formatted(FILES)));
              } else {
                findings.ok("versions", "not versioned: expired files are deleted");
              }
            });
  }

  private void lifecycle() {
    findings
        .read("kept", "s3:GetLifecycleConfiguration", room::lifecycle)
        .ifPresent(
            rules -> {
              kept(rules);
              records(rules);
            });
  }

  /**
   * A file should outlive the old key, because its owner may fetch it that late. If it expires
   * earlier and the new key was never used, deactivation waits for another DEACTIVATE_DAYS; after
   * that the owner has no file.
   */
  private void kept(List<Keeping> rules) {
    if (!draft.knows("DEACTIVATE_DAYS", "DELETION_DAYS", "IN_USE_GRACE_DAYS")) {
      findings.unknown(
          "kept",
          "the days must be fixed first",
          new Fix.Advice("Fix the settings, and run doctor again."));
      return;
    }
    Policy days = draft.settings().policy();
    int least =
        days.deactivateDays()
            + days.inUseGraceDays()
            + Math.max(days.deactivateDays(), days.deletionDays());
    Optional<Keeping> shortest =
        rules.stream()
            .filter(rule -> rule.expires(FILES))
            .min(Comparator.comparingInt(Keeping::days));
    if (shortest.isEmpty()) {
      findings.warning(
          "kept",
          "files are kept forever, including secrets that were never fetched",
          lifecycleOf(rules, least + 10));
    } else if (shortest.get().days() <= least) {
      findings.error(
          "kept",
          "files expire after %s days (rule '%s'); the old key may exist for %s, and its owner needs the file until then"
              .formatted(shortest.get().days(), shortest.get().id(), least),
          lifecycleOf(rules, least + 10));
    } else {
      findings.ok(
          "kept",
          "files are kept for %s days; more than %s are needed"
              .formatted(shortest.get().days(), least));
    }
  }

  private void records(List<Keeping> rules) {
    List<Keeping> wrong =
        rules.stream().filter(rule -> RECORDS.stream().anyMatch(rule::expires)).toList();
    if (wrong.isEmpty()) {
      findings.ok("records", "no rule deletes the audit trail or the state");
      return;
    }
    findings.warning(
        "records",
        "rules delete the audit trail or the state: "
            + wrong.stream()
                .map(rule -> "'%s' after %s days".formatted(rule.id(), rule.days()))
                .collect(Collectors.joining(", ")),
        lifecycleOf(rules, fileDays(rules)));
  }

  private int fileDays(List<Keeping> rules) {
    Policy days = draft.settings().policy();
    int least =
        days.deactivateDays()
            + days.inUseGraceDays()
            + Math.max(days.deactivateDays(), days.deletionDays());
    return rules.stream()
        .filter(rule -> rule.expires(FILES) && rule.days() > least)
        .mapToInt(Keeping::days)
        .min()
        .orElse(least + 10);
  }

  /**
   * Putting a lifecycle replaces all of its rules. The command repeats simple rules; if there are
   * others, a person has to write them.
   */
  private Fix lifecycleOf(List<Keeping> rules, int days) {
    if (!rules.stream().allMatch(Keeping::plain)) {
      return new Fix.Advice(
          "Read the rules (aws s3api get-bucket-lifecycle-configuration --bucket %s), let objects"
                  .formatted(bucket)
              + " under %s expire after %s days, and none under %s; put them back with"
                  .formatted(FILES, days, String.join(" and ", RECORDS))
              + " put-bucket-lifecycle-configuration, which replaces all rules.");
    }
    Stream<Keeping> others =
        rules.stream()
            .filter(rule -> !rule.expires(FILES))
            .filter(rule -> RECORDS.stream().noneMatch(rule::expires));
    Keeping files = new Keeping("credential-files", true, FILES, days, true);
    return s3api(
        "put-bucket-lifecycle-configuration",
        "--lifecycle-configuration",
        "{\"Rules\":[%s]}"
            .formatted(
                Stream.concat(others, Stream.of(files))
                    .map(BucketCheck::json)
                    .collect(Collectors.joining(","))));
  }

  private static String json(Keeping rule) {
    return "{\"ID\":\"%s\",\"Status\":\"%s\",\"Filter\":{\"Prefix\":\"%s\"},\"Expiration\":{\"Days\":%s}}"
        .formatted(
            rule.id().replace("\\", "\\\\").replace("\"", "\\\""),
            rule.enabled() ? "Enabled" : "Disabled",
            rule.prefix().replace("\\", "\\\\").replace("\"", "\\\""),
            rule.days());
  }
}
