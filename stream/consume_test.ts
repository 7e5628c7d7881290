// Tests of the consumer's loop: what it applies, what it waits out, what it leaves to others.

import assert from "node:assert/strict";
import { MemoryLog } from "../tests/oracle/memory_log.ts";
import { consume, type ConsumeOptions } from "./consume.ts";
import { CommittedPositions } from "./consume/committed_positions.ts";
import { LogReader } from "./consume/log_reader.ts";
import { DEFAULT_THRESHOLDS } from "../domain/scoring.ts";
import type { ReadBatch } from "../store/core/read_batch.ts";

const TOPIC = "watch.events";
const bytes = (text: string) => new TextEncoder().encode(text);

/** Consumes `values` with a store that keeps texts, until it has as many. */
async function consumeAll(
  values: readonly string[],
  options: Partial<ConsumeOptions<number>> & { apply?: (texts: string[]) => void } = {},
) {
  const log = new MemoryLog();
  await log.createTopic(TOPIC, { partitions: 1 });
  for (const value of values) await log.append(TOPIC, [{ key: "k", value: bytes(value) }]);
  const consumer = log.consumer({ name: null, topics: [TOPIC], positionOf: () => null });
  const stop = new AbortController(), kept: string[] = [], sizes: number[] = [];
  const source = new LogReader({
    ...{ consumer, thresholds: DEFAULT_THRESHOLDS, positions: new CommittedPositions() },
  });
  await consume<number>({
    source,
    signal: stop.signal,
    store: {
      applyRead(batches) {
        const texts = textsOf(batches);
        options.apply?.(texts);
        kept.push(...texts);
        return texts.length;
      },
    },
    onApplied: (count) => {
      sizes.push(count);
      if (kept.length >= values.length) stop.abort();
    },
    ...options,
  });
  await source.close();
  return { kept, sizes };
}

/** No value here is a view, so each is kept as it came. */
function textsOf(batches: readonly ReadBatch[]): string[] {
  return batches.flatMap(({ others }) =>
    others.map((record) => record.kind === "bad" ? record.row.raw : record.kind)
  );
}

Deno.test("consume() applies every record once, in order, and doubles what it takes at once", async () => {
  const values = Array.from({ length: 40 }, (_, index) => `${index}`);
  const { kept, sizes } = await consumeAll(values, { firstRecords: 1 });
  assert.deepEqual(kept, values);
  assert.deepEqual(sizes, [1, 2, 4, 8, 16, 9]);
});

Deno.test("consume() takes no more at once than it is to", async () => {
  const values = Array.from({ length: 9 }, (_, index) => `${index}`);
  const { kept, sizes } = await consumeAll(values, { maxRecords: 4 });
  assert.deepEqual([kept, sizes], [values, [4, 4, 1]]);
});

Deno.test("consume() waits a full disk out with the same records, and says so", async () => {
  let failures = 2;
  const waits: (string | null)[] = [];
  const { kept } = await consumeAll(["a", "b"], {
    apply() {
      if (failures-- > 0) {
        throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
      }
    },
    onWaiting: (reason) => void waits.push(reason),
  });
  assert.deepEqual(kept, ["a", "b"]);
  assert.deepEqual(waits, ["database or disk is full", "database or disk is full", null]);
});

Deno.test("consume() does not wait out a defect, which is thrown as it is", async () => {
  const defect = new TypeError("x is undefined");
  const failing = consumeAll(["a"], {
    apply() {
      throw defect;
    },
  });
  await assert.rejects(failing, (error) => error === defect);
});

Deno.test("consume() ends while it waits for records or for the disk", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 5);
  await consumeAll([], { signal: stop.signal });
  const again = new AbortController();
  const { kept } = await consumeAll(["a"], {
    signal: again.signal,
    apply() {
      again.abort();
      throw Object.assign(new Error("busy"), { errcode: 5 });
    },
  });
  assert.deepEqual(kept, []);
});
