# What Keyturn needs in each account of an organization, with the same resources as deploy/member.yaml; a check compares them.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account    = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  role       = "keyturn-member-${var.stage}"
  users      = "arn:${local.partition}:iam::${local.account}:user"
  bucket_arn = "arn:${local.partition}:s3:::${var.bucket}"
}

# The account with a condition, not a role as principal: IAM turns a role's ARN into the id of that very role, so a hub that is
# deployed again would be locked out of every account; and the hub's role need not exist yet.
resource "aws_iam_role" "member" {
  name                 = local.role
  description          = "Assumed by Keyturn in account ${var.hub_account}"
  max_session_duration = 3600
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Hub"
      Effect    = "Allow"
      Principal = { AWS = "arn:${local.partition}:iam::${var.hub_account}:root" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:PrincipalOrgID" = var.organization_id }
        ArnLike      = { "aws:PrincipalArn" = var.hub_principals }
      }
    }]
  })
}

resource "aws_iam_role_policy" "read" {
  name = "read"
  role = aws_iam_role.member.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ListUsers"
        Effect = "Allow"
        Action = [
          "iam:GetAccountAuthorizationDetails",
          "iam:GenerateCredentialReport",
          "iam:GetCredentialReport",
          "iam:ListUsers",
        ]
        Resource = "*"
      },
      {
        Sid    = "ReadUsers"
        Effect = "Allow"
        Action = [
          "iam:ListUserTags",
          "iam:ListAttachedUserPolicies",
          "iam:ListAccessKeys",
          "iam:GetAccessKeyLastUsed",
          "iam:SimulatePrincipalPolicy",
        ]
        Resource = "${local.users}/*"
      },
      {
        Sid      = "AskWhatItMayDo"
        Effect   = "Allow"
        Action   = "iam:SimulatePrincipalPolicy"
        Resource = "arn:${local.partition}:iam::${local.account}:role/${local.role}"
      },
    ]
  })
}

resource "aws_iam_role_policy" "write_users_with_an_address" {
  name = "write-users-with-an-address"
  role = aws_iam_role.member.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RotateKeys"
        Effect    = "Allow"
        Action    = ["iam:CreateAccessKey", "iam:UpdateAccessKey", "iam:DeleteAccessKey"]
        Resource  = "${local.users}${var.users_path}*"
        Condition = { Null = { "aws:ResourceTag/${var.email_tag_key}" = "false" } }
      },
      {
        Sid      = "RememberRotations"
        Effect   = "Allow"
        Action   = ["iam:TagUser", "iam:UntagUser"]
        Resource = "${local.users}${var.users_path}*"
        Condition = {
          Null                        = { "aws:ResourceTag/${var.email_tag_key}" = "false", "aws:TagKeys" = "false" }
          "ForAllValues:StringEquals" = { "aws:TagKeys" = [var.date_tag_key, var.old_key_tag_key] }
        }
      },
    ]
  })
}

# One half of an owner's access to the file of a new key: the other is the policy of the hub's bucket.
resource "aws_iam_policy" "owners" {
  name        = "keyturn-member-owners-${var.stage}"
  description = "Fetch the own new access key from Keyturn's bucket"
  tags        = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "ListOwnFiles"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.bucket_arn
        Condition = { StringLike = { "s3:prefix" = "org/credential/${local.account}/$${aws:username}/*" } }
      },
      {
        Sid      = "ReadOwnFiles"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${local.bucket_arn}/org/credential/${local.account}/$${aws:username}/*"
      },
      ],
      var.kms_key_arn == "" ? [] : [{
        Sid      = "DecryptOwnFiles"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = var.kms_key_arn
    }])
  })
}

# Not the name of the group of the function's module: the hub account can have both.
resource "aws_iam_group" "owners" {
  name = "keyturn-member-owners-${var.stage}"
}

resource "aws_iam_group_policy_attachment" "owners" {
  group      = aws_iam_group.owners.name
  policy_arn = aws_iam_policy.owners.arn
}

output "role_arn" {
  value       = aws_iam_role.member.arn
  description = "ARN of the role that the hub assumes."
}

output "owners_group_name" {
  value       = aws_iam_group.owners.name
  description = "Group for the owners of keys in this account."
}
