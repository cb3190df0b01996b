package dev.keyturn.doctor.aws;

import dev.keyturn.port.Account.Identity;

/**
 * The location of a bucket, and the principal that runs Keyturn.
 *
 * @param partition such as {@code aws}
 * @param account id of the account
 * @param bucket its ARN
 * @param runner the ARN of the user or role that runs Keyturn
 */
record BucketPlace(String partition, String account, String bucket, String runner) {

  /** Whether the account's root user runs Keyturn, which no policy should exempt. */
  boolean runByRoot() {
    return Identity.isRoot(runner);
  }

  /** The ARN of a principal of the account, such as {@code user/alice}. */
  String principal(String name) {
    return "arn:%s:iam::%s:%s".formatted(partition, account, name);
  }
}
