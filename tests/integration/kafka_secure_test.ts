// Signing in and encryption on a real broker, what wrong settings are told as, and that no secret is in any output.

import assert from "node:assert/strict";
import { join } from "node:path";
import type { KafkaSettings } from "../../domain/log_settings.ts";
import { findLogTrouble } from "../../log/open_log.ts";
import { runTask, type TaskOutput } from "./run_kafka_task.ts";
import { ignoreKafka, readAll, settingsOf, withCluster, withLog } from "./with_kafka.ts";

const USER = "ann", PASSWORD = "s3cret-pass", WRONG = "wr0ng-pass";
const utf8 = new TextEncoder();

/** A certificate for 127.0.0.1 that signs itself, as brokers (PKCS 12) and clients (PEM) take it. */
async function makeCertificate(folder: string): Promise<{ store: string; authority: string }> {
  const store = join(folder, "broker.p12"), authority = join(folder, "authority.pem");
  const keytool = async (...args: string[]) => {
    const { success, stdout, stderr } = await new Deno.Command("keytool", {
      args: [...args, "-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD],
    }).output();
    assert.ok(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  };
  await keytool(
    ...["-genkeypair", "-alias", "broker", "-keyalg", "EC", "-groupname", "secp256r1"],
    ...["-dname", "CN=127.0.0.1", "-ext", "SAN=ip:127.0.0.1,dns:localhost", "-ext", "bc=ca:true"],
    ...["-validity", "30"],
  );
  await keytool("-exportcert", "-alias", "broker", "-rfc", "-file", authority);
  return { store, authority };
}

function jaas(module: string, more = ""): string {
  return `org.apache.kafka.common.security.${module} required username="${USER}" ` +
    `password="${PASSWORD}"${more};`;
}

function properties(store: string): string[] {
  return [
    "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
    `listener.name.clients.plain.sasl.jaas.config=${
      jaas("plain.PlainLoginModule", ` user_${USER}="${PASSWORD}"`)
    }`,
    `listener.name.clients.scram-sha-256.sasl.jaas.config=${jaas("scram.ScramLoginModule")}`,
    `listener.name.clients.scram-sha-512.sasl.jaas.config=${jaas("scram.ScramLoginModule")}`,
    ...[`ssl.keystore.location=${store}`, "ssl.keystore.type=PKCS12"],
    ...[`ssl.keystore.password=${PASSWORD}`, `ssl.key.password=${PASSWORD}`],
  ];
}

function assertNoSecret({ told }: TaskOutput): void {
  assert.ok(!told.includes(PASSWORD) && !told.includes(WRONG), told);
}

Deno.test({ name: "a Kafka that wants TLS and signing in", ignore: ignoreKafka }, async (t) => {
  let authority = "";
  const prepare = async (folder: string) => {
    const made = await makeCertificate(folder);
    authority = made.authority;
    return { properties: properties(made.store), users: { [USER]: PASSWORD } };
  };
  await withCluster(
    { brokers: 1, protocol: "SASL_SSL", prepare },
    async ({ bootstrap }, folder) => {
      const pem = await Deno.readTextFile(authority);
      const signedIn = (
        mechanism: NonNullable<KafkaSettings["sasl"]>["mechanism"],
        password = PASSWORD,
      ) =>
        settingsOf(bootstrap, {
          ...{ tls: true, tlsAuthority: pem, sasl: { mechanism, username: USER, password } },
        });

      for (const mechanism of ["plain", "scram-sha-256", "scram-sha-512"] as const) {
        await t.step(
          `${mechanism}: what is appended is read, in a group and passing by`,
          async () => {
            const settings = signedIn(mechanism), topic = `by-${mechanism}`;
            await withLog(settings, async ({ admin, producer }) => {
              await admin.createTopic(topic, { partitions: 1 });
              await producer.append(topic, [{ key: "ann", value: utf8.encode("{}") }]);
            });
            for (const group of [null, "signed-in"]) {
              const found = await readAll(settings, { topic, records: 1, group });
              assert.equal(found[0]!.key, "ann");
            }
            assert.equal(await findLogTrouble(settings), null);
          },
        );
      }

      await t.step("wrong settings are told in one line that names them", async () => {
        const plain = settingsOf(bootstrap);
        const wrong = [
          [signedIn("plain", WRONG), /^Cannot sign in to Kafka as KAFKA_SASL_MECHANISM/],
          [signedIn("scram-sha-512", WRONG), /^Cannot sign in to Kafka as KAFKA_SASL_MECHANISM/],
          [
            plain,
            /KAFKA_TLS and KAFKA_SASL_MECHANISM must say so: current values are off and none/,
          ],
          [settingsOf(bootstrap, { tls: true }), /^Cannot trust Kafka .* KAFKA_TLS_CA/],
          [settingsOf("127.0.0.1:1"), /^Cannot reach Kafka as KAFKA_BOOTSTRAP_SERVERS/],
        ] as const;
        for (const [settings, expected] of wrong) {
          const told = await findLogTrouble(settings) ?? "nothing";
          assert.match(told, expected);
          assert.ok(!told.includes("\n") && !told.includes(WRONG), told);
        }
      });

      await t.step("tasks and service say it too, and never a secret", async () => {
        const environment = {
          ...{ KAFKA_BOOTSTRAP_SERVERS: bootstrap, KAFKA_TLS: "on", KAFKA_TLS_CA: authority },
          ...{ KAFKA_SASL_MECHANISM: "scram-sha-256", KAFKA_SASL_USERNAME: USER },
          PLAYHEAD_DATA: join(folder, "consumed"),
        };
        const right = await runTask("consume", {
          environment: { ...environment, KAFKA_SASL_PASSWORD: PASSWORD },
          until: /owns watch\.events/,
        });
        assert.equal(right.code, 0, right.told);
        assertNoSecret(right);
        const refused = await runTask("consume", {
          environment: { ...environment, KAFKA_SASL_PASSWORD: WRONG },
        });
        assert.equal(refused.code, 2, refused.told);
        assert.match(refused.told, /^error: Cannot sign in to Kafka/m);
        assertNoSecret(refused);
      });
    },
  );
});
