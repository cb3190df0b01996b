# The function's permissions: the statements of deploy/template.yaml.

resource "aws_iam_role" "rotation" {
  name                 = local.name
  description          = "Rotates the access keys of IAM users"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "read_and_hand_over" {
  name = "read-and-hand-over"
  role = aws_iam_role.rotation.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid    = "ListUsers"
        Effect = "Allow"
        Action = [
          "iam:GetAccountAuthorizationDetails",
          "iam:GenerateCredentialReport",
          "iam:GetCredentialReport",
          "iam:ListUsers",
        ]
        # These actions support no resources (Service Authorization Reference, "IAM").
        Resource = "*"
      },
      {
        Sid    = "ReadUsers"
        Effect = "Allow"
        Action = [
          "iam:ListUserTags",
          # Whether AWS quarantines a user who is named in the event.
          "iam:ListAttachedUserPolicies",
          "iam:ListAccessKeys",
          "iam:GetAccessKeyLastUsed",
          # Whether an owner can read the file of a new key.
          "iam:SimulatePrincipalPolicy",
        ]
        Resource = local.all_users
      },
      {
        Sid    = "FindBucket"
        Effect = "Allow"
        Action = "s3:ListAllMyBuckets"
        # Supports no resources; shows that the bucket belongs to this account.
        Resource = "*"
      },
      {
        Sid    = "CheckBucket"
        Effect = "Allow"
        Action = [
          "s3:GetBucketPublicAccessBlock",
          "s3:GetBucketAcl",
          "s3:GetBucketPolicyStatus",
          "s3:GetBucketPolicy",
        ]
        Resource = local.bucket_arn
      },
      {
        Sid      = "SeeFiles"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = local.bucket_arn
        # IfExists: a read has no prefix, and S3 answers "not found" only to callers that may list.
        Condition = { StringLikeIfExists = { "s3:prefix" = "credential/*" } }
      },
      # The function may store files, but not read them.
      {
        Sid      = "StoreFiles"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${local.bucket_arn}/credential/*"
      },
      # The lease, the ledger and the notes. A conditional overwrite requires both actions.
      {
        Sid      = "KeepState"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "${local.bucket_arn}/state/*"
      },
      # The function may add to the audit trail, but not read it.
      {
        Sid      = "AddToTrail"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${local.bucket_arn}/audit/*"
      },
      # The function may store report pages, but not read them.
      {
        Sid      = "KeepReports"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${local.bucket_arn}/reports/*"
      },
      {
        Sid      = "CheckSender"
        Effect   = "Allow"
        Action   = "ses:GetEmailIdentity"
        Resource = "arn:${local.partition}:ses:${local.ses_region}:${local.account}:identity/*"
      },
      # These two support no resources (Service Authorization Reference, "Amazon Simple Email Service v2").
      {
        Sid      = "SeeSuppressed"
        Effect   = "Allow"
        Action   = "ses:GetSuppressedDestination"
        Resource = "*"
      },
      {
        Sid      = "SeeSendingQuota"
        Effect   = "Allow"
        Action   = "ses:GetAccount"
        Resource = "*"
      },
      # SES may check the identity of the address, its domain or a parent domain; in the SES sandbox also the recipient's; and
      # the identity may have a configuration set. The condition limits the sender's address, which is what stands
      # between < and >, if there is a name before it.
      {
        Sid    = "SendMail"
        Effect = "Allow"
        Action = "ses:SendEmail"
        Resource = [
          "arn:${local.partition}:ses:${local.ses_region}:${local.account}:identity/*",
          "arn:${local.partition}:ses:${local.ses_region}:${local.account}:configuration-set/*",
        ]
        Condition = { StringEquals = { "ses:FromAddress" = regex("([^<>]+)>?$", var.ses_email)[0] } }
      },
      {
        Sid      = "Log"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.rotation.arn}:*"
      },
      ],
      var.kms_key_arn == "" ? [] : [{
        Sid      = "EncryptFiles"
        Effect   = "Allow"
        Action   = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource = var.kms_key_arn
      }],
      var.event_bus_arn == "" ? [] : [{
        Sid      = "PutEvents"
        Effect   = "Allow"
        Action   = "events:PutEvents"
        Resource = var.event_bus_arn
    }])
  })
}

# The function can change only users with the address tag under users_path, and of their tags only the two of the record.
resource "aws_iam_role_policy" "write_users_with_an_address" {
  name = "write-users-with-an-address"
  role = aws_iam_role.rotation.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RotateKeys"
        Effect    = "Allow"
        Action    = ["iam:CreateAccessKey", "iam:UpdateAccessKey", "iam:DeleteAccessKey"]
        Resource  = local.writable
        Condition = { Null = { "aws:ResourceTag/${var.email_tag_key}" = "false" } }
      },
      {
        Sid      = "RememberRotations"
        Effect   = "Allow"
        Action   = ["iam:TagUser", "iam:UntagUser"]
        Resource = local.writable
        Condition = {
          Null                        = { "aws:ResourceTag/${var.email_tag_key}" = "false", "aws:TagKeys" = "false" }
          "ForAllValues:StringEquals" = { "aws:TagKeys" = [var.date_tag_key, var.old_key_tag_key] }
        }
      },
    ]
  })
}

# A run simulates its own role's permissions before it changes anything.
resource "aws_iam_role_policy" "know_what_it_may_do" {
  name = "know-what-it-may-do"
  role = aws_iam_role.rotation.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "AskWhatItMayDo"
      Effect   = "Allow"
      Action   = "iam:SimulatePrincipalPolicy"
      Resource = aws_iam_role.rotation.arn
    }]
  })
}
