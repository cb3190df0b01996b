package dev.keyturn.proof;

import dev.keyturn.sandbox.account.Account;

/** The owners' group of deploy/template.yaml in a sandbox account. */
public final class OwnersGroup {
  public static final String NAME = "keyturn-owners";

  private OwnersGroup() {}

  /** Creates the group; its members may read their own files in the bucket. */
  public static void make(Account account, String bucket) {
    account.groups().create(NAME, "/");
    account
        .policies()
        .putGroupPolicy(
            NAME,
            "fetch-own-key",
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject",
             "Resource": "arn:aws:s3:::%s/credential/${aws:username}/*"}}
            """
                .formatted(bucket));
  }
}
