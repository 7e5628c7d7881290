// Many callers append while the only broker is killed again and again: what was acknowledged is there.

import assert from "node:assert/strict";
import type { LogProducer } from "../../log/port.ts";
import { ignoreKafka, readAll, settingsOf, withCluster, withLog } from "./with_kafka.ts";

const CALLERS = 40, KILLS = 4, BETWEEN_KILLS_MS = 1_500;

const utf8 = new TextEncoder(), text = new TextDecoder();

/** Appends records of its own one by one; those that were acknowledged. */
async function appendUntil(
  { aborted }: { readonly aborted: () => boolean },
  { producer, caller }: { readonly producer: LogProducer; readonly caller: number },
): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  for (let i = 0; !aborted(); i++) {
    const value = `caller ${caller}, record ${i}`;
    try {
      await producer.append("acknowledged", [{ key: `k${caller}`, value: utf8.encode(value) }]);
      acknowledged.push(value);
    } catch {
      // Told as failed: it may be there or not.
    }
  }
  return acknowledged;
}

Deno.test(
  { name: "nothing acknowledged is lost while a Kafka broker is killed", ignore: ignoreKafka },
  async () => {
    await withCluster({ brokers: 1 }, async (cluster) => {
      const settings = settingsOf(cluster.bootstrap);
      await withLog(settings, async ({ admin, producer }) => {
        await admin.createTopic("acknowledged", { partitions: 2 });
        let isOver = false;
        const callers = Promise.all(
          Array.from(
            { length: CALLERS },
            (_, caller) => appendUntil({ aborted: () => isOver }, { producer, caller }),
          ),
        );
        for (let kill = 0; kill < KILLS; kill++) {
          await new Promise((resolve) => setTimeout(resolve, BETWEEN_KILLS_MS));
          await cluster.kill(1);
          await cluster.restart(1);
        }
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_KILLS_MS));
        isOver = true;
        const acknowledged = (await callers).flat();
        assert.ok(acknowledged.length > CALLERS, `${acknowledged.length} were acknowledged`);
        const ends = await admin.offsets("acknowledged");
        const records = ends.reduce((sum, { endOffset }) => sum + endOffset, 0);
        const found = new Set(
          (await readAll(settings, { topic: "acknowledged", records }))
            .map(({ value }) => text.decode(value)),
        );
        assert.deepEqual(acknowledged.filter((value) => !found.has(value)), []);
      });
    });
  },
);
