package dev.keyturn.demo;

import dev.keyturn.facts.BucketPaths;

/** What deploy/member.yaml and the hub's role give Keyturn, in short. */
final class MemberPolicies {
  /** What the member role may do. */
  static final String MEMBER =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Resource": "*", "Action": [
          "iam:GetAccountAuthorizationDetails", "iam:GenerateCredentialReport",
          "iam:GetCredentialReport", "iam:ListUsers", "iam:ListUserTags",
          "iam:ListAttachedUserPolicies", "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed",
          "iam:SimulatePrincipalPolicy"]},
        {"Effect": "Allow", "Resource": "*", "Action": [
          "iam:CreateAccessKey", "iam:UpdateAccessKey", "iam:DeleteAccessKey"],
         "Condition": {"Null": {"aws:ResourceTag/email": "false"}}},
        {"Effect": "Allow", "Resource": "*", "Action": ["iam:TagUser", "iam:UntagUser"],
         "Condition": {
           "Null": {"aws:ResourceTag/email": "false", "aws:TagKeys": "false"},
           "ForAllValues:StringEquals": {
             "aws:TagKeys": ["last-check-date", "last-check-old-key"]}}}]}
      """;

  private static final String FILES = BucketPaths.ORGANIZATION + BucketPaths.CREDENTIALS;

  private MemberPolicies() {}

  /** What an owner in a member account may do. */
  static String owners(String account) {
    return Company.ownersPolicy(FILES + account + "/${aws:username}/");
  }

  /** The other half: the hub's bucket lets owners of its organization read their own files. */
  static String bucket(String bucket, String organization) {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
       "Resource":
         "arn:aws:s3:::%1$s/%3$s${aws:PrincipalAccount}/${aws:username}/*",
       "Condition": {"StringEquals": {"aws:PrincipalOrgID": "%2$s"}}},
      {"Effect": "Allow", "Principal": "*", "Action": "s3:ListBucket",
       "Resource": "arn:aws:s3:::%1$s", "Condition": {
         "StringEquals": {"aws:PrincipalOrgID": "%2$s"},
         "StringLike": {
           "s3:prefix": "%3$s${aws:PrincipalAccount}/${aws:username}/*"}}}]}
    """
        .formatted(bucket, organization, FILES);
  }

  /** The trust of the member role: the hub's principal, within one organization. */
  static String trust(String hub, String organization) {
    return """
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": {"AWS": "arn:aws:iam::%1$s:root"}, "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "%2$s"},
        "ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::%1$s:user/keyturn"}}}}
    """
        .formatted(hub, organization);
  }

  /** What the hub's principal may do: list accounts, enter them, and use the bucket and SES. */
  static String hub(String bucket, String role) {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/%2$s"},
      {"Effect": "Allow", "Resource": "*", "Action": [
        "organizations:Describe*", "organizations:List*", "ses:*",
        "iam:SimulatePrincipalPolicy"]},
      {"Effect": "Allow", "Action": "s3:*",
       "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%1$s/*"]}]}
    """
        .formatted(bucket, role);
  }
}
