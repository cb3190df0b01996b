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
    for_each = { for id, rule in {
      "credential-files"              = ["credential/", var.file_days]
      "reports"                       = ["reports/", var.report_days]
      "organization-credential-files" = ["org/credential/", var.file_days]
      "organization-reports"          = ["org/reports/", var.report_days]
      "organization-runs"             = ["org/runs/", var.report_days] # lists, results and manifests of executions
    } : id => rule if local.has_organization || !startswith(id, "organization-") }

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
  has_organization = var.org_id != ""

  # With org_id, the account comes after the kind of object.
  org_credentials = local.has_organization ? ["${local.bucket_arn}/org/credential/*"] : []
  org_handed_over = local.has_organization ? ["${local.bucket_arn}/org/credential/*/!administrators/*"] : []
  org_own_files   = local.has_organization ? ["${local.bucket_arn}/org/credential/$${aws:PrincipalAccount}/$${aws:username}/*"] : []
  org_others      = local.has_organization ? [for kind in ["state", "audit", "reports", "runs"] : "${local.bucket_arn}/org/${kind}/*"] : []
  owners          = local.has_organization ? "arn:${local.partition}:iam::*:user/*" : local.all_users

  # Deny statements, and with org_id the access of owners in other accounts. They apply to administrators, too.
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
        NotResource = concat([
          "${local.bucket_arn}/credential/!administrators/*",
          "${local.bucket_arn}/state/*",
          "${local.bucket_arn}/audit/*",
          "${local.bucket_arn}/reports/*",
        ], local.org_handed_over, local.org_others)
        Condition = { ArnNotLike = { "aws:PrincipalArn" = [aws_iam_role.rotation.arn, local.owners] } }
      },
      # The successor of a compromised key (keyturn rotate --compromised): an administrator hands it over.
      {
        Sid       = "OnlyAdministratorsReadWhatTheyHandOver"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject*"
        Resource  = concat(["${local.bucket_arn}/credential/!administrators/*"], local.org_handed_over)
        Condition = { ArnNotLike = { "aws:PrincipalArn" = concat([aws_iam_role.rotation.arn], var.administrator_arns) } }
      },
      # IAM has no condition on an object's name, so NotResource lists what a user may read. Only users have aws:username.
      {
        Sid       = "UsersReadOnlyTheirOwnFile"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject*"
        NotResource = concat([
          "${local.bucket_arn}/credential/$${aws:username}/*",
          "${local.bucket_arn}/credential/!administrators/*",
          "${local.bucket_arn}/state/*",
          "${local.bucket_arn}/audit/*",
          "${local.bucket_arn}/reports/*",
        ], local.org_own_files, local.org_handed_over, local.org_others)
        Condition = { ArnLike = { "aws:PrincipalArn" = local.owners } }
      },
      {
        Sid       = "OnlyTheFunctionWrites"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject*", "s3:DeleteObject*", "s3:Replicate*"]
        Resource = concat([
          "${local.bucket_arn}/credential/*",
          "${local.bucket_arn}/state/*",
          "${local.bucket_arn}/audit/*",
          ], local.org_credentials,
          # The runs of the organization have a statement of their own.
          [for arn in local.org_others : arn if !endswith(arn, "/runs/*")],
        )
        Condition = { ArnNotLike = { "aws:PrincipalArn" = concat([aws_iam_role.rotation.arn], var.administrator_arns) } }
      },
      ],
      # A request with a long-term key has no aws:MultiFactorAuthPresent; IfExists treats that as false.
      var.owners_need_mfa ? [{
        Sid       = "OwnersNeedMfa"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject*"
        Resource  = concat(["${local.bucket_arn}/credential/*"], local.org_credentials)
        Condition = {
          ArnLike      = { "aws:PrincipalArn" = local.owners }
          BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" }
        }
      }] : [],
      [for statement in [
        # What the steps of an execution hand on to each other. The state machine writes manifests.
        {
          Sid       = "OnlyTheFunctionAndTheMachineWriteRuns"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject*", "s3:DeleteObject*", "s3:Replicate*"]
          Resource  = "${local.bucket_arn}/org/runs/*"
          Condition = {
            ArnNotLike = {
              "aws:PrincipalArn" = [aws_iam_role.rotation.arn, "arn:${local.partition}:iam::${local.account}:role/${local.name}-machine"]
            }
          }
        },
        # One half of the access of an owner in another account; the other is the owners' group there. A role has no aws:username,
        # and S3 does not count a policy with a fixed organization as public.
        {
          Sid       = "OwnersOfAccountsReadTheirFiles"
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = "${local.bucket_arn}/org/credential/$${aws:PrincipalAccount}/$${aws:username}/*"
          Condition = { StringEquals = { "aws:PrincipalOrgID" = var.org_id } }
        },
        {
          Sid       = "OwnersOfAccountsListTheirFiles"
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:ListBucket"
          Resource  = local.bucket_arn
          Condition = {
            StringEquals = { "aws:PrincipalOrgID" = var.org_id }
            StringLike   = { "s3:prefix" = "org/credential/$${aws:PrincipalAccount}/$${aws:username}/*" }
          }
        },
      ] : statement if local.has_organization],
    )
  })
}
