# What whoever applies this chooses; docs/deploy/aws.md explains each.

variable "name" {
  description = "Begins the name of everything that is made"
  type        = string
  default     = "playhead"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.name))
    error_message = "name must be 2 to 20 small letters, digits and hyphens that begin with a letter."
  }
}

variable "region" {
  description = "AWS region"
  type        = string
}

variable "image" {
  description = "The image of deploy/Dockerfile as a registry has it, with tag or digest"
  type        = string
}

variable "certificate_arn" {
  description = "Certificate (ACM) of the name under which people open the service"
  type        = string
  validation {
    condition     = startswith(var.certificate_arn, "arn:")
    error_message = "certificate_arn must be an ARN that begins with arn: (aws acm list-certificates)."
  }
}

variable "allowed_cidrs" {
  description = "Networks that may open the service"
  type        = list(string)
  validation {
    condition     = length(var.allowed_cidrs) > 0
    error_message = "allowed_cidrs must name at least one network, such as [\"203.0.113.0/24\"]."
  }
}

variable "vpc_id" {
  description = "Network to run in; the account's default one when null. Its subnets must be public, in two zones"
  type        = string
  default     = null
}

variable "instance_type" {
  description = "Kind of machine (x86_64, as the image)"
  type        = string
  default     = "t3.medium"
}

variable "ami" {
  description = "Machine image: Amazon Linux 2023"
  type        = string
  default     = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

variable "data_gib" {
  description = "Size of the volume of log, store and files"
  type        = number
  default     = 50
}

variable "settings" {
  description = "More settings of the service, by name: { KAFKA_BOOTSTRAP_SERVERS = \"b-1.example:9092\" }"
  type        = map(string)
  default     = {}
}

variable "alarm_email" {
  description = "Who is written to when an alarm goes off; nobody when null"
  type        = string
  default     = null
}

variable "log_days" {
  description = "Days that CloudWatch keeps log lines"
  type        = number
  default     = 30
}

variable "backup_days" {
  description = "Days that daily snapshots of the volume are kept"
  type        = number
  default     = 35
}

variable "with_database" {
  description = "Makes a PostgreSQL (RDS). The service keeps its store on the volume: leave this off until it can share one"
  type        = bool
  default     = false
}

variable "keep_data" {
  description = "Whether destroy leaves a full bucket, its backups and a last snapshot of the database; false only for trials"
  type        = bool
  default     = true
}

variable "endpoint" {
  description = "A stand-in for AWS, for tests"
  type        = string
  default     = null
}
