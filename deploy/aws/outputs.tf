# What one needs next.

output "balancer" {
  description = "Point the certificate's name here (CNAME, or an alias record)"
  value       = aws_lb.front.dns_name
}

output "bucket" {
  description = "Parquet files lie under processed/, backups of the store under backups/"
  value       = aws_s3_bucket.lake.bucket
}

output "token_command" {
  description = "Prints PLAYHEAD_TOKEN"
  value       = "aws secretsmanager get-secret-value --region ${var.region} --secret-id ${aws_secretsmanager_secret.token.name} --query SecretString --output text"
}

output "log_command" {
  description = "Follows the service's log"
  value       = "aws logs tail ${aws_cloudwatch_log_group.service.name} --region ${var.region} --follow"
}
