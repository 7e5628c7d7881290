# Logs, and alarms on what the CloudWatch agent takes from /metrics: the rules of deploy/prometheus that page.

resource "aws_cloudwatch_log_group" "service" {
  name              = "/${var.name}/service"
  retention_in_days = var.log_days
}

# The agent writes metrics as log lines (embedded metric format), from which CloudWatch takes them.
resource "aws_cloudwatch_log_group" "metrics" {
  name              = "/${var.name}/metrics"
  retention_in_days = 7
}

resource "aws_cloudwatch_log_metric_filter" "errors" {
  name           = "${var.name}-errors"
  log_group_name = aws_cloudwatch_log_group.service.name
  pattern        = "{ $.level = \"error\" }"
  metric_transformation {
    name          = "error_lines"
    namespace     = "Playhead"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
}

resource "aws_sns_topic_subscription" "email" {
  count     = var.alarm_email == null ? 0 : 1
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

locals {
  # By metric: when it is bad, and what that means. A service that is gone sends none: missing is bad.
  alarms = {
    playhead_ledger_balanced = {
      statistic = "Minimum", comparison = "LessThanThreshold", threshold = 1, missing = "notBreaching"
      says      = "Rows are not accounted for: that is a defect"
    }
    playhead_consumer_up = {
      statistic = "Minimum", comparison = "LessThanThreshold", threshold = 1, missing = "breaching"
      says      = "Nothing is being applied, or the service is gone; /readyz says why"
    }
    playhead_log_up = {
      statistic = "Minimum", comparison = "LessThanThreshold", threshold = 1, missing = "notBreaching"
      says      = "Kafka does not answer; it goes on by itself"
    }
    playhead_log_matches_store = {
      statistic = "Minimum", comparison = "LessThanThreshold", threshold = 1, missing = "notBreaching"
      says      = "The log is not the one that the store has read; /readyz says where"
    }
    playhead_append_failures_total = {
      statistic = "Sum", comparison = "GreaterThanThreshold", threshold = 0, missing = "notBreaching"
      says      = "The log does not take events in: most likely the disk is full or failing"
    }
    playhead_consumer_lag_records = {
      statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = 100000, missing = "notBreaching"
      says      = "The consumer falls behind; from MAX_LAG on events are refused"
    }
    disk_used_percent = {
      statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = 80, missing = "notBreaching"
      says      = "The data volume is filling up: raise data_gib, or set LOG_RETENTION_DAYS"
    }
    error_lines = {
      statistic = "Sum", comparison = "GreaterThanThreshold", threshold = 0, missing = "notBreaching"
      says      = "The service logged errors"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "service" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${replace(each.key, "playhead_", "")}"
  alarm_description   = each.value.says
  namespace           = "Playhead"
  metric_name         = each.key
  statistic           = each.value.statistic
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  treat_missing_data  = each.value.missing
  dimensions = (
    startswith(each.key, "playhead_") ? { job = "playhead" } :
    each.key == "disk_used_percent" ? { path = "/data" } : {}
  )
  alarm_actions = [aws_sns_topic.alarms.arn]
  ok_actions    = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "not_ready" {
  alarm_name          = "${var.name}-not-ready"
  alarm_description   = "The load balancer finds no service that is ready"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HealthyHostCount"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  dimensions = {
    LoadBalancer = aws_lb.front.arn_suffix
    TargetGroup  = aws_lb_target_group.service.arn_suffix
  }
  alarm_actions = [aws_sns_topic.alarms.arn]
  ok_actions    = [aws_sns_topic.alarms.arn]
}
