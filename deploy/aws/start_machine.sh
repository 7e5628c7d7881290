#!/bin/bash
# What a new machine does first: takes the data volume, then runs the container, the agent and the copies to S3.
# A template of Terraform: $${name} is the shell's.
set -euo pipefail

dnf install -y -q docker amazon-cloudwatch-agent
systemctl enable --now docker

# The volume may still be with the machine before.
imds=http://169.254.169.254/latest
imds_token=$(curl -sf -X PUT "$imds/api/token" -H 'X-aws-ec2-metadata-token-ttl-seconds: 300')
instance=$(curl -sf "$imds/meta-data/instance-id" -H "X-aws-ec2-metadata-token: $imds_token")
until aws ec2 attach-volume --region '${region}' --volume-id '${volume_id}' --instance-id "$instance" --device /dev/sdf; do
  sleep 5
done
device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$(echo '${volume_id}' | tr -d -)
until [[ -b $device ]]; do sleep 1; done
blkid "$device" > /dev/null || mkfs.xfs -q "$device"
mkdir -p /data
echo "$device /data xfs defaults,nofail 0 2" >> /etc/fstab
mount /data
xfs_growfs /data > /dev/null
chown 1993:1993 /data

mkdir -p -m 0700 /etc/playhead
cat > /etc/playhead/settings <<'END'
LOG_FORMAT=json
${settings}
END
cat > /etc/playhead/fetch_token <<'END'
#!/bin/bash
# Asks for the token at every start, so that a new one needs a restart only.
set -euo pipefail
umask 077
token=$(aws secretsmanager get-secret-value --region '${region}' --secret-id '${secret_arn}' --query SecretString --output text)
printf '%s' "$token" > /run/playhead-token
%{ if is_in_ecr ~}
aws ecr get-login-password --region '${region}' | docker login --username AWS --password-stdin "$(echo '${image}' | cut -d / -f 1)"
%{ endif ~}
printf 'PLAYHEAD_TOKEN=%s\n' "$token" > /run/playhead-secrets
END
chmod 0700 /etc/playhead/fetch_token

cat > /etc/playhead/scrape.yml <<'END'
${scrape}
END
cat > /etc/playhead/cloudwatch_agent.json <<'END'
${agent}
END
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/etc/playhead/cloudwatch_agent.json

cat > /etc/systemd/system/playhead.service <<'END'
[Unit]
Description=Playhead
Requires=docker.service
After=docker.service network-online.target
RequiresMountsFor=/data

[Service]
Restart=always
RestartSec=5
TimeoutStartSec=300
ExecStartPre=/etc/playhead/fetch_token
ExecStartPre=-/usr/bin/docker rm --force playhead
ExecStartPre=/usr/bin/docker pull --quiet ${image}
ExecStart=/usr/bin/docker run --name playhead --publish 8000:8000 --volume /data:/data --env-file /etc/playhead/settings --env-file /run/playhead-secrets --read-only --tmpfs /tmp --cap-drop all --security-opt no-new-privileges --log-driver awslogs --log-opt awslogs-region=${region} --log-opt awslogs-group=${log_group} --log-opt awslogs-stream=service ${image} start --no-sample
ExecStop=/usr/bin/docker stop --time 15 playhead

[Install]
WantedBy=multi-user.target
END

cat > /etc/systemd/system/playhead-copy.service <<'END'
[Unit]
Description=Copies Parquet files and backups of Playhead to S3

[Service]
Type=oneshot
ExecStart=/bin/bash -c 'for folder in processed backups; do if [[ -d /data/$folder ]]; then aws s3 sync --only-show-errors /data/$folder s3://${bucket}/$folder; fi; done'
END
cat > /etc/systemd/system/playhead-copy.timer <<'END'
[Unit]
Description=Every hour

[Timer]
OnCalendar=hourly
RandomizedDelaySec=300

[Install]
WantedBy=timers.target
END
systemctl daemon-reload
systemctl enable playhead.service
systemctl enable --now playhead-copy.timer
systemctl start --no-block playhead.service # it tries again until the image can be had
