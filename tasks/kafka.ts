// `deno task kafka`: Apache Kafka on this machine, without Docker.

import { join } from "node:path";
import { type Environment, loadStreamConfig, STREAM_SETTINGS } from "../config.ts";
import { UsageError } from "../domain/errors.ts";
import { inDataFolder } from "../lake/disk/data_folder.ts";
import type { CommandSpec } from "./command_line.ts";
import { KafkaCluster } from "./kafka/kafka_cluster.ts";
import { superviseBrokers } from "./kafka/supervise_brokers.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";
import { withInterrupt } from "./with_interrupt.ts";

const SPEC = {
  command: "deno task kafka",
  summary:
    "Runs Apache Kafka on loopback until it is stopped; fetches it the first time. Needs Java.",
  flags: {
    brokers: {
      kind: "integer",
      min: 1,
      default: 1,
      help: "brokers; 3 for trying what a loss does",
    },
    port: { kind: "integer", min: 1, default: 9092, help: "of the first broker" },
  },
  settings: { PLAYHEAD_DATA: STREAM_SETTINGS.PLAYHEAD_DATA },
  exitCodes: { 0: "stopped", 1: "no broker is left", 2: "usage, or Java or Maven are missing" },
  examples: ["deno task kafka", "KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9092 deno task start"],
} as const satisfies CommandSpec;

await runCommand(SPEC, ({ flags: { brokers, port } }, environment: Environment) => {
  if (brokers > 9) {
    throw new UsageError(`Cannot run so many brokers as at most 9 are made for: ${brokers}`);
  }
  const { dataPath } = loadStreamConfig(environment);
  const folder = join(dataPath, "kafka");
  return withInterrupt(async (signal) => {
    await inDataFolder(dataPath, () => Deno.mkdir(folder, { recursive: true }));
    const cluster = await KafkaCluster.start({ folder, libraries: folder, brokers, port });
    console.log(`Kafka is up. KAFKA_BOOTSTRAP_SERVERS=${cluster.bootstrap}`);
    const isLost = await superviseBrokers(cluster, signal, (text) => console.error(text));
    await cluster.stop();
    return isLost ? EXIT.auditFailed : EXIT.done;
  });
});
