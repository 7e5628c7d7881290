// `deno task kafka` watches its brokers: one that is killed is told, and the last one ends the task.

import assert from "node:assert/strict";
import { join } from "node:path";
import { kafkaFiles } from "../../tasks/kafka/kafka_files.ts";
import { startTask } from "./run_kafka_task.ts";
import { ignoreKafka, LIBRARIES } from "./with_kafka.ts";

/** Processes of Java whose command line names the folder. */
async function brokersOf(folder: string): Promise<readonly number[]> {
  const { stdout } = await new Deno.Command("pgrep", { args: ["-f", `kafka.Kafka ${folder}`] })
    .output();
  return new TextDecoder().decode(stdout).split("\n").filter(Boolean).map(Number);
}

Deno.test(
  { name: "deno task kafka ends with its broker, and says so", ignore: ignoreKafka },
  async () => {
    const data = await Deno.makeTempDir({ prefix: "playhead-kafka-task-" });
    try {
      await Deno.mkdir(LIBRARIES, { recursive: true });
      const libraries = await kafkaFiles(LIBRARIES), folder = join(data, "kafka");
      await Deno.mkdir(folder);
      await Deno.symlink(libraries, join(folder, libraries.split("/").at(-1)!));
      const port = String(20_000 + Math.floor(Math.random() * 20_000));
      const task = await startTask("kafka", { PLAYHEAD_DATA: data }, ["--port", port]);
      try {
        await task.says(/Kafka is up\./);
        const [broker, ...others] = await brokersOf(folder);
        assert.ok(broker !== undefined && others.length === 0);
        Deno.kill(broker, "SIGKILL");
        const { code, told } = await task.ended;
        assert.equal(code, 1, told);
        assert.match(told, /^error: Broker 1 ended \(SIGKILL\): no broker is left$/m);
      } finally {
        task.kill("SIGTERM");
        await task.ended;
      }
    } finally {
      await Deno.remove(data, { recursive: true });
    }
  },
);
