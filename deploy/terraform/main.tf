# Keyturn as a function, with the same resources as deploy/template.yaml; a check compares them.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  name       = "keyturn-${var.stage}"
  account    = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.id
  ses_region = coalesce(var.ses_region, local.region)

  makes_bucket = var.own_bucket == ""
  bucket       = local.makes_bucket ? aws_s3_bucket.credentials[0].bucket : var.own_bucket
  bucket_arn   = "arn:${local.partition}:s3:::${local.bucket}"

  all_users = "arn:${local.partition}:iam::${local.account}:user/*"
  writable  = "arn:${local.partition}:iam::${local.account}:user${var.users_path}*"
}
