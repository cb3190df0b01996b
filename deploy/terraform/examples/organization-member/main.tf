# An account of an organization whose rules ask for a permissions boundary, a KMS key of its own, tags, and a bucket and a
# topic that are made elsewhere. Here they stand beside the module, so that the example is complete.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "artifact_url" {
  type        = string
  description = "Where the organization keeps the function's zip."
}

variable "artifact_sha256" {
  type        = string
  description = "Checksum of the zip, from the release's list of checksums."
}

variable "permissions_boundary" {
  type        = string
  description = "ARN of the policy that the organization requires as the boundary of every role."
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

locals {
  tags = { "cost-center" = "security", "managed-by" = "terraform" }
}

resource "aws_sesv2_email_identity" "sender" {
  email_identity = "keys@corp.example"
  tags           = local.tags
}

resource "aws_kms_key" "credentials" {
  description         = "Encrypts the credentials files of Keyturn"
  enable_key_rotation = true
  tags                = local.tags
}

resource "aws_sns_topic" "security" {
  name = "security-alarms"
  tags = local.tags
}

# Private, not versioned, and used for nothing else.
resource "aws_s3_bucket" "credentials" {
  bucket = "corp-keyturn-${data.aws_caller_identity.current.account_id}"
  tags   = local.tags
}

resource "aws_s3_bucket_public_access_block" "credentials" {
  bucket                  = aws_s3_bucket.credentials.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "credentials" {
  bucket = aws_s3_bucket.credentials.bucket

  rule {
    id     = "credential-files"
    status = "Enabled"

    filter {
      prefix = "credential/"
    }

    expiration {
      days = 45 # more than deactivate_days + deletion_days
    }
  }

  rule {
    id     = "reports"
    status = "Enabled"

    filter {
      prefix = "reports/"
    }

    expiration {
      days = 400
    }
  }
}

resource "aws_s3_bucket_policy" "credentials" {
  bucket     = aws_s3_bucket.credentials.bucket
  policy     = module.keyturn.bucket_policy
  depends_on = [aws_s3_bucket_public_access_block.credentials]
}

module "keyturn" {
  source = "../.."

  artifact_url    = var.artifact_url
  artifact_sha256 = var.artifact_sha256

  ses_email   = "Keyturn <${aws_sesv2_email_identity.sender.email_identity}>"
  admin_email = "security@corp.example"

  # The name is known before anything is made; the attribute id is not.
  own_bucket           = aws_s3_bucket.credentials.bucket
  kms_key_arn          = aws_kms_key.credentials.arn
  alarm_topic_arn      = aws_sns_topic.security.arn
  permissions_boundary = var.permissions_boundary
  tags                 = local.tags

  administrator_arns  = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/security"]
  users_path          = "/people/"
  email_domains       = ["corp.example"]
  max_actions_per_run = 5
}

output "owners_group_name" {
  value       = module.keyturn.owners_group_name
  description = "Add each owner to this group."
}

output "role_arn" {
  value = module.keyturn.role_arn
}
