// Rows, repairs, replays and crashes in any order over a real store; and, slowly, the rows as they were repaired.

import assert from "node:assert/strict";
import type { RepairSelection, RepairStep } from "../../domain/repair.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import { fakeApi } from "../../serving/api/api_fixture.ts";
import { createApi } from "../../serving/api/create_api.ts";
import type { EventRecord } from "../../serving/ports.ts";
import { AutoRepairs } from "../../serving/service/auto_repairs.ts";
import type { LogBatch } from "../../log/port.ts";
import { openQueries } from "../../store/sqlite/queries.ts";
import { answerLater } from "../../store/sqlite/readers/answer_later.ts";
import { Store, type StoreSettings } from "../../store/sqlite/write/store.ts";
import { EVENTS_TOPIC, QUARANTINE_TOPIC } from "../../log/topics.ts";
import { ADVERSARIAL_NOW_MS } from "../oracle/adversarial_values.ts";
import { breaking } from "../stores/trial_store.ts";

/** The store takes runtimes from its catalog alone; inferring them is the batch's. */
export const THRESHOLDS: Thresholds = { ...DEFAULT_THRESHOLDS, runtimeMinViews: 1e9 };
const SETTINGS: StoreSettings = { thresholds: THRESHOLDS, catalog: null };

/** A row as a player may send it. */
export type Row = Readonly<Record<string, string | number>>;

/** A repair, and what it makes of a row, written down without its code. Null sets the row aside. */
export interface KnownRepair {
  readonly steps: readonly RepairStep[];
  readonly naive: (row: Row) => Row | null;
}

const MINUTES = "watch_duration_minutes";
const minutesAs = (value: string): KnownRepair => ({
  steps: [{ kind: "set", field: MINUTES, value }],
  naive: (row) => ({ ...row, [MINUTES]: value }),
});

/** Some mend the same rows to other values: the one that is applied first counts. */
export const REPAIRS: readonly KnownRepair[] = [
  {
    steps: [{ kind: "unit", field: MINUTES }],
    naive: (row) => ({ ...row, [MINUTES]: String(row[MINUTES]).replace(/m$/, "") }),
  },
  minutesAs("45"),
  minutesAs("3"),
  {
    steps: [{ kind: "date", field: "watch_date", format: "DD/MM/YYYY" }],
    naive: (row) => {
      const [day, month, year] = String(row.watch_date).split("/");
      return year === undefined
        ? row
        : { ...row, watch_date: `${year}-${month}-${day}T00:00:00.000Z` };
    },
  },
  {
    steps: [{ kind: "set", field: "user_id", value: "ann", when: "empty" }],
    naive: (row) => String(row.user_id).trim() === "" ? { ...row, user_id: "ann" } : row,
  },
  {
    steps: [{ kind: "skip", reason: "a test", field: "show_name", pattern: "^Test$" }],
    naive: (row) => row.show_name === "Test" ? null : row,
  },
];

/** What happens next. */
export type Turn =
  | { readonly kind: "row"; readonly row: Row }
  | { readonly kind: "apply"; readonly records: number }
  | { readonly kind: "replay"; readonly repair: number; readonly select: RepairSelection }
  | { readonly kind: "save"; readonly repair: number; readonly select: RepairSelection }
  | { readonly kind: "auto" }
  /** A client that heard nothing sends its last records again. */
  | { readonly kind: "send again" }
  /** The log has the records, but its answer never comes. */
  | { readonly kind: "lose the next answer" }
  /** The process ends between two transactions, and starts anew. */
  | { readonly kind: "kill" }
  /** A transaction fails in its middle. */
  | { readonly kind: "fail" };

interface Sent {
  readonly topic: string;
  readonly record: EventRecord;
}

/** One log, one store, one API over both. */
export class RepairWorld {
  readonly #path: string;
  readonly #log: Sent[] = [];
  readonly #utf8 = new TextEncoder();
  #applied = 0;
  #losesAnswer = false;
  #lastSent: readonly Sent[] = [];
  #store: Store;
  #queries: ReturnType<typeof openQueries>;
  readonly #api: ReturnType<typeof createApi>;
  readonly #auto: AutoRepairs;

  constructor(path: string) {
    this.#path = path;
    this.#store = Store.open(path, SETTINGS);
    this.#queries = openQueries(path);
    const { ports } = fakeApi();
    const answers = answerLater(() => this.#queries, null);
    const own = {
      ...ports,
      queries: () => answers,
      log: {
        ...ports.log,
        pending: () => 0,
        pendingBytes: () => 0,
        append: this.#append.bind(this),
      },
      nowMs: () => ADVERSARIAL_NOW_MS,
      settings: { ...ports.settings, writesPerSecond: 1e9 },
    };
    this.#api = createApi(own);
    this.#auto = new AutoRepairs(own, new AbortController().signal);
  }

  /** All that the log holds, in the order in which the store takes it. */
  get log(): readonly Sent[] {
    return this.#log;
  }

  async take(turn: Turn): Promise<void> {
    switch (turn.kind) {
      case "row":
        return this.#send(EVENTS_TOPIC, [{
          ...{ key: "", headers: {}, value: this.#utf8.encode(JSON.stringify(turn.row)) },
        }]);
      case "apply":
        return this.apply(turn.records);
      case "replay":
      case "save": {
        const { kind, repair, select } = turn, steps = REPAIRS[repair]!.steps;
        const name = kind === "save" ? { name: `repair ${repair}` } : {};
        const path = kind === "save" ? "repairs" : "replay";
        const body = JSON.stringify({ ...name, select, repair: { steps } });
        const answer = await this.#api.request(`/api/quarantine/${path}`, { method: "POST", body });
        assert.ok(answer.ok || answer.status === 503, await answer.text());
        return;
      }
      case "auto":
        return await this.#auto.runOnce().catch(() => {});
      case "send again":
        this.#log.push(...this.#lastSent);
        return;
      case "lose the next answer":
        this.#losesAnswer = true;
        return;
      case "kill":
        this.#store.close();
        this.#queries.close();
        this.#store = Store.open(this.#path, SETTINGS);
        this.#queries = openQueries(this.#path);
        return;
      case "fail":
        return this.#fail();
      default:
        return turn satisfies never;
    }
  }

  /** Applies the next records; each kind of batch ends where the topic changes. */
  apply(records: number): void {
    const end = Math.min(this.#log.length, this.#applied + records);
    while (this.#applied < end) {
      this.#store.apply([this.#batch(end)]);
      this.#applied += this.#batch(end).records.length;
    }
  }

  /** The whole log in as few batches as its topics allow. */
  batches(): LogBatch[] {
    const batches: LogBatch[] = [];
    for (let from = 0; from < this.#log.length; from = batches.at(-1)!.nextOffset) {
      batches.push(this.#batch(this.#log.length, from));
    }
    return batches;
  }

  close(): void {
    this.#queries.close();
    this.#store.close();
  }

  #batch(end: number, from = this.#applied): LogBatch {
    const topic = this.#log[from]!.topic;
    const own = this.#log.slice(from, end);
    const until = own.findIndex((sent) => sent.topic !== topic);
    const records = own.slice(0, until < 0 ? own.length : until).map(({ record }, index) => ({
      ...{ ...record, offset: from + index, ingestTimeMs: ADVERSARIAL_NOW_MS },
    }));
    const nextOffset = from + records.length;
    return { topic, partition: 0, records, nextOffset, endOffset: nextOffset };
  }

  #fail(): void {
    if (this.#applied === this.#log.length) return;
    const batch = this.#batch(this.#log.length);
    assert.throws(() => this.#store.apply([breaking(batch)]));
  }

  #append(topic: string, records: readonly EventRecord[]) {
    this.#send(topic, records);
    if (this.#losesAnswer) {
      this.#losesAnswer = false;
      return Promise.reject(Object.assign(new Error("no answer"), { retriable: true }));
    }
    return Promise.resolve([{ partition: 0, baseOffset: 0, records: records.length }]);
  }

  #send(topic: string, records: readonly EventRecord[]): void {
    this.#lastSent = records.map((record) => ({ topic, record }));
    this.#log.push(...this.#lastSent);
    assert.ok(topic === EVENTS_TOPIC || topic === QUARANTINE_TOPIC);
  }
}
