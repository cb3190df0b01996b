output "function_name" {
  value       = aws_lambda_function.rotation.function_name
  description = "Name of the function."
}

output "function_arn" {
  value       = aws_lambda_function.rotation.arn
  description = "ARN of the function."
}

output "bucket_name" {
  value       = local.bucket
  description = "Bucket that holds credentials files, state, audit trail and reports."
}

output "bucket_policy" {
  value       = local.bucket_policy
  description = "Policy of the bucket. Attach it to a bucket of your own."
}

output "owners_group_name" {
  value       = aws_iam_group.owners.name
  description = "Group for the owners of keys. It lets them read their own file."
}

output "role_arn" {
  value       = aws_iam_role.rotation.arn
  description = "ARN of the function's role."
}

output "topic_arn" {
  value       = one(aws_sns_topic.alarms[*].arn)
  description = "SNS topic that the module made for alarm_email, or null."
}
