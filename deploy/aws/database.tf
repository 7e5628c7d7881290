# A PostgreSQL for a store that several processes share; none until var.with_database says so.

resource "aws_security_group" "database" {
  count       = var.with_database ? 1 : 0
  name        = "${var.name}-database"
  description = "Database of ${var.name}"
  vpc_id      = data.aws_vpc.chosen.id
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  count                        = var.with_database ? 1 : 0
  security_group_id            = aws_security_group.database[0].id
  referenced_security_group_id = aws_security_group.service.id
  from_port                    = 5432
  to_port                      = 5432
  ip_protocol                  = "tcp"
}

resource "aws_db_subnet_group" "store" {
  count      = var.with_database ? 1 : 0
  name       = var.name
  subnet_ids = local.subnet_ids
}

resource "aws_db_instance" "store" {
  count                       = var.with_database ? 1 : 0
  identifier                  = var.name
  engine                      = "postgres"
  engine_version              = "16"
  instance_class              = "db.t4g.medium"
  allocated_storage           = 50
  max_allocated_storage       = 500
  storage_type                = "gp3"
  storage_encrypted           = true
  db_name                     = "playhead"
  username                    = "playhead"
  manage_master_user_password = true
  db_subnet_group_name        = aws_db_subnet_group.store[0].name
  vpc_security_group_ids      = [aws_security_group.database[0].id]
  publicly_accessible         = false
  backup_retention_period     = min(var.backup_days, 35)
  copy_tags_to_snapshot       = true
  deletion_protection         = var.keep_data
  skip_final_snapshot         = !var.keep_data
  final_snapshot_identifier   = "${var.name}-last"
}
