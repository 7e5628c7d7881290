# One machine that is made anew when it fails, and the volume that outlives it.

resource "aws_ebs_volume" "data" {
  availability_zone = local.zone
  size              = var.data_gib
  type              = "gp3"
  encrypted         = true
  tags              = { Name = "${var.name}-data", Backup = var.name }
}

resource "aws_launch_template" "machine" {
  name                   = var.name
  image_id               = var.ami
  instance_type          = var.instance_type
  update_default_version = true
  vpc_security_group_ids = [aws_security_group.service.id]

  iam_instance_profile {
    arn = aws_iam_instance_profile.machine.arn
  }

  metadata_options {
    http_tokens = "required"
    # One hop: containers do not get the machine's rights.
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 20
      volume_type = "gp3"
      encrypted   = true
    }
  }

  tag_specifications {
    resource_type = "instance"
    tags          = { Name = var.name, Application = var.name }
  }

  user_data = base64encode(templatefile("${path.module}/start_machine.sh", {
    agent      = templatefile("${path.module}/cloudwatch_agent.json", { name = var.name })
    bucket     = aws_s3_bucket.lake.bucket
    image      = var.image
    is_in_ecr  = local.is_in_ecr
    log_group  = aws_cloudwatch_log_group.service.name
    region     = var.region
    scrape     = file("${path.module}/scrape.yml")
    secret_arn = aws_secretsmanager_secret.token.arn
    settings   = join("\n", [for name, value in var.settings : "${name}=${value}"])
    volume_id  = aws_ebs_volume.data.id
  }))
}

resource "aws_autoscaling_group" "machine" {
  name                = var.name
  min_size            = 1
  max_size            = 1
  desired_capacity    = 1
  vpc_zone_identifier = [local.subnet_id]
  target_group_arns   = [aws_lb_target_group.service.arn]
  # The load balancer's check would replace a machine whose service derives its store anew.
  health_check_type         = "EC2"
  health_check_grace_period = 300
  wait_for_capacity_timeout = 0

  launch_template {
    id      = aws_launch_template.machine.id
    version = aws_launch_template.machine.latest_version
  }

  # Two machines cannot have the volume: the old one goes first.
  instance_refresh {
    strategy = "Rolling"
    preferences {
      min_healthy_percentage = 0
    }
  }
}
