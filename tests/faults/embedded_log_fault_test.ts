// Fails the n-th operation of the disk, n = 1, 2, … until a run passes, then looks for what was lost.

import assert from "node:assert/strict";
import { LogError } from "../../stream/errors.ts";
import type { EmbeddedLog } from "../../stream/log/embedded_log.ts";
import { LogTrial, openTrialLog, PARTITIONS, readAll, TOPIC } from "./log_trial.ts";
import { type FaultKind, type PowerLoss, SimulatedDisk, SimulatedFault } from "./simulated_disk.ts";

const MOST_TRIES = 20;

/** What a power cut may leave: nothing that was not synced, all of it, something between. */
const LOSSES: readonly PowerLoss[] = [
  { keptShare: 0, keepsNames: false },
  { keptShare: 0.4, keepsNames: true },
  { keptShare: 0.9, keepsNames: false },
  { keptShare: 1, keepsNames: true },
];

/** Does what an owner of the log would do: again, when it fails for a while. */
async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1;; tries++) {
    try {
      return await work();
    } catch (error) {
      const isExpected = error instanceof SimulatedFault ||
        (error instanceof LogError && error.retriable);
      if (!isExpected || tries === MOST_TRIES) throw error;
    }
  }
}

async function appendAll(log: EmbeddedLog, trial: LogTrial): Promise<void> {
  for (const size of [1, 3, 8]) await trial.append(log, size);
  await Promise.all([trial.append(log, 2), trial.append(log, 5), trial.append(log, 1)]);
  await insist(() => log.retain());
  for (const size of [4, 1, 6]) await trial.append(log, size);
}

/** Makes a log, fills it, closes it, opens it and fills it more. */
async function run(disk: SimulatedDisk, trial: LogTrial): Promise<EmbeddedLog> {
  const first = await insist(() => openTrialLog(disk));
  const settings = { partitions: PARTITIONS, retention: { sizeBytes: 2_400 } };
  await insist(() => first.createTopic(TOPIC, settings));
  await appendAll(first, trial);
  await first.close();
  const second = await insist(() => openTrialLog(disk));
  await appendAll(second, trial);
  return second;
}

async function checkAfter(disk: SimulatedDisk, trial: LogTrial): Promise<void> {
  const log = await openTrialLog(disk);
  const from = (await log.offsets(TOPIC)).map(({ firstOffset }) => firstOffset);
  trial.check(await readAll(disk, from), from);
  const before = trial.acknowledged;
  await trial.append(log, 3); // and it goes on
  assert.equal(trial.acknowledged, before + 1);
  await log.close();
  trial.check(await readAll(disk, from), from);
}

/** One run with a fault; whether the fault was met. */
async function meetsFault(kind: FaultKind, from: number, count: number): Promise<boolean> {
  const disk = new SimulatedDisk(), trial = new LogTrial();
  disk.failAt({ kind, from, count });
  const log = await run(disk, trial);
  const isMet = disk.operations >= from;
  disk.failAt(null);
  for (const loss of LOSSES) await checkAfter(disk.afterPowerLoss(loss), trial.fork());
  await checkAfter(disk.copy(), trial.fork()); // killed, but with the power on
  await log.close();
  await checkAfter(disk, trial);
  return isMet;
}

const CASES = [["undone", 1], ["half", 1], ["half", 3], ["done", 1]] as const;

for (const [kind, count] of CASES) {
  Deno.test(`EmbeddedLog keeps what it acknowledged when ${count} operations fail (${kind})`, async () => {
    let from = 1;
    for (; await meetsFault(kind, from, count); from++);
    assert.ok(from > 100, `only ${from} operations were failed`);
  });
}

Deno.test("EmbeddedLog goes on by itself once a full disk has room", async () => {
  const disk = new SimulatedDisk(), trial = new LogTrial();
  const log = await openTrialLog(disk);
  await log.createTopic(TOPIC, { partitions: PARTITIONS });
  await trial.append(log, 4);
  disk.failAt({ kind: "half", from: 1, count: Infinity });
  for (let tries = 0; tries < 5; tries++) await trial.append(log, 4);
  assert.equal(trial.acknowledged, 1);
  disk.failAt(null);
  await trial.append(log, 4);
  assert.equal(trial.acknowledged, 2);
  trial.check(await readAll(disk, [0, 0]));
  await log.close();
});

Deno.test("LogConsumer sees nothing of a commit that was written but not synced", async () => {
  for (const kind of ["undone", "half"] as const) {
    const disk = new SimulatedDisk(), trial = new LogTrial();
    const log = await openTrialLog(disk);
    await log.createTopic(TOPIC, { partitions: PARTITIONS });
    await trial.append(log, 4);
    disk.failAt({ kind, from: 2, count: 1 }); // its write is the first
    await trial.append(log, 4);
    assert.equal(trial.acknowledged, 1);
    assert.equal((await readAll(disk, [0, 0])).flat().length, 4);
    await trial.append(log, 4);
    assert.equal((await readAll(disk, [0, 0])).flat().length, 8);
    await log.close();
  }
});

Deno.test("EmbeddedLog survives a power cut after any operation", async () => {
  for (let cutAt = 1;; cutAt++) {
    const disk = new SimulatedDisk(), trial = new LogTrial();
    disk.failAt({ kind: "undone", from: cutAt, count: Infinity });
    const isWhole = await run(disk, trial).then(() => true, () => false);
    disk.failAt(null);
    if (trial.acknowledged > 0) {
      for (const keptShare of [0, 0.5, 1]) {
        await checkAfter(disk.afterPowerLoss({ keptShare, keepsNames: false }), trial.fork());
      }
    }
    if (isWhole) return;
  }
});
