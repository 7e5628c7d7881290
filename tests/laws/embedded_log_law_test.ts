// Law: whatever is appended, read, sought, retained and reopened, the embedded log equals the oracle.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogConsumer, LogRecord, NewRecord } from "../../log/port.ts";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import type { LogWake } from "../../log/embedded/wake.ts";
import { MemoryLog } from "../oracle/memory_log.ts";

const TOPIC = "law", PARTITIONS = 3, AGE_MS = 2_000;
const silentWake: LogWake = { notify: () => {}, listen: () => () => {}, close: () => {} };

const record: fc.Arbitrary<NewRecord> = fc.record({
  key: fc.oneof(fc.constantFrom("", "a", "b", "user-17"), fc.string({ unit: "grapheme" })),
  value: fc.uint8Array({ maxLength: 60 }),
  headers: fc.dictionary(fc.string(), fc.string(), { maxKeys: 2, noNullPrototype: true }),
});
type Step =
  /** Appends, all at once. */
  | { readonly kind: "append"; readonly appends: readonly (readonly NewRecord[])[] }
  | { readonly kind: "poll"; readonly maxRecords: number }
  | { readonly kind: "seek"; readonly partition: number; readonly share: number }
  | { readonly kind: "clock"; readonly byMs: number }
  | { readonly kind: "retain" | "reopen" };
const is = <Kind extends string>(kind: Kind) => fc.constant(kind);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: is("append"),
    appends: fc.array(fc.array(record, { maxLength: 8 }), { maxLength: 3 }),
  }),
  fc.record({
    kind: is("append"),
    appends: fc.array(fc.array(record, { maxLength: 8 }), { maxLength: 3 }),
  }),
  fc.record({ kind: is("poll"), maxRecords: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: is("poll"), maxRecords: fc.constant(1_000) }),
  fc.record({
    kind: is("seek"),
    partition: fc.nat(PARTITIONS - 1),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ kind: is("clock"), byMs: fc.integer({ min: -3_000, max: 4_000 }) }),
  fc.record({ kind: fc.constantFrom<"retain" | "reopen">("retain", "reopen") }),
);

/** Both logs, one clock, and a consumer with the positions it must have. */
class World {
  readonly #root = Deno.makeTempDirSync({ prefix: "playhead-law-" });
  #nowMs = 1_000_000;
  readonly #oracle = new MemoryLog({ nowMs: () => this.#nowMs });
  readonly #next = new Array<number>(PARTITIONS).fill(0);
  #first: readonly number[] = new Array<number>(PARTITIONS).fill(0);
  #log!: EmbeddedLog;
  #consumer!: LogConsumer;
  /** Commits that retention removed. */
  dropped = 0;

  async start(): Promise<void> {
    this.#log = await EmbeddedLog.open(this.#root, { wake: silentWake, nowMs: () => this.#nowMs });
    for (const log of [this.#log, this.#oracle]) {
      await log.createTopic(TOPIC, { partitions: PARTITIONS });
    }
    this.#consumer = await this.#open("store", this.#next);
  }

  async stop(): Promise<void> {
    await this.#consumer.close();
    await this.#log.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    await Deno.remove(this.#root, { recursive: true });
  }

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case "append":
        return await this.#append(step.appends);
      case "poll":
        return await this.#poll(step.maxRecords);
      case "seek":
        return await this.#seek(step.partition, step.share);
      case "clock":
        this.#nowMs += step.byMs;
        return;
      case "retain":
        return await this.#retain();
      case "reopen":
        await this.stop();
        return await this.start();
      default:
        step satisfies never;
    }
  }

  /** Reads all there is, as a passer-by. */
  async checkAll(): Promise<void> {
    const offsets = await this.#log.offsets(TOPIC);
    assert.deepEqual(offsets.map(({ firstOffset }) => firstOffset), this.#first);
    const ends = (await this.#oracle.offsets(TOPIC)).map(({ endOffset }) => endOffset);
    assert.deepEqual(offsets.map(({ endOffset }) => endOffset), ends);
    const passer = await this.#open(null, [null, null, null]), next = [...this.#first];
    while (next.some((offset, partition) => offset < ends[partition]!)) {
      await this.#take(passer, { maxRecords: 7, next });
    }
    await passer.close();
  }

  #open(name: string | null, next: readonly (number | null)[]): Promise<LogConsumer> {
    return openEmbeddedConsumer(this.#root, {
      ...{ wake: silentWake, name, topics: [TOPIC] },
      positionOf: (_topic, partition) => next[partition]!,
    });
  }

  async #append(appends: readonly (readonly NewRecord[])[]): Promise<void> {
    const ranges = await Promise.all(appends.map((records) => this.#log.append(TOPIC, records)));
    for (const [index, records] of appends.entries()) {
      assert.deepEqual(ranges[index], await this.#oracle.append(TOPIC, records));
    }
  }

  async #poll(maxRecords: number): Promise<void> {
    const ends = (await this.#oracle.offsets(TOPIC)).map(({ endOffset }) => endOffset);
    if (ends.some((end, partition) => end > this.#next[partition]!)) {
      await this.#take(this.#consumer, { maxRecords, next: this.#next });
    } else await assert.rejects(this.#consumer.poll(maxRecords, AbortSignal.timeout(1)));
  }

  async #seek(partition: number, share: number): Promise<void> {
    const first = this.#first[partition]!;
    const end = this.#oracle.records(TOPIC, partition).length;
    this.#next[partition] = first + Math.round((end - first) * share);
    this.#consumer.seek(TOPIC, partition, this.#next[partition]!);
    await this.#poll(1);
  }

  async #retain(): Promise<void> {
    const covered = this.#next.map((nextOffset, partition) => ({
      ...{ topic: TOPIC, partition, nextOffset },
    }));
    this.dropped += await this.#log.retain(covered, AGE_MS);
    const before = this.#first;
    this.#first = (await this.#log.offsets(TOPIC)).map(({ firstOffset }) => firstOffset);
    for (const [partition, first] of this.#first.entries()) {
      assert.ok(first <= this.#next[partition]!, "retention let go what was not read");
      const dropped = this.#oracle.records(TOPIC, partition).slice(before[partition]!, first);
      // What was noted while the clock was ahead is as old as what came after it.
      const times = dropped.map(({ ingestTimeMs }) => ingestTimeMs);
      const isOld = (timeMs: number) => timeMs + AGE_MS < this.#nowMs;
      assert.ok(
        isOld(times.at(-1) ?? -Infinity) &&
          times.every((timeMs) => isOld(timeMs) || timeMs > this.#nowMs),
        "retention let go what was not old",
      );
    }
  }

  async #take(
    consumer: LogConsumer,
    { maxRecords, next }: { readonly maxRecords: number; readonly next: number[] },
  ): Promise<void> {
    const batches = await consumer.poll(maxRecords, new AbortController().signal);
    const count = batches.reduce((sum, { records }) => sum + records.length, 0);
    assert.ok(count > 0 && count <= maxRecords);
    assert.equal(new Set(batches.map(({ partition }) => partition)).size, batches.length);
    for (const { partition, records, nextOffset } of batches) {
      const from = next[partition]!, to = from + records.length;
      const expected = this.#oracle.records(TOPIC, partition).slice(from, to);
      assert.deepEqual(records.map(plain), expected.map(plain));
      next[partition] = nextOffset;
    }
  }
}

function plain({ offset, key, value, headers, ingestTimeMs }: LogRecord) {
  return { offset, key, value: [...value], headers: { ...headers }, ingestTimeMs };
}

Deno.test("EmbeddedLog equals the oracle after any appends, reads, seeks, retention and reopening", async () => {
  let dropped = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
      const world = new World();
      await world.start();
      try {
        for (const step of steps) await world.do(step);
        await world.checkAll();
      } finally {
        await world.remove();
      }
      dropped += world.dropped;
    }),
    { numRuns: 40 },
  );
  assert.ok(dropped > 0, "retention was never put to the test");
});
