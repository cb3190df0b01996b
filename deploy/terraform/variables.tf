# The same parameters as in deploy/template.yaml, with the same values by default. README.md lists them.

variable "stage" {
  type        = string
  default     = "prod"
  description = "Distinguishes several installations in one account."

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,19}$", var.stage))
    error_message = "stage has 1 to 20 lower-case letters, digits and hyphens, and does not begin with a hyphen."
  }
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags of every resource that can have tags."
}

# The artefact: a path, a URL with its checksum, or an object in S3.

variable "artifact_path" {
  type        = string
  default     = null
  description = "Path of the function's zip, such as lambda/target/keyturn-lambda.zip."

  validation {
    condition     = length([for given in [var.artifact_path, var.artifact_url, var.code_bucket] : given if given != null]) == 1
    error_message = "Give exactly one of artifact_path, artifact_url and code_bucket."
  }
}

variable "artifact_url" {
  type        = string
  default     = null
  description = "URL of the function's zip. It is downloaded with curl and checked against artifact_sha256."

  validation {
    condition     = var.artifact_url == null || can(regex("^https?://[^\\s'\"\\\\$`]+$", var.artifact_url))
    error_message = "artifact_url is an http or https URL without spaces and quotes."
  }

  validation {
    condition     = var.artifact_url == null || var.artifact_sha256 != null
    error_message = "artifact_url needs artifact_sha256."
  }
}

variable "artifact_sha256" {
  type        = string
  default     = null
  description = "SHA-256 of the function's zip, in 64 hexadecimal digits. Required with artifact_url; checked wherever it is given."

  validation {
    condition     = var.artifact_sha256 == null || can(regex("^[0-9a-f]{64}$", var.artifact_sha256))
    error_message = "artifact_sha256 has 64 digits from 0 to 9 and a to f."
  }
}

variable "code_bucket" {
  type        = string
  default     = null
  description = "Bucket that holds the function's zip, in the function's region."

  validation {
    condition     = var.code_bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.code_bucket))
    error_message = "code_bucket is the name of a bucket, or null."
  }
}

variable "code_key" {
  type        = string
  default     = "keyturn-lambda.zip"
  description = "Name of the zip in code_bucket. Give each new artefact a new name."

  validation {
    condition     = can(regex("^\\S+$", var.code_key)) && length(var.code_key) <= 1024
    error_message = "code_key has 1 to 1024 characters and no spaces."
  }
}

variable "runtime" {
  type        = string
  default     = "java25"
  description = "Lambda's runtime: java25, or provided.al2023 for a zip that contains its own runtime. java25 needs provider 6.20."

  validation {
    condition     = contains(["java25", "provided.al2023"], var.runtime)
    error_message = "runtime is java25 or provided.al2023."
  }
}

variable "architecture" {
  type        = string
  default     = "arm64"
  description = "arm64 or x86_64. The zip for java25 runs on both; the one for provided.al2023 on that in its name, where x64 is x86_64."

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture is x86_64 or arm64."
  }
}

# The settings; docs/settings.md explains them.

variable "ses_email" {
  type        = string
  description = "SES_EMAIL, the verified sender, such as keys@corp.example or Keyturn <keys@corp.example>. A domain outside ASCII is written as xn--... The module creates no SES identity."

  validation {
    condition     = can(regex("^([!-;=?A-~]+@[!-;=?A-~]+|[^<>]*<[!-;=?A-~]+@[!-;=?A-~]+>)$", var.ses_email))
    error_message = "ses_email is an e-mail address in ASCII, or a name and such an address between < and >."
  }
}

variable "ses_region" {
  type        = string
  default     = null
  description = "SES_REGION, the region in which SES is set up. null is the provider's region."

  validation {
    condition     = var.ses_region == null || can(regex("^[a-z]{2}(-[a-z]+)+-\\d$", var.ses_region))
    error_message = "ses_region is a region such as eu-central-1."
  }
}

variable "admin_email" {
  type        = string
  default     = ""
  description = "ADMIN_EMAIL. Receives the digest of a run that did something, and replies to mails. Empty sends no digest."

  validation {
    condition     = can(regex("^([^@ ]+@[^@ ]+)?$", var.admin_email))
    error_message = "admin_email is an e-mail address, or empty."
  }
}

variable "email_tag_key" {
  type        = string
  default     = "email"
  description = "IAM_EMAIL_TAG_KEY. Keyturn never writes to users without this tag; the role does not allow it."

  validation {
    condition     = can(regex("^.{1,128}$", var.email_tag_key)) && !startswith(var.email_tag_key, "aws:")
    error_message = "email_tag_key has 1 to 128 characters and does not begin with aws:."
  }
}

variable "date_tag_key" {
  type        = string
  default     = "last-check-date"
  description = "LAST_CHECK_DATE_TAG_KEY."

  validation {
    condition     = can(regex("^.{1,128}$", var.date_tag_key)) && !startswith(var.date_tag_key, "aws:")
    error_message = "date_tag_key has 1 to 128 characters and does not begin with aws:."
  }
}

variable "old_key_tag_key" {
  type        = string
  default     = "last-check-old-key"
  description = "LAST_CHECK_OLD_KEY_TAG_KEY."

  validation {
    condition     = can(regex("^.{1,128}$", var.old_key_tag_key)) && !startswith(var.old_key_tag_key, "aws:")
    error_message = "old_key_tag_key has 1 to 128 characters and does not begin with aws:."
  }

  validation {
    condition     = length(distinct([for key in [var.email_tag_key, var.date_tag_key, var.old_key_tag_key] : lower(key)])) == 3
    error_message = "email_tag_key, date_tag_key and old_key_tag_key differ by more than case."
  }
}

variable "warning_days" {
  type        = number
  default     = 30
  description = "WARNING_DAYS. A key older than this is warned about."

  validation {
    condition     = floor(var.warning_days) == var.warning_days && var.warning_days >= 0 && var.warning_days <= 36500
    error_message = "warning_days is a whole number from 0 to 36500."
  }
}

variable "overdue_days" {
  type        = number
  default     = 60
  description = "OVERDUE_DAYS. A key older than this is replaced. More than warning_days."

  validation {
    condition     = floor(var.overdue_days) == var.overdue_days && var.overdue_days <= 36500
    error_message = "overdue_days is a whole number of at most 36500."
  }

  validation {
    condition     = var.overdue_days > var.warning_days
    error_message = "overdue_days is more than warning_days."
  }
}

variable "notice_days" {
  type        = number
  default     = 0
  description = "NOTICE_DAYS. No key is replaced unless its owner was warned this many days before; 7 is recommended."

  validation {
    condition     = floor(var.notice_days) == var.notice_days && var.notice_days >= 0 && var.notice_days <= 36500
    error_message = "notice_days is a whole number from 0 to 36500."
  }
}

variable "unused_days" {
  type        = number
  default     = 0
  description = "UNUSED_DAYS. A key that was not used for longer than this is deactivated and deleted instead of replaced; 0 replaces unused keys, too."

  validation {
    condition     = floor(var.unused_days) == var.unused_days && var.unused_days >= 0 && var.unused_days <= var.overdue_days
    error_message = "unused_days is a whole number from 0 to overdue_days."
  }
}

variable "deactivate_days" {
  type        = number
  default     = 10
  description = "DEACTIVATE_DAYS. Days from replacement to deactivation of the old key."

  validation {
    condition     = floor(var.deactivate_days) == var.deactivate_days && var.deactivate_days >= 0 && var.deactivate_days <= 36500
    error_message = "deactivate_days is a whole number from 0 to 36500."
  }
}

variable "deletion_days" {
  type        = number
  default     = 10
  description = "DELETION_DAYS. Days from deactivation to deletion of the old key."

  validation {
    condition     = floor(var.deletion_days) == var.deletion_days && var.deletion_days >= 0 && var.deletion_days <= 36500
    error_message = "deletion_days is a whole number from 0 to 36500."
  }
}

variable "in_use_grace_days" {
  type        = number
  default     = 0
  description = "IN_USE_GRACE_DAYS. 0 does not wait for old keys that are in use."

  validation {
    condition     = floor(var.in_use_grace_days) == var.in_use_grace_days && var.in_use_grace_days >= 0 && var.in_use_grace_days <= 36500
    error_message = "in_use_grace_days is a whole number from 0 to 36500."
  }
}

variable "max_actions_per_run" {
  type        = number
  default     = null
  description = "MAX_ACTIONS_PER_RUN. null sets no limit."

  validation {
    condition     = var.max_actions_per_run == null ? true : floor(var.max_actions_per_run) == var.max_actions_per_run && var.max_actions_per_run >= 1
    error_message = "max_actions_per_run is a whole number of at least 1, or null."
  }
}

variable "iam_calls_per_second" {
  type        = number
  default     = null
  description = "IAM_CALLS_PER_SECOND. null is 20; if IAM throttles, the run lowers its rate."

  validation {
    condition     = var.iam_calls_per_second == null ? true : floor(var.iam_calls_per_second) == var.iam_calls_per_second && var.iam_calls_per_second >= 1 && var.iam_calls_per_second <= 1000
    error_message = "iam_calls_per_second is a whole number from 1 to 1000, or null."
  }
}

variable "kms_key_arn" {
  type        = string
  default     = ""
  description = "KMS_KEY_ID, the ARN of the KMS key that encrypts everything that is stored. Empty leaves that to the bucket's default."

  validation {
    condition     = can(regex("^(arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+)?$", var.kms_key_arn))
    error_message = "kms_key_arn is the ARN of a KMS key (not of an alias), or empty."
  }
}

variable "mail_templates" {
  type        = string
  default     = ""
  description = "MAIL_TEMPLATES, a folder that you add to the zip. Empty uses the standard mails."

  validation {
    condition     = can(regex("^(\\S+)?$", var.mail_templates)) && !strcontains(var.mail_templates, "..")
    error_message = "mail_templates is a folder of the zip without spaces and without two dots, or empty."
  }
}

variable "remind_every_days" {
  type        = number
  default     = 1
  description = "REMIND_EVERY_DAYS. 1 warns each day."

  validation {
    condition     = floor(var.remind_every_days) == var.remind_every_days && var.remind_every_days >= 1 && var.remind_every_days <= 365
    error_message = "remind_every_days is a whole number from 1 to 365."
  }
}

variable "max_exemption_days" {
  type        = number
  default     = null
  description = "MAX_EXEMPTION_DAYS. null lets exemptions end at any time."

  validation {
    condition     = var.max_exemption_days == null ? true : floor(var.max_exemption_days) == var.max_exemption_days && var.max_exemption_days >= 0 && var.max_exemption_days <= 36500
    error_message = "max_exemption_days is a whole number from 0 to 36500, or null."
  }
}

variable "email_domains" {
  type        = list(string)
  default     = []
  description = "EMAIL_DOMAINS. An empty list accepts addresses in any domain."

  validation {
    condition     = alltrue([for domain in var.email_domains : can(regex("^[^@,\\s]+$", domain))])
    error_message = "email_domains lists domains such as corp.example, without @."
  }
}

variable "no_action_on" {
  type        = list(string)
  default     = []
  description = "NO_ACTION_ON. Days on which no key is deactivated or deleted, such as SAT,SUN,2026-12-24..2027-01-06."

  validation {
    condition     = alltrue([for day in var.no_action_on : can(regex("^[A-Za-z0-9.-]+$", day))])
    error_message = "no_action_on lists days such as SAT, 2026-12-24 and 2026-12-24..2027-01-06."
  }
}

variable "no_action_zone" {
  type        = string
  default     = ""
  description = "NO_ACTION_ZONE. Time zone of NO_ACTION_ON, such as Europe/Berlin. Empty is UTC."

  validation {
    condition     = can(regex("^([A-Za-z0-9_+:-]+(/[A-Za-z0-9_+-]+)*)?$", var.no_action_zone))
    error_message = "no_action_zone is the name of a time zone, such as Europe/Berlin, or empty."
  }
}

variable "max_overdue_days" {
  type        = number
  default     = null
  description = "MAX_OVERDUE_DAYS. The most that a user's tag keyturn-overdue-days may set. null ignores the tag."

  validation {
    condition     = var.max_overdue_days == null ? true : floor(var.max_overdue_days) == var.max_overdue_days && var.max_overdue_days >= 1 && var.max_overdue_days <= 36500
    error_message = "max_overdue_days is a whole number from 1 to 36500, or null."
  }
}

variable "org_id" {
  type        = string
  default     = ""
  description = "ORG_ID. Empty works on this account alone."

  validation {
    condition     = can(regex("^(o-[a-z0-9]{10,32})?$", var.org_id))
    error_message = "org_id is empty or the id of an organization, such as o-exampleorgid."
  }
}

variable "org_units" {
  type        = list(string)
  default     = []
  description = "ORG_UNITS, ids of units. An empty list works on the whole organization."

  validation {
    condition     = alltrue([for unit in var.org_units : can(regex("^(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})$", unit))])
    error_message = "org_units lists ids of units, such as ou-ab12-11112222."
  }
}

variable "org_excluded" {
  type        = list(string)
  default     = []
  description = "ORG_EXCLUDED, ids of units and accounts that are left out."

  validation {
    condition     = alltrue([for id in var.org_excluded : can(regex("^(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32}|\\d{12})$", id))])
    error_message = "org_excluded lists ids of units and accounts."
  }
}

variable "org_canary_units" {
  type        = list(string)
  default     = []
  description = "ORG_CANARY_UNITS, ids of units whose accounts are changed first."

  validation {
    condition     = alltrue([for unit in var.org_canary_units : can(regex("^(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})$", unit))])
    error_message = "org_canary_units lists ids of units, such as ou-ab12-11112222."
  }
}

variable "org_accounts_at_once" {
  type        = number
  default     = 40
  description = "ORG_ACCOUNTS_AT_ONCE, the number of accounts that are worked on at once."

  validation {
    condition     = floor(var.org_accounts_at_once) == var.org_accounts_at_once && var.org_accounts_at_once >= 1 && var.org_accounts_at_once <= 1000
    error_message = "org_accounts_at_once is a whole number from 1 to 1000."
  }
}

variable "org_stop_percent" {
  type        = number
  default     = 10
  description = "ORG_STOP_PERCENT. If more accounts of a ring failed, the next ring is not changed."

  validation {
    condition     = floor(var.org_stop_percent) == var.org_stop_percent && var.org_stop_percent >= 0 && var.org_stop_percent <= 100
    error_message = "org_stop_percent is a whole number from 0 to 100."
  }
}

variable "org_role_name" {
  type        = string
  default     = "keyturn-member-prod"
  description = "ORG_ROLE_NAME, the role that Keyturn assumes in each account."

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.org_role_name))
    error_message = "org_role_name is the name of a role."
  }
}

variable "org_list_role_arn" {
  type        = string
  default     = ""
  description = "ORG_LIST_ROLE_ARN, a role that may list the accounts. Empty lists them with the function's own role."

  validation {
    condition     = can(regex("^(arn:[\\w-]+:iam::\\d{12}:role/\\S+)?$", var.org_list_role_arn))
    error_message = "org_list_role_arn is empty or the ARN of a role."
  }
}

variable "dry_run" {
  type        = bool
  default     = false
  description = "DRY_RUN. Start with true, and read the reports in the log."
}

variable "html_report" {
  type        = bool
  default     = true
  description = "HTML_REPORT. Whether each run stores a report page under reports/ in the bucket."
}

variable "on_exposed" {
  type        = string
  default     = "hold"
  description = "ON_EXPOSED. hold reports keys that AWS has found in public; rotate replaces them and deactivates them at once."

  validation {
    condition     = contains(["hold", "rotate"], var.on_exposed)
    error_message = "on_exposed is hold or rotate."
  }
}

variable "event_bus_arn" {
  type        = string
  default     = ""
  description = "EVENT_BUS, the ARN of an event bus in this region that gets an event for each action and finding. Empty puts none."

  validation {
    condition     = can(regex("^(arn:[\\w-]+:events:[\\w-]+:\\d{12}:event-bus/[/.\\w-]{1,256})?$", var.event_bus_arn))
    error_message = "event_bus_arn is the ARN of an event bus, or empty."
  }
}

variable "own_bucket" {
  type        = string
  default     = ""
  description = "S3_CSV_BUCKET. A bucket of your own, which must be private; attach the output bucket_policy to it. Empty creates a bucket."

  validation {
    condition     = can(regex("^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$", var.own_bucket))
    error_message = "own_bucket is the name of a bucket, or empty."
  }
}

variable "file_days" {
  type        = number
  default     = 30
  description = "Days for which credentials files are kept. More than deactivate_days + deletion_days."

  validation {
    condition     = floor(var.file_days) == var.file_days && var.file_days >= 1
    error_message = "file_days is a whole number of at least 1."
  }

  validation {
    condition     = var.own_bucket != "" || var.file_days > var.deactivate_days + var.deletion_days
    error_message = "file_days is more than deactivate_days + deletion_days, so that a file outlives the old key."
  }
}

variable "report_days" {
  type        = number
  default     = 400
  description = "Days for which pages under reports/ are kept."

  validation {
    condition     = floor(var.report_days) == var.report_days && var.report_days >= 1
    error_message = "report_days is a whole number of at least 1."
  }
}

# Access. deploy/README.md and docs/security.md explain each of these.

variable "administrator_arns" {
  type        = list(string)
  default     = []
  description = "Roles and users that run keyturn apply, undo or mend. Others cannot write files, state and audit."

  validation {
    condition     = alltrue([for arn in var.administrator_arns : can(regex("^arn:[\\w-]+:iam::\\d{12}:(role|user)/[\\w+=,.@*/-]+$", arn))])
    error_message = "administrator_arns lists ARNs of IAM roles and users."
  }
}

variable "owners_need_mfa" {
  type        = bool
  default     = false
  description = "Whether owners can read their file only in a session with MFA."
}

variable "users_path" {
  type        = string
  default     = "/"
  description = "The function can change only IAM users under this path, such as /people/."

  validation {
    condition     = can(regex("^/([\\w+=,.@-]+/)*$", var.users_path))
    error_message = "users_path begins and ends with a slash."
  }
}

variable "permissions_boundary" {
  type        = string
  default     = null
  description = "ARN of the policy that is the permissions boundary of the function's role. null sets none."

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:[\\w-]+:iam::(\\d{12}|aws):policy/.+$", var.permissions_boundary))
    error_message = "permissions_boundary is the ARN of an IAM policy, or null."
  }
}

# Schedule, size and alarms.

variable "schedule" {
  type        = string
  default     = "cron(0 5 * * ? *)"
  description = "In UTC. Weekly is cron(0 5 ? * MON *); then set hours_without_run to 168."

  validation {
    condition     = can(regex("^(cron|rate)\\(.+\\)$", var.schedule))
    error_message = "schedule is a cron(...) or rate(...) expression of EventBridge."
  }
}

variable "hours_without_run" {
  type        = number
  default     = 25
  description = "Hours without a finished run after which an alarm is raised. CloudWatch looks back at most seven days."

  validation {
    condition     = floor(var.hours_without_run) == var.hours_without_run && var.hours_without_run >= 1 && var.hours_without_run <= 168
    error_message = "hours_without_run is a whole number from 1 to 168."
  }
}

variable "oldest_key_days" {
  type        = number
  default     = 90
  description = "Age in days of a key in use at which an alarm is raised. More than overdue_days + deactivate_days."

  validation {
    condition     = floor(var.oldest_key_days) == var.oldest_key_days && var.oldest_key_days >= 1
    error_message = "oldest_key_days is a whole number of at least 1."
  }
}

variable "memory_megabytes" {
  type        = number
  default     = 512
  description = "Memory of the function."

  validation {
    condition     = floor(var.memory_megabytes) == var.memory_megabytes && var.memory_megabytes >= 128 && var.memory_megabytes <= 10240
    error_message = "memory_megabytes is a whole number from 128 to 10240."
  }
}

variable "timeout_seconds" {
  type        = number
  default     = 900
  description = "Time-out of the function."

  validation {
    condition     = floor(var.timeout_seconds) == var.timeout_seconds && var.timeout_seconds >= 60 && var.timeout_seconds <= 900
    error_message = "timeout_seconds is a whole number from 60 to 900."
  }
}

variable "reserved_concurrency" {
  type        = number
  default     = null
  description = "Reserved concurrency of the function, such as 1; with org_id, at least org_accounts_at_once. null reserves none. An account must keep 100 unreserved."

  validation {
    condition     = var.reserved_concurrency == null ? true : floor(var.reserved_concurrency) == var.reserved_concurrency && var.reserved_concurrency >= 1 && var.reserved_concurrency <= 999
    error_message = "reserved_concurrency is a whole number from 1 to 999, or null."
  }

  # An account for which the function finds no room for minutes is lost.
  validation {
    condition     = var.org_id == "" || var.reserved_concurrency == null ? true : var.reserved_concurrency >= var.org_accounts_at_once
    error_message = "reserved_concurrency is at least org_accounts_at_once, the number of accounts that the state machine works on at once."
  }
}

variable "log_retention_days" {
  type        = number
  default     = 90
  description = "Days for which the log is kept."

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "alarm_email" {
  type        = string
  default     = ""
  description = "Receives alarms by mail, once the address has confirmed."

  validation {
    condition     = can(regex("^([^@ ]+@[^@ ]+)?$", var.alarm_email))
    error_message = "alarm_email is an e-mail address, or empty."
  }
}

variable "alarm_topic_arn" {
  type        = string
  default     = ""
  description = "SNS topic that receives alarms instead."

  validation {
    condition     = can(regex("^(arn:[\\w-]+:sns:[\\w-]+:\\d{12}:.+)?$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn is the ARN of an SNS topic, or empty."
  }

  validation {
    condition     = var.alarm_email == "" || var.alarm_topic_arn == ""
    error_message = "Give alarm_email or alarm_topic_arn, not both."
  }
}
