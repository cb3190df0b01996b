variable "stage" {
  type        = string
  default     = "prod"
  description = "That of the function."

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,19}$", var.stage))
    error_message = "stage has 1 to 20 lower-case letters, digits and hyphens."
  }
}

variable "function_arn" {
  type        = string
  description = "The module's output function_arn."

  validation {
    condition     = can(regex("^arn:[\\w-]+:lambda:[\\w-]+:\\d{12}:function:.+$", var.function_arn))
    error_message = "function_arn is the ARN of a Lambda function."
  }
}

variable "function_role_arn" {
  type        = string
  description = "The module's output role_arn. The role gets the permissions for other accounts."

  validation {
    condition     = can(regex("^arn:[\\w-]+:iam::\\d{12}:role/.+$", var.function_role_arn))
    error_message = "function_role_arn is the ARN of an IAM role."
  }
}

variable "bucket" {
  type        = string
  description = "The module's output bucket_name."

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is the name of a bucket."
  }
}

variable "role_name" {
  type        = string
  default     = "keyturn-member-prod"
  description = "ORG_ROLE_NAME, the role in each account."

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.role_name))
    error_message = "role_name is the name of an IAM role."
  }
}

variable "list_role_arn" {
  type        = string
  default     = ""
  description = "org_list_role_arn of the function. The role must trust the function's role. Empty where the function itself lists the accounts."

  validation {
    condition     = can(regex("^(arn:[\\w-]+:iam::\\d{12}:role/\\S+)?$", var.list_role_arn))
    error_message = "list_role_arn is empty or the ARN of a role."
  }
}

variable "schedule" {
  type        = string
  default     = "cron(0 5 * * ? *)"
  description = "In UTC. With org_id, the function's own schedule is disabled."

  validation {
    condition     = can(regex("^(cron|rate)\\(.+\\)$", var.schedule))
    error_message = "schedule is a cron or rate expression of EventBridge."
  }
}

variable "kms_key_arn" {
  type        = string
  default     = ""
  description = "kms_key_arn of the function. Empty where S3's own keys encrypt."

  validation {
    condition     = can(regex("^(arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+)?$", var.kms_key_arn))
    error_message = "kms_key_arn is the ARN of a KMS key, or empty."
  }
}

variable "alarm_topic_arn" {
  type        = string
  default     = ""
  nullable    = false
  description = "SNS topic that receives the alarms about the state machine, such as the module's output topic_arn. Optional."

  validation {
    condition     = can(regex("^(arn:[\\w-]+:sns:[\\w-]+:\\d{12}:\\S+)?$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn is the ARN of an SNS topic, or empty."
  }
}

variable "permissions_boundary" {
  type        = string
  default     = null
  description = "ARN of the policy that is the permissions boundary of both roles. null sets none."

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
