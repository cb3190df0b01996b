package dev.keyturn.aws.permission;

import dev.keyturn.aws.adapter.SesMailer;
import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.settings.Options.Encryption;
import dev.keyturn.settings.Options.EventBusChoice;
import dev.keyturn.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The permissions of the role in deploy/template.yaml, statement by statement; a test compares the
 * two.
 */
public final class ShippedRole {
  /** An example of an object of the audit trail. */
  public static final String TRAIL = BucketPaths.AUDIT + "2026-01-01/example.jsonl";

  /** An example of a stored page. */
  static final String PAGE = BucketPaths.REPORTS + "2026-01-01-example.html";

  private final Settings settings;
  private final Account.Identity identity;
  private final String region;
  private final List<Item> items = new ArrayList<>();

  public ShippedRole(Settings settings, Account.Identity identity, String region) {
    this.settings = settings;
    this.identity = identity;
    this.region = region;
  }

  /**
   * One permission.
   *
   * @param point the name in findings
   * @param statement the statement that allows it, as JSON
   */
  public record Item(String point, RequiredPermission need, String statement) {}

  /**
   * All permissions.
   *
   * @param source the ARN of the principal that needs them
   * @param user the ARN of an example user
   */
  public List<Item> items(String source, String user) {
    everywhere("iam:GetAccountAuthorizationDetails", "to read all users at once");
    String bulk = "to see at once whose keys are young";
    everywhere("iam:GenerateCredentialReport", bulk);
    everywhere("iam:GetCredentialReport", bulk);
    everywhere("iam:ListUsers", "to read users where that is denied");
    String users = "arn:%s:iam::%s:user/*".formatted(identity.partition(), identity.accountId());
    on(users, user, "iam:ListUserTags", "to read a user's tags again", "");
    on(users, user, "iam:ListAttachedUserPolicies", "to see whether AWS quarantines a user", "");
    on(users, user, "iam:ListAccessKeys", "to read a user's keys", "");
    on(users, user, "iam:GetAccessKeyLastUsed", "to see whether a key is used", "");
    add(
        "iam:SimulatePrincipalPolicy:users",
        new RequiredPermission(
            "iam:SimulatePrincipalPolicy",
            List.of(user),
            "to see whether an owner can read a file"),
        List.of(users),
        "");
    writes(users, user);
    bucket(user);
    sender();
    if (settings.options().eventBus() instanceof EventBusChoice.Bus(String bus)) {
      String arn =
          bus.startsWith("arn:")
              ? bus
              : "arn:%s:events:%s:%s:event-bus/%s"
                  .formatted(identity.partition(), region, identity.accountId(), bus);
      on(arn, arn, "events:PutEvents", "to put events about what happened", "");
    }
    on(source, source, "iam:SimulatePrincipalPolicy", "to know beforehand what it may do", "");
    if (source.contains(":role/")) {
      String logs =
          "arn:%s:logs:%s:%s:log-group:/aws/lambda/%s:*"
              .formatted(identity.partition(), region, identity.accountId(), settings.name());
      on(logs, logs, "logs:CreateLogStream", "to log", "");
      on(logs, logs, "logs:PutLogEvents", "to log", "");
    }
    return List.copyOf(items);
  }

  private void writes(String users, String user) {
    String address = "\"Null\":{\"aws:ResourceTag/%s\":\"false\"".formatted(settings.addressTag());
    String anyTagged = address + "}";
    on(users, user, "iam:CreateAccessKey", "to make the new key", anyTagged);
    on(users, user, "iam:UpdateAccessKey", "to deactivate the old key", anyTagged);
    on(users, user, "iam:DeleteAccessKey", "to delete the old key", anyTagged);
    String ofRecord =
        address
            + ",\"aws:TagKeys\":\"false\"},\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[%s]}"
                .formatted(
                    settings.recordTags().stream()
                        .map(tag -> "\"" + tag + "\"")
                        .collect(Collectors.joining(",")));
    on(users, user, "iam:TagUser", "to record the steps of a rotation", ofRecord);
    on(users, user, "iam:UntagUser", "to clear the record when a rotation is over", ofRecord);
  }

  private void bucket(String user) {
    String bucket = "arn:" + identity.partition() + ":s3:::" + settings.bucket();
    everywhere("s3:ListAllMyBuckets", "to see that the bucket is this account's");
    String check = "to see that the bucket is not public";
    on(bucket, bucket, "s3:GetBucketPublicAccessBlock", check, "");
    on(bucket, bucket, "s3:GetBucketAcl", check, "");
    on(bucket, bucket, "s3:GetBucketPolicyStatus", check, "");
    on(bucket, bucket, "s3:GetBucketPolicy", check, "");
    on(
        bucket,
        bucket,
        "s3:ListBucket",
        "to see which files are stored",
        "\"StringLikeIfExists\":{\"s3:prefix\":\"" + BucketPaths.CREDENTIALS + "*\"}");
    String file = RequiredPermissions.file(new UserName(user.substring(user.lastIndexOf('/') + 1)));
    object("files", "s3:PutObject", BucketPaths.CREDENTIALS, file, "to store the new key's file");
    object(
        "state",
        "s3:GetObject",
        BucketPaths.STATE,
        BucketPaths.LEASE,
        "to read what keeps two runs apart");
    object(
        "state",
        "s3:PutObject",
        BucketPaths.STATE,
        BucketPaths.LEASE,
        "to write what keeps two runs apart");
    object("audit", "s3:PutObject", BucketPaths.AUDIT, TRAIL, "to write the audit trail");
    object("reports", "s3:PutObject", BucketPaths.REPORTS, PAGE, "to keep the page of each run");
    if (settings.options().encryption() instanceof Encryption.ByKms key
        && key.keyId().startsWith("arn:")) {
      on(key.keyId(), key.keyId(), "kms:GenerateDataKey", "to encrypt what is stored", "");
      on(key.keyId(), key.keyId(), "kms:Decrypt", "to read what keeps two runs apart", "");
    }
  }

  private void object(String where, String action, String folder, String one, String purpose) {
    String bucket = "arn:" + identity.partition() + ":s3:::" + settings.bucket() + "/";
    add(
        action + ":" + where,
        new RequiredPermission(action, List.of(bucket + one), purpose),
        List.of(bucket + folder + "*"),
        "");
  }

  private void sender() {
    String ses =
        "arn:%s:ses:%s:%s:"
            .formatted(identity.partition(), settings.sesRegion(), identity.accountId());
    String identities = ses + "identity/*";
    List<String> ours =
        SesMailer.identities(settings.sender().address())
            .map(name -> ses + "identity/" + name)
            .toList();
    add(
        "ses:GetEmailIdentity",
        new RequiredPermission("ses:GetEmailIdentity", ours, "to see that the sender is verified"),
        List.of(identities),
        "");
    everywhere("ses:GetAccount", "to send no faster than SES takes mails");
    everywhere("ses:GetSuppressedDestination", "to see whether an owner gets mails at all");
    add(
        "ses:SendEmail",
        new RequiredPermission("ses:SendEmail", ours, "to tell owners"),
        List.of(identities, ses + "configuration-set/*"),
        "\"StringEquals\":{\"ses:FromAddress\":\"%s\"}".formatted(settings.sender().address()));
  }

  private void everywhere(String action, String purpose) {
    on("*", "*", action, purpose, "");
  }

  private void on(String all, String one, String action, String purpose, String condition) {
    add(action, new RequiredPermission(action, List.of(one), purpose), List.of(all), condition);
  }

  private void add(
      String point, RequiredPermission need, List<String> resources, String condition) {
    String statement =
        "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":%s%s}"
            .formatted(
                need.action(),
                JsonTree.write(resources),
                condition.isEmpty() ? "" : ",\"Condition\":{" + condition + "}");
    items.add(new Item(point, need, statement));
  }
}
