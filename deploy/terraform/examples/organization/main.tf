# The hub of an organization, and one of its accounts. Here both are one account, which the hub covers, too: a member account has a
# provider of its own.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

data "aws_caller_identity" "hub" {}

module "keyturn" {
  source = "../.."

  artifact_path = "../../../../lambda/target/keyturn-lambda.zip"
  ses_email     = "keys@corp.example" # verified in SES
  org_id        = "o-exampleorgid"
  dry_run       = true # until the reports are as they should be
}

module "organization" {
  source = "../../organization"

  function_arn      = module.keyturn.function_arn
  function_role_arn = module.keyturn.role_arn
  bucket            = module.keyturn.bucket_name
}

module "member" {
  source = "../../member"

  hub_account     = data.aws_caller_identity.hub.account_id
  organization_id = "o-exampleorgid"
  bucket          = module.keyturn.bucket_name
  hub_principals  = [module.keyturn.role_arn]
}

output "owners_group_name" {
  value       = module.member.owners_group_name
  description = "Add each owner of this account to this group."
}
