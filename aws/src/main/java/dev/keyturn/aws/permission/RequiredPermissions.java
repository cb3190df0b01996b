package dev.keyturn.aws.permission;

import dev.keyturn.aws.adapter.SesMailer;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Permissions.Intent;
import dev.keyturn.settings.Settings;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Every permission that a run needs to act on users, with its resources as ARNs. */
public final class RequiredPermissions {
  /** A placeholder for a key that is not created yet. */
  private static final KeyId SOME_KEY = new KeyId("AKIAIOSFODNN7EXAMPLE");

  private RequiredPermissions() {}

  /**
   * The permissions for a run.
   *
   * @param arn the ARN of a user, which includes the path
   * @param key in the bucket of an object, by its name
   */
  static List<RequiredPermission> of(
      Intent intent,
      Settings settings,
      Account.Identity identity,
      Function<UserName, String> arn,
      UnaryOperator<String> key) {
    List<String> users = intent.users().stream().map(arn).toList();
    String bucket = "arn:" + identity.partition() + ":s3:::" + settings.bucket();
    List<String> files =
        intent.users().stream().map(user -> bucket + "/" + key.apply(file(user))).toList();
    List<String> lease = List.of(bucket + "/" + key.apply(intent.lease()));
    return List.of(
        new RequiredPermission("iam:ListUserTags", users, "to read a user's tags again"),
        new RequiredPermission("iam:ListAccessKeys", users, "to read a user's keys again"),
        new RequiredPermission("iam:GetAccessKeyLastUsed", users, "to see whether a key is used"),
        new RequiredPermission("iam:TagUser", users, "to record the steps of a rotation"),
        new RequiredPermission("iam:CreateAccessKey", users, "to make the new key"),
        new RequiredPermission("iam:UpdateAccessKey", users, "to deactivate the old key"),
        new RequiredPermission("iam:DeleteAccessKey", users, "to delete the old key"),
        new RequiredPermission(
            "iam:UntagUser", users, "to clear the record when a rotation is over"),
        new RequiredPermission("s3:PutObject", files, "to store the new key's file"),
        new RequiredPermission("s3:ListBucket", List.of(bucket), "to see which files are stored"),
        new RequiredPermission(
            "s3:GetObject", lease, "to read the lease that keeps two runs apart"),
        new RequiredPermission(
            "s3:PutObject", lease, "to take the lease that keeps two runs apart"),
        new RequiredPermission(
            "s3:PutObject",
            List.of(bucket + "/" + key.apply(intent.trail())),
            "to write the audit trail"),
        new RequiredPermission("ses:SendEmail", identities(settings, identity), "to tell owners"));
  }

  /** An example for the name of a user's file. */
  public static String file(UserName user) {
    return HandOver.objectKey(user, SOME_KEY);
  }

  private static List<String> identities(Settings settings, Account.Identity identity) {
    return SesMailer.identities(settings.sender().address())
        .map(
            name ->
                "arn:%s:ses:%s:%s:identity/%s"
                    .formatted(
                        identity.partition(), settings.sesRegion(), identity.accountId(), name))
        .toList();
  }
}
