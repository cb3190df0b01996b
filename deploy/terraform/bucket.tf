# Holds new credentials until their owners fetch them. Not versioned, so that expired files are deleted. Terraform deletes
# the bucket only if it is empty, so that no file is lost.
resource "aws_s3_bucket" "credentials" {
  count  = local.makes_bucket ? 1 : 0
  bucket = "${local.name}-${local.account}-${local.region}"
  tags   = var.tags
}

resource "aws_s3_bucket_public_access_block" "credentials" {
  count                   = local.makes_bucket ? 1 : 0
  bucket                  = aws_s3_bucket.credentials[0].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "credentials" {
  count  = local.makes_bucket ? 1 : 0
  bucket = aws_s3_bucket.credentials[0].bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "credentials" {
  count  = local.makes_bucket ? 1 : 0
  bucket = aws_s3_bucket.credentials[0].bucket

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "credentials" {
  count  = local.makes_bucket ? 1 : 0
  bucket = aws_s3_bucket.credentials[0].bucket

  dynamic "rule" {
    for_each = { "credential-files" = ["credential/", var.file_days], "reports" = ["reports/", var.report_days] }

    content {
      id     = rule.key
      status = "Enabled"

      filter {
        prefix = rule.value[0]
      }

      expiration {
        days = rule.value[1]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "credentials" {
  count  = local.makes_bucket ? 1 : 0
  bucket = aws_s3_bucket.credentials[0].bucket
  policy = local.bucket_policy

  # S3 refuses two changes of one bucket's access at the same time.
  depends_on = [aws_s3_bucket_public_access_block.credentials]
}

locals {
  # Deny statements only: it grants no access, and it applies to administrators, too.
  bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      # Only its owner may read a new secret, even where a broad policy such as ReadOnlyAccess allows it. No statement denies
      # s3:PutBucketPolicy, so administrators and the root user can change this policy.
      {
        Sid       = "OnlyUsersAndTheFunctionRead"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject*"
        NotResource = [
          "${local.bucket_arn}/credential/!administrators/*",
          "${local.bucket_arn}/state/*",
          "${local.bucket_arn}/audit/*",
          "${local.bucket_arn}/reports/*",
        ]
        Condition = { ArnNotLike = { "aws:PrincipalArn" = [aws_iam_role.rotation.arn, local.all_users] } }
      },
      # The successor of a compromised key (keyturn rotate --compromised): an administrator hands it over.
      {
        Sid       = "OnlyAdministratorsReadWhatTheyHandOver"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject*"
        Resource  = "${local.bucket_arn}/credential/!administrators/*"
        Condition = { ArnNotLike = { "aws:PrincipalArn" = concat([aws_iam_role.rotation.arn], var.administrator_arns) } }
      },
      # IAM has no condition on an object's name, so NotResource lists what a user may read. Only users have aws:username.
      {
        Sid       = "UsersReadOnlyTheirOwnFile"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject*"
        NotResource = [
          "${local.bucket_arn}/credential/$${aws:username}/*",
          "${local.bucket_arn}/credential/!administrators/*",
          "${local.bucket_arn}/state/*",
          "${local.bucket_arn}/audit/*",
          "${local.bucket_arn}/reports/*",
        ]
        Condition = { ArnLike = { "aws:PrincipalArn" = local.all_users } }
      },
      {
        Sid       = "OnlyTheFunctionWrites"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject*", "s3:DeleteObject*", "s3:Replicate*"]
        Resource = [
          "${local.bucket_arn}/credential/*",
          "${local.bucket_arn}/state/*",
          "${local.bucket_arn}/audit/*",
        ]
        Condition = { ArnNotLike = { "aws:PrincipalArn" = concat([aws_iam_role.rotation.arn], var.administrator_arns) } }
      },
      ],
      # A request with a long-term key has no aws:MultiFactorAuthPresent; IfExists treats that as false.
      var.owners_need_mfa ? [{
        Sid       = "OwnersNeedMfa"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject*"
        Resource  = "${local.bucket_arn}/credential/*"
        Condition = {
          ArnLike      = { "aws:PrincipalArn" = local.all_users }
          BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" }
        }
    }] : [])
  })
}
