# The least that an installation needs: the artefact, the sender, and a group for the owners.

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

module "keyturn" {
  source = "../.."

  artifact_path = "../../../../lambda/target/keyturn-lambda.zip"
  ses_email     = "keys@corp.example" # verified in SES
  dry_run       = true                # until the reports in the log are as they should be
}

output "owners_group_name" {
  value       = module.keyturn.owners_group_name
  description = "Add each owner to this group."
}

output "bucket_name" {
  value = module.keyturn.bucket_name
}
