# Who reaches whom: people the load balancer over TLS, the load balancer the service, nobody else anything.

data "aws_vpc" "chosen" {
  id      = var.vpc_id
  default = var.vpc_id == null ? true : null
}

data "aws_subnets" "public" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.chosen.id]
  }
}

data "aws_subnet" "public" {
  for_each = toset(data.aws_subnets.public.ids)
  id       = each.value
}

locals {
  # One subnet a zone, as a load balancer wants them.
  subnet_by_zone = { for id, subnet in data.aws_subnet.public : subnet.availability_zone => id... }
  zones          = sort(keys(local.subnet_by_zone))
  subnet_ids     = [for zone in local.zones : sort(local.subnet_by_zone[zone])[0]]
  # The data volume lies in one zone, and the machine with it.
  zone      = local.zones[0]
  subnet_id = local.subnet_ids[0]
}

resource "aws_security_group" "balancer" {
  name        = "${var.name}-balancer"
  description = "Load balancer of ${var.name}"
  vpc_id      = data.aws_vpc.chosen.id
}

resource "aws_vpc_security_group_ingress_rule" "https" {
  for_each          = toset(var.allowed_cidrs)
  security_group_id = aws_security_group.balancer.id
  cidr_ipv4         = each.value
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "http" {
  for_each          = toset(var.allowed_cidrs)
  security_group_id = aws_security_group.balancer.id
  description       = "Answered with a redirection to https alone"
  cidr_ipv4         = each.value
  from_port         = 80
  to_port           = 80
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "to_service" {
  security_group_id            = aws_security_group.balancer.id
  referenced_security_group_id = aws_security_group.service.id
  from_port                    = 8000
  to_port                      = 8000
  ip_protocol                  = "tcp"
}

resource "aws_security_group" "service" {
  name        = "${var.name}-service"
  description = "Machine of ${var.name}"
  vpc_id      = data.aws_vpc.chosen.id
}

resource "aws_vpc_security_group_ingress_rule" "from_balancer" {
  security_group_id            = aws_security_group.service.id
  referenced_security_group_id = aws_security_group.balancer.id
  from_port                    = 8000
  to_port                      = 8000
  ip_protocol                  = "tcp"
}

# The image, AWS' own services, and Kafka where it is set.
resource "aws_vpc_security_group_egress_rule" "service_out" {
  security_group_id = aws_security_group.service.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
