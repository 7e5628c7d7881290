// One consumer from its start to its end: store, log and loop, in a worker or a process of its own.

import type { RunReport } from "../../domain/report.ts";
import { consume, type ConsumeOptions } from "../consume.ts";
import { openConsumer, traitsOf } from "../../log/open_log.ts";
import type { Applied } from "../../store/core/applied.ts";
import type { ReadBatch } from "../../store/core/read_batch.ts";
import { CONSUMER_NAME, PIPELINE_TOPICS } from "../../log/topics.ts";
import { blameOf } from "./blame_of.ts";
import { checkIdentity } from "./check_log.ts";
import { CommittedPositions } from "./committed_positions.ts";
import type { EarliestDate } from "../../store/core/earliest_dates.ts";
import type { ConsumerReport, ConsumerSettings } from "./consumer_protocol.ts";
import type { Trial } from "./crash_record.ts";
import { keepEarliestDates } from "./keep_earliest_dates.ts";
import { startOf } from "./known_records.ts";
import { LogReader } from "./log_reader.ts";
import { openUnless } from "./open_unless.ts";
import { placeOf } from "./poisoned_records.ts";
import { RemoteReaders } from "./remote_readers.ts";
import type { MissingOffsets, StoreWriter } from "../../store/port.ts";
import { CatalogDamagedError, StoreVersionError } from "../../store/errors.ts";

/** Where so many records wait at once, reading them is left to threads of their own. */
const MANY_RECORDS = 5_000;

/** Opens the store, deriving it again first where it must; `on` is told of that. */
export type OpenStore = (
  settings: ConsumerSettings,
  on: { readonly rederiving: () => void; readonly switched: () => void },
) => StoreWriter;

/** What is done with the store once it is open. */
type StoreCall = (store: StoreWriter) => void;

interface OpenedStore {
  readonly store: StoreWriter;
  readonly earliestDates: readonly EarliestDate[];
  readonly positions: CommittedPositions;
}

/** A consumer; `post` is told what happens. */
export class ConsumerRun {
  readonly #settings: ConsumerSettings;
  readonly #post: (report: ConsumerReport) => void;
  readonly #openStore: OpenStore;
  #store: StoreWriter | null = null;
  #calls: StoreCall[] = [];
  #refresh = new AbortController();
  #ports = Promise.withResolvers<readonly MessagePort[]>();

  constructor(
    settings: ConsumerSettings,
    openStore: OpenStore,
    post: (report: ConsumerReport) => void,
  ) {
    this.#settings = settings;
    this.#openStore = openStore;
    this.#post = post;
  }

  /** Consumes until `signal` is given. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#refresh = new AbortController();
      await this.#runOnce(AbortSignal.any([signal, this.#refresh.signal]));
    }
  }

  /** Reads the catalog again, and derives everything again if it is another one. */
  refresh(): void {
    this.#refresh.abort();
  }

  /** Takes the readers that were asked for. */
  connect(ports: readonly MessagePort[]): void {
    this.#ports.resolve(ports);
  }

  /** Keeps a run's report; `done` is told the failure, or null. */
  recordRun(report: RunReport, done: (error: string | null) => void): void {
    this.#call((store) => {
      try {
        store.recordRun(report);
        done(null);
      } catch (error) {
        done(error instanceof Error ? error.message : String(error));
      }
    });
  }

  #call(call: StoreCall): void {
    if (this.#store === null) this.#calls.push(call);
    else call(this.#store);
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const { log, firstRecords, readers = 0 } = this.#settings, post = this.#post;
    const { dataPath, thresholds: { earliestMs }, startedMs } = this.#settings;
    // Before the store is made: one that is there without these dates is of an older version.
    const earliestDates = keepEarliestDates(dataPath, { earliestMs, nowMs: startedMs });
    const store = this.#openOrBlock();
    if (store === null) return await aborted(signal);
    this.#store = store;
    for (const call of this.#calls.splice(0)) call(store);
    const positions = new CommittedPositions();
    for (const { topic, partition, nextOffset, last } of store.positions()) {
      positions.set(topic, partition, nextOffset, last);
    }
    try {
      checkIdentity(log, store);
      // A group is not joined twice without need; after a crash, small steps come first.
      if (!traitsOf(log).sharesPartitions || readers === 0 || firstRecords !== undefined) {
        await this.#consumeHere({ store, earliestDates, positions }, signal);
      }
      if (!signal.aborted) {
        await this.#consumeFromReaders({ store, earliestDates, positions }, signal);
      }
    } catch (error) {
      if (blameOf(error) !== "mismatch") throw error;
      // Nothing mends it from here: what is stored is shown, and nothing is skipped.
      post({ kind: "blocked", reason: (error as Error).message });
      await aborted(signal);
    } finally {
      this.#store = null;
      store.close();
    }
  }

  /** Null when somebody must mend the files first: what can be read of them is shown until then. */
  #openOrBlock(): OpenedStore["store"] | null {
    const post = this.#post;
    try {
      return this.#openStore(this.#settings, {
        rederiving: () => post({ kind: "rederiving" }),
        switched: () => post({ kind: "switched" }),
      });
    } catch (error) {
      const isForPeople = error instanceof CatalogDamagedError ||
        error instanceof StoreVersionError;
      if (!isForPeople || !error.isReadable) throw error;
      post({ kind: "blocked", reason: error.message });
      return null;
    }
  }

  /** Reads in this thread, until the signal is given or many records wait. */
  async #consumeHere(opened: OpenedStore, signal: AbortSignal): Promise<void> {
    const { log, thresholds, poisoned } = this.#settings, { earliestDates } = opened;
    const { firstRecords, lookEveryMs, readers = 0 } = this.#settings;
    const post = this.#post, many = new AbortController();
    const opening = openConsumer(log, {
      ...{ name: CONSUMER_NAME, topics: PIPELINE_TOPICS },
      positionOf: (topic, partition) => startOf(opened.positions, topic, partition),
      reachedOf: (topic, partition) => opened.positions.of(topic, partition),
      onAssigned: (owned) => post({ kind: "assigned", owned }),
      ...lookEveryMs === undefined ? {} : { lookEveryMs },
    });
    const { mayBeAway } = traitsOf(log);
    // What is stored can be shown meanwhile.
    if (mayBeAway) this.#tellReady(opened);
    // The embedded log is never left behind half open: its owner may remove the folder next.
    const consumer = mayBeAway ? await openUnless(signal, opening) : await opening;
    if (consumer === null) return;
    if (!mayBeAway) this.#tellReady(opened);
    const source = new LogReader({
      ...{ consumer, thresholds, earliestDates, positions: opened.positions },
      poisoned: new Set(poisoned),
      onReading: (trial) => post({ kind: "trying", ...trial }),
      onGap: (missing) => this.#skip(opened, missing),
    });
    const leaveIfMany = (batches: readonly ReadBatch[]) => {
      if (readers > 0 && recordsOf(batches) >= MANY_RECORDS) many.abort();
    };
    try {
      await consume({
        ...this.#optionsOf(opened, leaveIfMany),
        ...{ source, signal: AbortSignal.any([signal, many.signal]) },
        ...readers === 0 ? {} : { maxRecords: MANY_RECORDS },
        ...firstRecords === undefined ? {} : { firstRecords },
      });
    } finally {
      await source.close();
    }
  }

  /** Takes what other threads read, until the signal is given. */
  async #consumeFromReaders(opened: OpenedStore, signal: AbortSignal): Promise<void> {
    const { log, thresholds, poisoned = [] } = this.#settings, { earliestDates } = opened;
    const { lookEveryMs, readers = 0 } = this.#settings;
    const post = this.#post;
    this.#ports = Promise.withResolvers();
    if (traitsOf(log).mayBeAway) this.#tellReady(opened);
    post({
      kind: "readers wanted",
      readers: Array.from({ length: readers }, (_, index) => ({
        ...{ log, thresholds, earliestDates, poisoned, index, readers },
        positions: opened.positions.memory,
        ...lookEveryMs === undefined ? {} : { lookEveryMs },
      })),
    });
    const opening = this.#ports.promise.then((ports) =>
      new RemoteReaders(ports, {
        onTrying: (trial) => post({ kind: "trying", ...trial }),
        onAssigned: (owned) => post({ kind: "assigned", owned }),
        onGap: (missing) => this.#skip(opened, missing),
      })
    );
    const source = await openUnless(signal, opening);
    if (source === null) return;
    try {
      await consume({
        ...{ ...this.#optionsOf(opened), source, signal },
        onTrying: (batches) => post({ kind: "trying", ...trialOf(batches) }),
      });
    } finally {
      await source.close();
    }
  }

  #optionsOf(
    { store, positions }: OpenedStore,
    onDone: (batches: readonly ReadBatch[]) => void = () => {},
  ): Pick<ConsumeOptions<Applied>, "store" | "onApplied" | "onWaiting"> {
    return {
      store,
      onApplied: (applied, batches) => {
        for (const { topic, partition, nextOffset, last } of batches) {
          if (nextOffset > (positions.of(topic, partition) ?? -1)) {
            positions.set(topic, partition, nextOffset, last);
          }
        }
        this.#post({
          kind: "applied",
          applied,
          positions: batches.map(({ topic, partition, nextOffset, endOffset }) => (
            { topic, partition, nextOffset, endOffset }
          )),
          committedMs: Date.now(),
        });
        onDone(batches);
      },
      onWaiting: (reason) => this.#post({ kind: "waiting", reason }),
    };
  }

  #skip({ store, positions }: OpenedStore, missing: MissingOffsets): void {
    const { topic, partition, from, to } = missing;
    store.skipMissing(missing, Date.now());
    positions.skip(topic, partition, to);
    const message = `${topic}, partition ${partition}: offsets ${from} to ${to - 1} are missing: ` +
      "the log has them no more and the store never saw them";
    this.#post({ kind: "gap", message });
  }

  #tellReady({ store }: OpenedStore): void {
    const positions = store.positions().map((position) => ({ ...position, endOffset: 0 }));
    this.#post({ kind: "ready", positions });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function recordsOf(batches: readonly ReadBatch[]): number {
  return batches.reduce((sum, { records }) => sum + records, 0);
}

function trialOf(batches: readonly ReadBatch[]): Trial {
  const [{ topic, partition, firstOffset }] = batches as readonly [ReadBatch];
  return { place: placeOf(topic, partition, firstOffset), records: recordsOf(batches) };
}
