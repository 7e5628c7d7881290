# What runs this: Terraform and the provider, and where the provider asks.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

locals {
  # A stand-in for AWS, for tests: no account is asked for.
  is_stand_in = var.endpoint != null
}

provider "aws" {
  region                      = var.region
  skip_credentials_validation = local.is_stand_in
  skip_metadata_api_check     = local.is_stand_in
  s3_use_path_style           = local.is_stand_in

  default_tags {
    # The stand-in does not tell tags of backups, so that each plan would add them again.
    tags = local.is_stand_in ? {} : { Application = var.name }
  }

  dynamic "endpoints" {
    for_each = local.is_stand_in ? [var.endpoint] : []
    content {
      autoscaling    = endpoints.value
      backup         = endpoints.value
      cloudwatch     = endpoints.value
      ec2            = endpoints.value
      elbv2          = endpoints.value
      iam            = endpoints.value
      logs           = endpoints.value
      rds            = endpoints.value
      s3             = endpoints.value
      secretsmanager = endpoints.value
      sns            = endpoints.value
      sts            = endpoints.value
    }
  }
}
