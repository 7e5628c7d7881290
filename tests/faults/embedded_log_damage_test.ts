// Tears the log at every byte and damages every byte of it: a torn tail is cut, damage is reported.

import assert from "node:assert/strict";
import { LogCorruptionError } from "../../stream/errors.ts";
import { endMarkPath, segmentPath, topicDirectory } from "../../stream/log/paths.ts";
import {
  LogTrial,
  openTrialConsumer,
  openTrialLog,
  PARTITIONS,
  readAll,
  ROOT,
  TOPIC,
} from "./log_trial.ts";
import { SimulatedDisk } from "./simulated_disk.ts";

const DIRECTORY = topicDirectory(ROOT, TOPIC);
const FIRST_SEGMENT = segmentPath(DIRECTORY, 0);

interface Made {
  readonly disk: SimulatedDisk;
  readonly trial: LogTrial;
  /** The length of the first segment after each append. */
  readonly ends: readonly number[];
}

async function makeLog(sizes: readonly number[], segmentBytes?: number): Promise<Made> {
  const disk = new SimulatedDisk(), trial = new LogTrial(), ends: number[] = [];
  const log = await openTrialLog(disk, segmentBytes);
  await log.createTopic(TOPIC, { partitions: PARTITIONS });
  for (const size of sizes) {
    await trial.append(log, size);
    ends.push(disk.bytesOf(FIRST_SEGMENT)!.length);
  }
  await log.close();
  return { disk, trial, ends };
}

/** Opens the log, reads all of it, appends, and reads again. */
async function recover(disk: SimulatedDisk, trial: LogTrial): Promise<number> {
  const log = await openTrialLog(disk);
  try {
    trial.check(await readAll(disk, [0, 0]));
    await trial.append(log, 2);
    trial.check(await readAll(disk, [0, 0]));
    return log.tornBytes.get(TOPIC)!;
  } finally {
    await log.close();
  }
}

Deno.test("EmbeddedLog cuts a tail torn at any byte and goes on", async () => {
  const { disk, trial, ends: [, durable, end] } = await makeLog([2, 1, 3], 10_000);
  const acknowledged = trial.forkWithout(1);
  for (let length = durable!; length < end!; length++) {
    for (const rest of ["missing", "zeros", "noise"]) {
      const torn = disk.copy();
      const whole = disk.bytesOf(FIRST_SEGMENT)!;
      const bytes = rest === "missing" ? whole.slice(0, length) : whole.slice();
      if (rest !== "missing") bytes.fill(rest === "zeros" ? 0 : 0xa5, length);
      if (rest === "noise" && bytes[length] === whole[length]) bytes[length]! ^= 1;
      torn.put(FIRST_SEGMENT, bytes);
      await torn.remove(endMarkPath(DIRECTORY)); // as after a power cut
      const isWhole = bytes.length === whole.length &&
        bytes.every((byte, index) => byte === whole[index]);
      const tornBytes = await recover(torn, acknowledged.fork());
      assert.equal(tornBytes, isWhole ? 0 : bytes.length - durable!, `${rest} from ${length}`);
    }
  }
});

Deno.test("EmbeddedLog reports damage of any acknowledged byte, at the frame it is in", async () => {
  const { disk, ends } = await makeLog([2, 1, 3], 10_000);
  const whole = disk.bytesOf(FIRST_SEGMENT)!;
  const starts = [0, ends[0]! - frameBytes(disk, ends), ends[0]!, ends[1]!];
  for (let at = 0; at < whole.length; at++) {
    const damaged = disk.copy();
    const bytes = whole.slice();
    bytes[at]! ^= 1 << at % 8;
    damaged.put(FIRST_SEGMENT, bytes);
    const position = starts.findLast((start) => start <= at)!;
    await assert.rejects(openTrialLog(damaged), (error) => {
      assert.ok(error instanceof LogCorruptionError, String(error));
      assert.deepEqual([error.path, error.position], [FIRST_SEGMENT, position], `byte ${at}`);
      return !error.retriable;
    });
    await assert.rejects(readAll(damaged, [0, 0]), LogCorruptionError);
  }
});

/** The first frame's length, so that its start is known. */
function frameBytes(disk: SimulatedDisk, ends: readonly number[]): number {
  const view = new DataView(disk.bytesOf(FIRST_SEGMENT)!.buffer);
  const headerBytes = view.getUint32(8, true);
  return ends[0]! - headerBytes;
}

Deno.test("EmbeddedLog tells a damaged middle from a torn tail also without an end mark", async () => {
  const { disk, ends } = await makeLog([2, 1, 3], 10_000);
  const whole = disk.bytesOf(FIRST_SEGMENT)!;
  for (let at = ends[0]!; at < ends[1]!; at++) {
    const damaged = disk.copy();
    const bytes = whole.slice();
    bytes[at]! ^= 0x10;
    damaged.put(FIRST_SEGMENT, bytes);
    await damaged.remove(endMarkPath(DIRECTORY));
    await assert.rejects(openTrialLog(damaged), { name: "LogCorruptionError", position: ends[0]! });
  }
});

Deno.test("LogConsumer gives what is before damage in a closed segment, then reports it", async () => {
  const { disk, ends: [durable] } = await makeLog([4, 4, 9, 9, 9]);
  const damaged = disk.copy();
  damaged.bytesOf(FIRST_SEGMENT)![durable! + 50]! ^= 1;
  const log = await openTrialLog(damaged);
  const consumer = await openTrialConsumer(damaged, [0, 0]);
  const { signal } = new AbortController();
  const given = (await consumer.poll(100, signal)).flatMap(({ records }) => records);
  assert.equal(given.length, 4);
  for (let tries = 0; tries < 2; tries++) { // it never goes on behind the damage
    const expected = { name: "LogCorruptionError", path: FIRST_SEGMENT, position: durable! };
    await assert.rejects(consumer.poll(100, signal), expected);
  }
  await consumer.close();
  await log.close();
});

Deno.test("EmbeddedLog reports a segment that is missing or cut short", async () => {
  const { disk } = await makeLog([9, 9, 9, 9, 9, 9]);
  const segments = disk.paths().filter((path) => path.endsWith(".segment"));
  assert.ok(segments.length >= 3);
  for (const path of segments.slice(1)) {
    const damaged = disk.copy();
    await damaged.remove(path);
    await assert.rejects(openTrialLog(damaged), { name: "LogCorruptionError", path });
  }
  const cut = disk.copy();
  const frames = cut.bytesOf(FIRST_SEGMENT)!;
  cut.put(FIRST_SEGMENT, frames.slice(0, new DataView(frames.buffer).getUint32(8, true)));
  await assert.rejects(readAll(cut, [0, 0]), { name: "LogCorruptionError", path: FIRST_SEGMENT });
});
