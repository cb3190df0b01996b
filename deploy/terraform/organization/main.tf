# Keyturn over the accounts of an organization, with the same resources as deploy/organization.yaml; a check compares them.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  name       = "keyturn-${var.stage}"
  account    = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.id
  bucket_arn = "arn:${local.partition}:s3:::${var.bucket}"

  # The state machine stands once, in the template.
  template   = file("${path.module}/../../organization.yaml")
  machine    = regex("(?s)DefinitionString: !Sub \\|\\n(.*?)\\n\\n", local.template)[0]
  parameters = { "AWS::Partition" = local.partition, FunctionArn = var.function_arn, Bucket = var.bucket }
  definition = join("", [
    for part in regexall("[^$]+|\\$\\{[^}]+}|\\$", local.machine) :
    startswith(part, "$${") ? local.parameters[trimsuffix(trimprefix(part, "$${"), "}")] : part
  ])
}

# What the function needs besides its own account. A session in an account has the permissions of the module member.
resource "aws_iam_role_policy" "enter_accounts" {
  name = "enter-accounts"
  role = reverse(split("/", var.function_role_arn))[0]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid      = "EnterAccounts"
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = "arn:${local.partition}:iam::*:role/${var.role_name}"
      },
      {
        Sid    = "ListAccounts"
        Effect = "Allow"
        Action = [
          "organizations:DescribeOrganization",
          "organizations:ListAccounts",
          "organizations:ListAccountsForParent",
          "organizations:ListOrganizationalUnitsForParent",
          "organizations:ListTagsForResource",
        ]
        Resource = "*"
      },
      {
        Sid       = "SeeObjects"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.bucket_arn
        Condition = { StringLikeIfExists = { "s3:prefix" = ["org/credential/*", "org/runs/*"] } }
      },
      # Files of new keys can be stored, but not read.
      {
        Sid      = "StoreObjects"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = [for kind in ["credential", "state", "audit", "reports", "runs"] : "${local.bucket_arn}/org/${kind}/*"]
      },
      {
        Sid      = "ReadState"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = ["${local.bucket_arn}/org/state/*", "${local.bucket_arn}/org/runs/*"]
      },
      # Whether the execution that began last still runs.
      {
        Sid      = "SeeExecutions"
        Effect   = "Allow"
        Action   = "states:DescribeExecution"
        Resource = "arn:${local.partition}:states:${local.region}:${local.account}:execution:${local.name}:*"
      },
      ], [
      for arn in compact([var.list_role_arn]) :
      { Sid = "EnterListRole", Effect = "Allow", Action = "sts:AssumeRole", Resource = arn }
    ])
  })
}

# The bucket's policy names this role.
resource "aws_iam_role" "machine" {
  name                 = "${local.name}-machine"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "states.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "machine" {
  name = "run"
  role = aws_iam_role.machine.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "StartFunction"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = var.function_arn
      },
      {
        Sid      = "ReadLists"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${local.bucket_arn}/org/runs/*"
      },
      {
        Sid      = "WriteManifests"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
        Resource = "${local.bucket_arn}/org/runs/*/maps/*"
      },
      # A distributed map starts an execution for each account.
      {
        Sid      = "StartChildren"
        Effect   = "Allow"
        Action   = "states:StartExecution"
        Resource = "arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:${local.name}"
      },
      # A redrive restarts those that did not succeed (Step Functions developer guide, "Redriving Map Runs").
      {
        Sid      = "FollowChildren"
        Effect   = "Allow"
        Action   = ["states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"]
        Resource = "arn:${local.partition}:states:${local.region}:${local.account}:execution:${local.name}/*"
      },
    ]
  })
}

# The function encrypts the lists of accounts that the machine reads.
resource "aws_iam_role_policy" "machine_decrypts" {
  count = var.kms_key_arn == "" ? 0 : 1
  name  = "decrypt-lists"
  role  = aws_iam_role.machine.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "DecryptLists"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = var.kms_key_arn
    }]
  })
}

resource "aws_sfn_state_machine" "organization" {
  name       = local.name
  role_arn   = aws_iam_role.machine.arn
  definition = local.definition
  tags       = var.tags

  depends_on = [aws_iam_role_policy.machine]
}

resource "aws_iam_role" "starter" {
  name                 = "${local.name}-starter"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "starter" {
  name = "start"
  role = aws_iam_role.starter.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "StartMachine"
      Effect   = "Allow"
      Action   = "states:StartExecution"
      Resource = aws_sfn_state_machine.organization.arn
    }]
  })
}

resource "aws_cloudwatch_event_rule" "organization" {
  name                = "${local.name}-organization"
  description         = "Starts Keyturn over the organization"
  schedule_expression = var.schedule
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "organization" {
  rule      = aws_cloudwatch_event_rule.organization.name
  target_id = "keyturn"
  arn       = aws_sfn_state_machine.organization.arn
  role_arn  = aws_iam_role.starter.arn
}

locals {
  alarms = {
    machine-failed = {
      description = "A run over the organization ended with accounts that need a person, was stopped, or could not begin. Its report and the execution say which."
      metric      = "ExecutionsFailed"
    }
    machine-timed-out = {
      description = "A run over the organization did not end within six hours. The execution shows the step."
      metric      = "ExecutionsTimedOut"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "organization" {
  for_each            = local.alarms
  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/States"
  metric_name         = each.value.metric
  dimensions          = { StateMachineArn = aws_sfn_state_machine.organization.arn }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = compact([var.alarm_topic_arn])
  tags                = var.tags
}

output "machine_arn" {
  value       = aws_sfn_state_machine.organization.arn
  description = "ARN of the state machine."
}
