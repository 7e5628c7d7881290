// The stream's side of the proof: the same rows through the log in a random order, some of them twice, while
// the consumer's process is killed again and again.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { wait } from "../../clock/wait.ts";
import type { Sfc32 } from "../../pipeline/generate/sfc32.ts";
import { shuffle } from "../../pipeline/generate/shuffle.ts";
import { type LogSettings, type OpenLog, openLog } from "../../log/open_log.ts";
import { dropTopics, environmentOf } from "../../log/own_log.ts";
import { publishRows, type RowsToPublish } from "../../stream/publish/publish_rows.ts";
import { retractSource } from "../../stream/publish/retract_source.ts";
import type { StoreCatalog } from "../../domain/store_catalog.ts";
import { createTopics, PIPELINE_TOPICS } from "../../log/topics.ts";
import type { SourceRow } from "./run_batch.ts";

const PERMISSIONS = [
  ...["--allow-read", "--allow-write", "--allow-env", "--allow-net", "--allow-sys"],
];
/** Where a process that ended tells why. */
const KEPT_CHARACTERS = 2_000;

/** A consumer over a folder of data. */
class ConsumerProcess {
  readonly #child: Deno.ChildProcess;
  readonly #told: Promise<string>;
  #status: Deno.CommandStatus | null = null;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#told = new Response(child.stderr).text();
    child.status.then((status) => this.#status = status);
  }

  static start(dataPath: string, log: LogSettings): ConsumerProcess {
    const task = new URL("../consume.ts", import.meta.url).href;
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "--frozen", "--no-prompt", ...PERMISSIONS, task, "--quiet"],
      env: {
        PLAYHEAD_DATA: dataPath,
        ...environmentOf(log),
      },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    });
    return new ConsumerProcess(command.spawn());
  }

  /** Ends it with SIGKILL: it has no time for anything. */
  async kill(): Promise<void> {
    if (this.#status === null) this.#child.kill("SIGKILL");
    await this.#child.status;
    await this.#told;
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const { code, signal } = await this.#child.status;
    const told = (await this.#told).slice(-KEPT_CHARACTERS);
    // One that has just begun is ended by the signal itself: it had nothing to finish.
    if (code !== 0 && signal !== "SIGTERM") {
      throw new Error(`The consumer ended with code ${code}: ${told}`);
    }
  }

  /** @throws when it ended by itself */
  throwIfGone(): void {
    if (this.#status !== null) {
      throw new Error(`The consumer ended by itself with code ${this.#status.code}`);
    }
  }
}

/** How the rows are sent. */
export interface StreamOptions {
  readonly rows: readonly SourceRow[];
  readonly catalog: StoreCatalog;
  /** The folder of log and store; empty before. */
  readonly dataPath: string;
  readonly log: LogSettings;
  readonly partitions: number;
  /** Share of the rows that are sent a second time. */
  readonly repeats: number;
  readonly kills: number;
  readonly chance: Sfc32;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** What was done to the stream. */
export interface StreamRun {
  readonly sent: number;
  readonly repeated: number;
  /** Rows of a source that is removed on the way: nothing of it may be left. */
  readonly removed: number;
  readonly kills: number;
  readonly storePath: string;
}

/** So many rows also come from a source that is removed before most of the others are sent. */
const REMOVED_SOURCE = "removed on the way", REMOVED_SHARE = 0.05;
const BATCH_ROWS = 2_000;
/** Longest time that the consumer lives before it is killed, in milliseconds. */
const MAX_LIFE_MS = 1_500;
/** Without any progress for this long, the consumer is stuck. */
const STUCK_MS = 120_000;

/** Sends the rows and waits until all of them are applied. */
export async function runStream(options: StreamOptions): Promise<StreamRun> {
  const { dataPath, rows, chance, kills } = options;
  await Deno.writeTextFile(join(dataPath, "catalog.json"), JSON.stringify(options.catalog));
  const repeated = rows.filter(() => chance.chance(options.repeats));
  const all = [...rows, ...repeated];
  shuffle(all, chance);
  const removed = all.slice(0, Math.ceil(all.length * REMOVED_SHARE)).map(toRemovedSource);
  const log = await openLog(options.log);
  let consumer: ConsumerProcess | null = null;
  try {
    await createTopics(log.admin, options.partitions);
    for (let kill = 0; kill <= kills; kill++) {
      options.signal.throwIfAborted();
      consumer ??= ConsumerProcess.start(dataPath, options.log);
      const [from, to] = [kill, kill + 1].map((i) => Math.floor(i * all.length / (kills + 1)));
      if (kill === 0) await publishRows(log.producer, batches(removed), { signal: options.signal });
      await publishRows(log.producer, batches(all.slice(from, to)), { signal: options.signal });
      if (kill === 0) await retractSource(log, REMOVED_SOURCE, REMOVED_SOURCE);
      if (kill === kills) break;
      await wait(chance.below(MAX_LIFE_MS));
      await consumer.kill();
      consumer = null;
      options.onProgress(`${kill + 1} of ${kills} kills, ${to} of ${all.length} rows sent`);
    }
    await waitUntilApplied(log, consumer!, options);
    await consumer!.stop();
    consumer = null;
  } finally {
    await consumer?.kill();
    await dropTopics(options.log, PIPELINE_TOPICS);
    await log.close();
  }
  const counts = { sent: all.length, repeated: repeated.length, removed: removed.length };
  return { ...counts, kills, storePath: storePath(dataPath) };
}

/** The same row as of a file that is taken back. */
function toRemovedSource(row: SourceRow): SourceRow {
  return row.kind === "view"
    ? { ...row, source: REMOVED_SOURCE }
    : { ...row, row: { ...row.row, source: REMOVED_SOURCE } };
}

/** Rows of one source and kind together, as they lie. */
function* batches(rows: readonly SourceRow[]): Generator<RowsToPublish> {
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    const some = rows.slice(from, from + BATCH_ROWS);
    const bad = some.flatMap((row) => row.kind === "bad" ? [row.row] : []);
    if (bad.length > 0) yield { source: bad[0]!.source, views: [], quarantined: bad };
    const views = some.filter((row) => row.kind === "view");
    for (const [source, own] of Map.groupBy(views, (row) => row.source)) {
      yield { source, views: own.map(({ view }) => view), quarantined: [] };
    }
  }
}

async function waitUntilApplied(
  { admin }: OpenLog,
  consumer: ConsumerProcess,
  { dataPath, signal, onProgress }: StreamOptions,
): Promise<void> {
  const ends = new Map<string, number>();
  for (const topic of PIPELINE_TOPICS) {
    for (const { partition, endOffset } of await admin.offsets(topic)) {
      ends.set(`${topic}/${partition}`, endOffset);
    }
  }
  let last = -1, lastMs = Date.now();
  for (;;) {
    signal.throwIfAborted();
    consumer.throwIfGone();
    const positions = readPositions(storePath(dataPath));
    let pending = 0;
    for (const [place, end] of ends) pending += end - (positions?.get(place) ?? 0);
    // A consumer that has not made its store yet is not to be asked to end: it may have nothing to apply.
    if (pending <= 0 && positions !== null) return;
    if (pending !== last) [last, lastMs] = [pending, Date.now()];
    if (Date.now() - lastMs > STUCK_MS) {
      throw new Error(`The consumer has not moved for ${STUCK_MS / 1_000} s: ${pending} to apply`);
    }
    onProgress(`${pending} records to apply`);
    await wait(200);
  }
}

/** Null while the store is being made. */
function readPositions(path: string): Map<string, number> | null {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      const rows = db.prepare(`SELECT topic, partition, next_offset FROM positions`).all();
      return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, Number(row.next_offset)]));
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

function storePath(dataPath: string): string {
  return join(dataPath, "store.db");
}
