# Daily snapshots of the data volume. What was acknowledged survives a power cut, and so a snapshot.

data "aws_iam_policy_document" "is_backup" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "backup" {
  name               = "${var.name}-backup"
  assume_role_policy = data.aws_iam_policy_document.is_backup.json
}

resource "aws_iam_role_policy_attachment" "backup" {
  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}

resource "aws_iam_role_policy_attachment" "restore" {
  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores"
}

resource "aws_backup_vault" "data" {
  name = var.name
  # The stand-in cannot list what a vault holds.
  force_destroy = !var.keep_data && !local.is_stand_in
}

resource "aws_backup_plan" "daily" {
  name = var.name
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.data.name
    schedule          = "cron(0 3 * * ? *)"
    lifecycle {
      delete_after = var.backup_days
    }
  }
}

# The stand-in of tests knows plans, but no selections.
resource "aws_backup_selection" "data" {
  count        = local.is_stand_in ? 0 : 1
  name         = "data"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = [aws_ebs_volume.data.arn]
}
