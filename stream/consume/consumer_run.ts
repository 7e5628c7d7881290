// One consumer from its start to its end: store, log and loop, in a worker or a process of its own.

import type { RunReport } from "../../domain/report.ts";
import { consume } from "../consume.ts";
import type { LogBatch, LogConsumer } from "../log.ts";
import { openConsumer } from "../open_log.ts";
import type { Applied } from "../store/applied.ts";
import { CONSUMER_NAME, PIPELINE_TOPICS } from "../topics.ts";
import type { ConsumerReport, ConsumerSettings, Position } from "./consumer_protocol.ts";
import { placeOf } from "./poisoned_records.ts";

/** As many as a topic may have; see the settings. */
const MAX_PARTITIONS = 1_024;

/** The store as the consumer needs it. */
export interface ConsumerStore {
  positionOf(topic: string, partition: number): number | null;
  apply(batches: readonly LogBatch[]): Applied;
  recordRun(report: RunReport): void;
  close(): void;
}

/** Opens the store, deriving it again first where it must; `on` is told of that. */
export type OpenStore = (
  settings: ConsumerSettings,
  on: { readonly rederiving: () => void; readonly switched: () => void },
) => ConsumerStore;

/** What is done with the store once it is open. */
type StoreCall = (store: ConsumerStore) => void;

/** A consumer; `post` is told what happens. */
export class ConsumerRun {
  readonly #settings: ConsumerSettings;
  readonly #post: (report: ConsumerReport) => void;
  readonly #openStore: OpenStore;
  #store: ConsumerStore | null = null;
  #calls: StoreCall[] = [];
  #refresh = new AbortController();

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
    const post = this.#post;
    const store = this.#openStore(this.#settings, {
      rederiving: () => post({ kind: "rederiving" }),
      switched: () => post({ kind: "switched" }),
    });
    this.#store = store;
    for (const call of this.#calls.splice(0)) call(store);
    let consumer: LogConsumer | null = null;
    try {
      const positions: Position[] = [];
      const opening = this.#openConsumer(store, positions);
      if (this.#settings.log.kind === "kafka") {
        // A cluster may be away: what is stored can be shown meanwhile.
        post({ kind: "ready", positions: storedPositions(store) });
        consumer = await openUnless(signal, opening);
      } else {
        // Never left behind: it writes to the folder, which its owner may remove next.
        consumer = await opening;
      }
      if (consumer === null) return;
      post({ kind: "ready", positions });
      await this.#consume(consumer, store, signal);
    } finally {
      this.#store = null;
      await consumer?.close();
      store.close();
    }
  }

  async #openConsumer(store: ConsumerStore, positions: Position[]): Promise<LogConsumer> {
    const { log, lookEveryMs } = this.#settings;
    return await openConsumer(log, {
      name: CONSUMER_NAME,
      topics: PIPELINE_TOPICS,
      positionOf: (topic, partition) => {
        const nextOffset = store.positionOf(topic, partition);
        if (nextOffset !== null) positions.push({ topic, partition, nextOffset, endOffset: 0 });
        return nextOffset;
      },
      onAssigned: (owned) => this.#post({ kind: "assigned", owned }),
      ...lookEveryMs === undefined ? {} : { lookEveryMs },
    });
  }

  async #consume(consumer: LogConsumer, store: ConsumerStore, signal: AbortSignal): Promise<void> {
    const { firstRecords, poisoned = [] } = this.#settings;
    const post = this.#post;
    await consume({
      ...{ consumer, store, signal },
      ...firstRecords === undefined ? {} : { firstRecords },
      poisoned: new Set(poisoned),
      onTrying: (batches) => post({ kind: "trying", ...firstPlace(batches) }),
      onApplied: (applied, batches) =>
        post({
          kind: "applied",
          applied,
          positions: batches.map(({ topic, partition, nextOffset, endOffset }) => (
            { topic, partition, nextOffset, endOffset }
          )),
          committedMs: Date.now(),
        }),
      onWaiting: (reason) => post({ kind: "waiting", reason }),
      onGap: ({ message }) => post({ kind: "gap", message }),
    });
  }
}

/** A cluster that is away must not keep who stops waiting: null then, and what opens later is closed. */
async function openUnless(
  signal: AbortSignal,
  opening: Promise<LogConsumer>,
): Promise<LogConsumer | null> {
  const aborted = Promise.withResolvers<null>();
  const abort = () => aborted.resolve(null);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  const opened = await Promise.race([opening, aborted.promise]);
  signal.removeEventListener("abort", abort);
  if (opened === null) opening.then((consumer) => consumer.close()).catch(() => {});
  return opened;
}

/** Partitions are not known before the cluster is asked. */
function storedPositions(store: ConsumerStore): Position[] {
  return PIPELINE_TOPICS.flatMap((topic) =>
    Array.from({ length: MAX_PARTITIONS }, (_, partition): Position[] => {
      const nextOffset = store.positionOf(topic, partition);
      return nextOffset === null ? [] : [{ topic, partition, nextOffset, endOffset: 0 }];
    }).flat()
  );
}

function firstPlace(batches: readonly LogBatch[]): { place: string; records: number } {
  const [{ topic, partition, records, nextOffset }] = batches as readonly [LogBatch];
  return {
    place: placeOf(topic, partition, records[0]?.offset ?? nextOffset),
    records: batches.reduce((sum, batch) => sum + batch.records.length, 0),
  };
}
