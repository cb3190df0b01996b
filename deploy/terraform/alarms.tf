resource "aws_sns_topic" "alarms" {
  count        = var.alarm_email == "" ? 0 : 1
  name         = local.name
  display_name = "Keyturn"
  tags         = var.tags
}

resource "aws_sns_topic_subscription" "alarms" {
  count     = var.alarm_email == "" ? 0 : 1
  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

resource "aws_cloudwatch_log_metric_filter" "failed_users" {
  name           = "${local.name}-failed-users"
  log_group_name = aws_cloudwatch_log_group.rotation.name
  pattern        = "{ $.event = \"user\" && $.outcome = \"failed\" }"

  metric_transformation {
    namespace = local.log_namespace
    name      = "FailedUsers"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "finished_runs" {
  name           = "${local.name}-finished-runs"
  log_group_name = aws_cloudwatch_log_group.rotation.name
  pattern        = "{ $.event = \"report\" && $.narrowed IS FALSE && ($.mode = \"apply\" || $.dryRun IS TRUE) }"

  metric_transformation {
    namespace = local.log_namespace
    name      = "FinishedRuns"
    value     = "1"
  }
}

locals {
  log_namespace = "Keyturn/${var.stage}"
  installation  = { Installation = local.name }
  topics        = var.alarm_email == "" ? compact([var.alarm_topic_arn]) : aws_sns_topic.alarms[*].arn

  # The members that an alarm does not name have the values of aws_cloudwatch_metric_alarm.rotation.
  alarms = {
    failed-users = {
      description = "Keyturn failed with at least one user. Its log names them; the next run tries again."
      namespace   = local.log_namespace
      metric      = "FailedUsers"
      statistic   = "Sum"
      period      = 3600
    }
    errors = {
      description = "A run of Keyturn could not begin, or was cut off. Its log says why."
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = aws_lambda_function.rotation.function_name }
      statistic   = "Sum"
      period      = 3600
    }
    silence = {
      description = "No run of Keyturn has finished for longer than its schedule allows."
      namespace   = local.log_namespace
      metric      = "FinishedRuns"
      statistic   = "Sum"
      period      = 3600
      periods     = var.hours_without_run
      comparison  = "LessThanThreshold"
      missing     = "breaching"
    }
    old-key = {
      description = "A key in use is far older than it should be. The report says what holds its user."
      namespace   = "Keyturn"
      metric      = "OldestKeyAgeDays"
      dimensions  = local.installation
      statistic   = "Maximum"
      period      = 86400
      threshold   = var.oldest_key_days
    }
    undelivered = {
      description = "No mail reaches the owner of a key, or the digest was not delivered. The report names the users; correct their address tags."
      namespace   = "Keyturn"
      metric      = "Undelivered"
      dimensions  = local.installation
      statistic   = "Maximum"
      period      = 86400
    }
    # Occasional deferred users are normal; deferred users every day mean that runs do not keep up.
    deferred = {
      description = "Keyturn has left users for the next run each day for five days. The report says why; see MAX_ACTIONS_PER_RUN and the SES quota."
      namespace   = "Keyturn"
      metric      = "Deferred"
      dimensions  = local.installation
      statistic   = "Minimum"
      period      = 86400
      periods     = 5
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "rotation" {
  for_each            = local.alarms
  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = lookup(each.value, "dimensions", null)
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = lookup(each.value, "periods", 1)
  threshold           = lookup(each.value, "threshold", 1)
  comparison_operator = lookup(each.value, "comparison", "GreaterThanOrEqualToThreshold")
  treat_missing_data  = lookup(each.value, "missing", "notBreaching")
  alarm_actions       = local.topics
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "held_rising" {
  alarm_name          = "${local.name}-held-rising"
  alarm_description   = "More users are held than on the day before. The report says why, and keyturn mend how to free them."
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.topics
  tags                = var.tags

  metric_query {
    id          = "held"
    return_data = false

    metric {
      namespace   = "Keyturn"
      metric_name = "Held"
      dimensions  = local.installation
      period      = 86400
      stat        = "Maximum"
    }
  }

  metric_query {
    id          = "rise"
    label       = "Users held, more than the day before"
    expression  = "DIFF(held)"
    return_data = true
  }
}

locals {
  charts = [
    { title = "Age of the oldest active key (days)", metrics = ["OldestKeyAgeDays"] },
    { title = "Keys past a threshold", metrics = ["KeysPastWarning", "KeysPastOverdue"] },
    { title = "Done", metrics = ["Warned", "Rotated", "Deactivated", "Deleted"] },
    { title = "Action required", metrics = ["Held", "Failed", "Deferred", "Undelivered"] },
    { title = "Calls of a run", metrics = ["ApiCalls"] },
    { title = "Seconds of a run", metrics = ["DurationSeconds"] },
  ]
}

resource "aws_cloudwatch_dashboard" "rotation" {
  dashboard_name = local.name
  dashboard_body = jsonencode({
    widgets = [for at, chart in local.charts : {
      type   = "metric"
      x      = at % 2 * 12
      y      = floor(at / 2) * 6
      width  = 12
      height = 6
      properties = {
        title   = chart.title
        region  = local.region
        view    = "timeSeries"
        stat    = "Maximum"
        period  = 86400
        metrics = [for metric in chart.metrics : ["Keyturn", metric, "Installation", local.name]]
      }
    }]
  })
}
