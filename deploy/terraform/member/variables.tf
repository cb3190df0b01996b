variable "stage" {
  type        = string
  default     = "prod"
  description = "That of the hub. The role is then keyturn-member-STAGE, which is org_role_name."

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,19}$", var.stage))
    error_message = "stage has 1 to 20 lower-case letters, digits and hyphens."
  }
}

variable "hub_account" {
  type        = string
  description = "The account in which Keyturn runs."

  validation {
    condition     = can(regex("^\\d{12}$", var.hub_account))
    error_message = "hub_account is the id of an account, 12 digits."
  }
}

variable "organization_id" {
  type        = string
  description = "org_id of the hub."

  validation {
    condition     = can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id is the id of an organization, such as o-exampleorgid."
  }
}

variable "bucket" {
  type        = string
  description = "The hub's bucket, from which owners fetch their new keys."

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is the name of a bucket."
  }
}

variable "hub_principals" {
  type        = list(string)
  description = "ARNs of the hub's roles that may assume this one. May hold wildcards."

  validation {
    condition     = length(var.hub_principals) > 0 && alltrue([for arn in var.hub_principals : can(regex("^arn:[\\w-]+:iam::\\d{12}:role/.+$", arn))])
    error_message = "hub_principals lists ARNs of IAM roles, at least one."
  }
}

variable "email_tag_key" {
  type        = string
  default     = "email"
  description = "That of the hub."

  validation {
    condition     = can(regex("^.{1,128}$", var.email_tag_key)) && !startswith(var.email_tag_key, "aws:")
    error_message = "email_tag_key has 1 to 128 characters and does not begin with aws:."
  }
}

variable "date_tag_key" {
  type        = string
  default     = "last-check-date"
  description = "That of the hub."

  validation {
    condition     = can(regex("^.{1,128}$", var.date_tag_key)) && !startswith(var.date_tag_key, "aws:")
    error_message = "date_tag_key has 1 to 128 characters and does not begin with aws:."
  }
}

variable "old_key_tag_key" {
  type        = string
  default     = "last-check-old-key"
  description = "That of the hub."

  validation {
    condition     = can(regex("^.{1,128}$", var.old_key_tag_key)) && !startswith(var.old_key_tag_key, "aws:")
    error_message = "old_key_tag_key has 1 to 128 characters and does not begin with aws:."
  }
}

variable "users_path" {
  type        = string
  default     = "/"
  description = "Keyturn can change only IAM users under this path, such as /people/."

  validation {
    condition     = can(regex("^/([\\w+=,.@-]+/)*$", var.users_path))
    error_message = "users_path begins and ends with a slash."
  }
}

variable "kms_key_arn" {
  type        = string
  default     = ""
  description = "kms_key_arn of the hub. Empty where S3's own keys encrypt."

  validation {
    condition     = can(regex("^(arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+)?$", var.kms_key_arn))
    error_message = "kms_key_arn is the ARN of a KMS key, or empty."
  }
}

variable "permissions_boundary" {
  type        = string
  default     = null
  description = "ARN of the policy that is the permissions boundary of the role. null sets none."

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:[\\w-]+:iam::(\\d{12}|aws):policy/.+$", var.permissions_boundary))
    error_message = "permissions_boundary is the ARN of an IAM policy, or null."
  }
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags of every resource that can have tags."
}
