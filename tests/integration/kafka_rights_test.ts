// A cluster that grants little, ends sessions after seconds, and has other programs in it: what is missing is named in
// one line, and what is granted is enough.

import assert from "node:assert/strict";
import { join } from "node:path";
import kafkajs, { type AclEntry } from "kafkajs";
import { createKafka } from "../../log/kafka/create_kafka.ts";
import { findLogTrouble } from "../../log/open_log.ts";
import { EVENTS_TOPIC, QUARANTINE_TOPIC } from "../../log/topics.ts";
import { ignoreClient, startClient } from "./confluent_client.ts";
import { runTask, startTask, type TaskOutput } from "./run_kafka_task.ts";
import { settingsOf, WAIT_MS, withCluster } from "./with_kafka.ts";

const USER = "ann", PASSWORD = "s3cret-pass", ADMIN = "root";
const SESSION_MS = 4_000, GROUP = "playhead";
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const PROPERTIES = [
  "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  `super.users=User:ANONYMOUS;User:${ADMIN}`,
  `connections.max.reauth.ms=${SESSION_MS}`,
  "sasl.enabled.mechanisms=PLAIN",
  "listener.name.clients.plain.sasl.jaas.config=org.apache.kafka.common.security.plain." +
  `PlainLoginModule required user_${USER}="${PASSWORD}" user_${ADMIN}="${PASSWORD}";`,
];

function settingsAs(bootstrap: string, username: string) {
  return settingsOf(bootstrap, { sasl: { mechanism: "plain", username, password: PASSWORD } });
}

function grant(
  resourceType: number,
  resourceName: string,
  operations: readonly number[],
): AclEntry[] {
  return operations.map((operation) => ({
    ...{ resourceType, resourceName, operation, principal: `User:${USER}`, host: "*" },
    resourcePatternType: ResourcePatternTypes.LITERAL,
    permissionType: AclPermissionTypes.ALLOW,
  }));
}

/** One line that says what is missing, for a person to change it. */
function assertTold({ code, told }: TaskOutput, line: RegExp): void {
  assert.equal(code, 2, told);
  assert.match(told, line);
  assert.doesNotMatch(told, /defect|\n\s+at /);
  assert.equal(told.match(/^error: /gm)?.length, 1, told);
  assert.ok(!told.includes(PASSWORD), told);
}

Deno.test({ name: "a Kafka that grants little", ignore: ignoreClient }, async (t) => {
  const prepare = () => Promise.resolve({ properties: PROPERTIES });
  await withCluster(
    { brokers: 1, protocol: "SASL_PLAINTEXT", prepare },
    async (cluster, folder) => {
      const { bootstrap } = cluster;
      const admin = createKafka(settingsAs(bootstrap, ADMIN).kafka).admin();
      await admin.connect();
      const environment = {
        ...{ KAFKA_BOOTSTRAP_SERVERS: bootstrap, KAFKA_SASL_MECHANISM: "plain" },
        ...{ KAFKA_SASL_USERNAME: USER, KAFKA_SASL_PASSWORD: PASSWORD },
        ...{ PLAYHEAD_DATA: join(folder, "data"), PORT: "0", LOG_FORMAT: "json" },
      };
      const fails = async (line: RegExp, more: Readonly<Record<string, string>> = {}) => {
        for (const [task, args] of [["start", ["--no-sample"]], ["consume", []]] as const) {
          const output = await runTask(task, { environment: { ...environment, ...more }, args });
          assertTold(output, line);
        }
      };
      try {
        await t.step("a wrong password is told before anything begins", async () => {
          const line =
            /^error: Cannot sign in to Kafka as KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME/m;
          await fails(line, { KAFKA_SASL_PASSWORD: "wrong" });
        });

        await t.step("a missing right on the group is named", async () => {
          await fails(/^error: Cannot read from Kafka .* must have READ on the group playhead/m);
          // Who only writes, as `etl --publish` does, is not asked for it.
          assert.equal(await findLogTrouble(settingsAs(bootstrap, USER)), null);
        });

        await t.step("a missing right to make topics is named", async () => {
          const { READ } = AclOperationTypes;
          await admin.createAcls({ acl: grant(AclResourceTypes.GROUP, GROUP, [READ]) });
          await fails(
            /^error: Cannot make the topic watch\.events as the user must have CREATE on/m,
          );
        });

        await t.step(
          "READ, WRITE and DESCRIBE are enough, over sessions of some seconds",
          async () => {
            const topics = [EVENTS_TOPIC, QUARANTINE_TOPIC];
            await admin.createTopics({
              topics: topics.map((topic) => ({ topic, numPartitions: 2, replicationFactor: 1 })),
            });
            const { READ, WRITE, DESCRIBE } = AclOperationTypes;
            const acl = topics.flatMap((topic) =>
              grant(AclResourceTypes.TOPIC, topic, [READ, WRITE, DESCRIBE])
            );
            await admin.createAcls({ acl });
            const service = await startTask("start", environment, ["--no-sample"]);
            try {
              const [, url = ""] = /"url":"([^"]+)"/.exec(await service.says(/"url":"[^"]+"/))!;
              await until(
                "it is not ready",
                async () => (await ask(`${url}readyz`)).status === 200,
              );
              // Several sessions long.
              let rows = 0;
              for (const endMs = Date.now() + 3 * SESSION_MS; Date.now() < endMs; rows++) {
                const { status, body } = await ask(`${url}api/events`, viewOf(rows));
                assert.equal(status, 202, body);
              }
              await until("not all is applied", async () => {
                const { accepted, pending } = JSON.parse((await ask(`${url}api/ledger`)).body);
                return accepted === rows && pending === 0;
              });
              const list = JSON.parse((await ask(`${url}api/stream/topics`)).body);
              assert.equal(list.consumer.restarts, 0, service.told());
              assert.equal(list.topics[0].retention_hours, null);
            } finally {
              service.kill("SIGTERM");
              await service.ended;
            }
            assert.doesNotMatch(service.told(), /defect|consumer_restarted/);
          },
        );

        await t.step("a wrong password is told also of a cluster that comes later", async () => {
          await cluster.kill(1);
          const wrong = { ...environment, KAFKA_SASL_PASSWORD: "wrong" };
          const service = await startTask("start", wrong, ["--no-sample"]);
          try {
            const [, url = ""] = /"url":"([^"]+)"/.exec(await service.says(/"url":"[^"]+"/))!;
            await cluster.restart(1);
            await until("the settings are not named", async () => {
              const { status, body } = await ask(`${url}readyz`);
              assert.equal(status, 503, body);
              return /Cannot sign in to Kafka as KAFKA_SASL_MECHANISM/.test(body);
            });
          } finally {
            service.kill("SIGTERM");
            const { code, told } = await service.ended;
            assert.equal(code, 0, told);
            assert.doesNotMatch(told, /defect/);
          }
        });

        await t.step("another program in the group is named, and waited for", async () => {
          const leave = await startClient(
            ["join", bootstrap, EVENTS_TOPIC, GROUP, USER, PASSWORD],
            {
              says: "joined",
            },
          );
          const service = await startTask("start", environment, ["--no-sample"]);
          try {
            const [, url = ""] = /"url":"([^"]+)"/.exec(await service.says(/"url":"[^"]+"/))!;
            const line = /Cannot join the consumer group playhead as another program is in it/;
            await until("the group is not named", async () => {
              const { status, body } = await ask(`${url}readyz`);
              assert.notEqual(status, 200, body);
              return line.test(body);
            });
            assert.match(service.told(), line);
            await leave();
            await until("it is not ready", async () => (await ask(`${url}readyz`)).status === 200);
          } finally {
            service.kill("SIGTERM");
            await service.ended;
          }
        });
      } finally {
        await admin.disconnect();
      }
    },
  );
});

async function ask(url: string, body?: string): Promise<{ status: number; body: string }> {
  const answer = await fetch(url, body === undefined ? {} : { method: "POST", body });
  return { status: answer.status, body: await answer.text() };
}

function viewOf(n: number): string {
  return JSON.stringify({
    ...{ user_id: `user-${n % 9}`, show_name: "Dark", watch_duration_minutes: 40 },
    watch_date: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
  });
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!await isSo()) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
