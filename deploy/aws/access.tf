# What the machine may do: its own volume, bucket, secret, logs and metrics; and the secret itself.

data "aws_iam_policy_document" "is_machine" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "machine" {
  statement {
    sid       = "ListBucket"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.lake.arn]
  }
  statement {
    sid       = "WriteFiles"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
    resources = ["${aws_s3_bucket.lake.arn}/*"]
  }
  statement {
    sid       = "ReadToken"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.token.arn]
  }
  statement {
    sid     = "WriteLogs"
    actions = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]
    resources = [
      "${aws_cloudwatch_log_group.service.arn}:*",
      "${aws_cloudwatch_log_group.metrics.arn}:*",
    ]
  }
  statement {
    sid       = "WriteMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"] # the action knows no resources
    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = ["Playhead"]
    }
  }
  statement {
    sid       = "AttachVolume"
    actions   = ["ec2:AttachVolume"]
    resources = [aws_ebs_volume.data.arn]
  }
  statement {
    sid       = "AttachToItself"
    actions   = ["ec2:AttachVolume"]
    resources = ["arn:aws:ec2:${var.region}:*:instance/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Application"
      values   = [var.name]
    }
  }
  dynamic "statement" {
    for_each = local.is_in_ecr ? [1] : []
    content {
      sid       = "PullImage"
      actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
      resources = ["arn:aws:ecr:*:*:repository/${local.ecr_repository}"]
    }
  }
  dynamic "statement" {
    for_each = local.is_in_ecr ? [1] : []
    content {
      sid       = "SignInToRegistry"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = ["*"] # the action knows no resources
    }
  }
  statement {
    sid       = "SeeVolumes"
    actions   = ["ec2:DescribeVolumes"]
    resources = ["*"] # the action knows no resources
  }
}

locals {
  is_in_ecr = can(regex("\\.dkr\\.ecr\\.", var.image))
  # 123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/playhead:1.0.0 → team/playhead
  ecr_repository = try(regex("^[^/]+/([^:@]+)", var.image)[0], "")
}

resource "aws_iam_role" "machine" {
  name               = "${var.name}-machine"
  assume_role_policy = data.aws_iam_policy_document.is_machine.json
}

resource "aws_iam_role_policy" "machine" {
  name   = "own-things"
  role   = aws_iam_role.machine.id
  policy = data.aws_iam_policy_document.machine.json
}

# A shell without an open port or a key: `aws ssm start-session`.
resource "aws_iam_role_policy_attachment" "session" {
  role       = aws_iam_role.machine.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "machine" {
  name = "${var.name}-machine"
  role = aws_iam_role.machine.name
}

# The token is made by AWS and written past Terraform's state.
ephemeral "aws_secretsmanager_random_password" "token" {
  password_length     = 40
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "token" {
  name                    = "${var.name}/token"
  description             = "PLAYHEAD_TOKEN of the service"
  recovery_window_in_days = var.keep_data ? 30 : 0
}

resource "aws_secretsmanager_secret_version" "token" {
  secret_id                = aws_secretsmanager_secret.token.id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.token.random_password
  secret_string_wo_version = 1 # one more makes another token
}
