resource "aws_cloudwatch_log_group" "rotation" {
  name              = "/aws/lambda/${local.name}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_lambda_function" "rotation" {
  function_name = local.name
  description   = "Rotates the access keys of IAM users"
  role          = aws_iam_role.rotation.arn
  handler       = "dev.keyturn.lambda.RotationHandler::handleRequest"
  runtime       = var.runtime
  architectures = [var.architecture]
  memory_size   = var.memory_megabytes
  timeout       = var.timeout_seconds
  tags          = var.tags

  # With 1, only one run is active at a time. Without it, the lease prevents simultaneous runs.
  reserved_concurrent_executions = var.reserved_concurrency == null ? -1 : var.reserved_concurrency

  filename         = var.artifact_path == null ? local.downloaded : var.artifact_path
  source_code_hash = var.artifact_path == null ? local.artifact_hash : filebase64sha256(var.artifact_path)
  s3_bucket        = var.code_bucket
  s3_key           = var.code_bucket == null ? null : var.code_key

  environment {
    variables = {
      # The options of jvm.options; a test compares them. The heap is three eighths of the memory (192 MB of 512) if Lambda does not set its own.
      JAVA_TOOL_OPTIONS          = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -XX:MaxRAM=${var.memory_megabytes}m -XX:MinRAMPercentage=37.5 -XX:MaxRAMPercentage=37.5 -Dhttp.maxConnections=16 -Xlog:disable -Xlog:all=warning,aot*=off,cds*=off:stderr"
      LAMBDA_FUNCTION_NAME       = local.name
      SES_EMAIL                  = var.ses_email
      SES_REGION                 = local.ses_region
      IAM_EMAIL_TAG_KEY          = var.email_tag_key
      S3_CSV_BUCKET              = local.bucket
      LAST_CHECK_DATE_TAG_KEY    = var.date_tag_key
      LAST_CHECK_OLD_KEY_TAG_KEY = var.old_key_tag_key
      WARNING_DAYS               = var.warning_days
      OVERDUE_DAYS               = var.overdue_days
      DEACTIVATE_DAYS            = var.deactivate_days
      NOTICE_DAYS                = var.notice_days
      UNUSED_DAYS                = var.unused_days
      DELETION_DAYS              = var.deletion_days
      IN_USE_GRACE_DAYS          = var.in_use_grace_days
      MAX_ACTIONS_PER_RUN        = var.max_actions_per_run == null ? "" : var.max_actions_per_run
      IAM_CALLS_PER_SECOND       = var.iam_calls_per_second == null ? "" : var.iam_calls_per_second
      REMIND_EVERY_DAYS          = var.remind_every_days
      MAX_EXEMPTION_DAYS         = var.max_exemption_days == null ? "" : var.max_exemption_days
      EMAIL_DOMAINS              = join(",", var.email_domains)
      NO_ACTION_ON               = join(",", var.no_action_on)
      NO_ACTION_ZONE             = var.no_action_zone
      MAX_OVERDUE_DAYS           = var.max_overdue_days == null ? "" : var.max_overdue_days
      DRY_RUN                    = var.dry_run
      HTML_REPORT                = var.html_report
      ON_EXPOSED                 = var.on_exposed
      ADMIN_EMAIL                = var.admin_email
      KMS_KEY_ID                 = var.kms_key_arn
      MAIL_TEMPLATES             = var.mail_templates
      EVENT_BUS                  = var.event_bus_arn
      ORG_ID                     = var.org_id
      ORG_UNITS                  = join(",", var.org_units)
      ORG_EXCLUDED               = join(",", var.org_excluded)
      ORG_CANARY_UNITS           = join(",", var.org_canary_units)
      ORG_ACCOUNTS_AT_ONCE       = var.org_accounts_at_once
      ORG_STOP_PERCENT           = var.org_stop_percent
      ORG_ROLE_NAME              = var.org_role_name
      ORG_LIST_ROLE_ARN          = var.org_list_role_arn
    }
  }

  # The function has its permissions from its first run to its deletion.
  depends_on = [
    terraform_data.artifact,
    aws_iam_role_policy.read_and_hand_over,
    aws_iam_role_policy.write_users_with_an_address,
    aws_iam_role_policy.know_what_it_may_do,
  ]

  lifecycle {
    precondition {
      condition     = var.artifact_path == null || var.artifact_sha256 == null ? true : filesha256(var.artifact_path) == var.artifact_sha256
      error_message = "The file at artifact_path does not have the checksum artifact_sha256."
    }

    postcondition {
      condition     = var.artifact_sha256 == null || self.code_sha256 == local.artifact_hash
      error_message = "The code in Lambda does not have the checksum artifact_sha256."
    }
  }
}

# Lambda does not retry: tomorrow's run does the work of a failed one. A retry would do no harm.
resource "aws_lambda_function_event_invoke_config" "rotation" {
  function_name                = aws_lambda_function.rotation.function_name
  qualifier                    = "$LATEST"
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 3600
}

resource "aws_cloudwatch_event_rule" "schedule" {
  name                = local.name
  description         = "Starts Keyturn"
  schedule_expression = var.schedule
  state               = local.has_organization ? "DISABLED" : "ENABLED" # with org_id, the state machine starts the function
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "rotation" {
  rule      = aws_cloudwatch_event_rule.schedule.name
  target_id = "keyturn"
  arn       = aws_lambda_function.rotation.arn
}

resource "aws_lambda_permission" "schedule" {
  function_name = aws_lambda_function.rotation.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.schedule.arn
}

# AWS Health sends these events in us-east-1. In another region, deploy ../examples/exposed-keys.yaml in us-east-1, which forwards them here.
resource "aws_cloudwatch_event_rule" "exposed_keys" {
  name        = "${local.name}-exposed-keys"
  description = "Starts Keyturn when AWS has found an access key in public"
  state       = local.has_organization ? "DISABLED" : "ENABLED" # with org_id, the function refuses these events
  tags        = var.tags

  event_pattern = jsonencode({
    source      = ["aws.health"]
    detail-type = ["AWS Health Event"]
    detail = {
      service = ["RISK"]
      eventTypeCode = [
        "AWS_RISK_CREDENTIALS_EXPOSED",
        "AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED",
        "AWS_RISK_CREDENTIALS_COMPROMISED",
        "AWS_RISK_CREDENTIALS_COMPROMISE_SUSPECTED",
        "AWS_RISK_IAM_QUARANTINE",
      ]
    }
  })
}

resource "aws_cloudwatch_event_target" "exposed_keys" {
  rule      = aws_cloudwatch_event_rule.exposed_keys.name
  target_id = "keyturn"
  arn       = aws_lambda_function.rotation.arn
}

resource "aws_lambda_permission" "exposed_keys" {
  function_name = aws_lambda_function.rotation.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.exposed_keys.arn
}
