// An API over a store and a log that are made up, to ask it without a port.

import { DiskLake } from "../../lake/disk/disk_lake.ts";
import { NO_REPLAY } from "../../domain/time_machine.ts";
import type { QuarantineItem } from "../../domain/answers.ts";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { silentLogger } from "../../telemetry/logger.ts";
import { Telemetry } from "../../telemetry/telemetry.ts";
import type { SavedRepair } from "../../domain/saved_repair.ts";
import type { ApiLog, EventRecord, RepairProgress, SavedRepairsPort } from "../ports.ts";
import { AnsweredKeysFile } from "../service/answered_keys.ts";
import { createRepairMaker } from "../service/repair_rows.ts";
import { composeApi } from "../compose.ts";
import { API_DEFAULTS, type ApiSettings } from "./api_settings.ts";
import { createApi } from "./create_api.ts";
import type { StoreAnswers, StoreQueries, StoreQuestions } from "../../store/port.ts";

const LEDGER = { read: 3, accepted: 1, duplicate: 1, quarantined: 1, excluded: 0 };
const SHOW = {
  ...{ show_name: 'A/B "C", D', genre: null, qualified_views: 1, watch_hours: 0.5, users: 1 },
  ...{ mean_completion_rate: 0.5, mean_engagement_score: null, binge_views: 0 },
  median_duration_minutes: 30,
};
const REFUSED = {
  ...{ path: "raw/bad.csv.zst", reason: "Cannot read raw/bad.csv.zst as zstd: it is damaged" },
  ...{ at: "2026-01-01T00:00:00.000Z", run_id: null },
};
const NOTHING = { first_watch_date: null, last_watch_date: null };

/** A store of one view; what it is asked is kept in `asked`. */
export class FakeStore {
  seqNow = 5;
  readonly asked: unknown[] = [];
  quarantined: readonly QuarantineItem[] = [];

  get queries(): StoreQueries {
    return answerLater(this.#answers(), () => this.seqNow);
  }

  #answers(): StoreAnswers {
    const told = <A>(answer: A) => (...asked: unknown[]): A => (this.asked.push(...asked), answer);
    const overview = { ...SHOW, ...NOTHING, shows: 1, accepted_views: 1, unknown_runtime_views: 0 };
    const { show_name: _, genre: _genre, ...totals } = overview;
    return {
      overview: told(totals),
      timeseries: ({ metric, grain, tz }) => ({
        ...{ metric, grain: grain ?? "day", tz },
        points: [{ start: "2026-01-01T00:00:00.000Z", value: null }],
      }),
      shows: (options) => {
        this.asked.push(options);
        // Long enough to be worth packing.
        return { shows: Array.from({ length: options.limit }, () => SHOW), next_cursor: "x" };
      },
      show: (name) =>
        name !== SHOW.show_name ? null : {
          ...{ ...SHOW, ...NOTHING, runtime_minutes: 60, runtime_inferred: true },
          ...{ completion_bins: [], completion_curve: [], duration_bins: [], episodes: [] },
          ...{ watched_with: [], users_by_week: [] },
        },
      users: told({ users: [], next_cursor: null }),
      user: told(null),
      heatmap: ({ metric, tz }) => ({ metric, tz, rows: [[1, null]] }),
      distributions: told({ completion_bins: [], completion_curve: [], duration_bins: [] }),
      breakdown: ({ by }) => ({ by, groups: [], others: 0, qualified_views: 0 }),
      retention: told({ cohorts: [] }),
      ledger: (pending = 0) => ({
        ...{
          ...LEDGER,
          pending,
          missing: 0,
          missing_offsets: [],
          balanced: true,
          removed: [],
          older_imports: [],
        },
        sources: [{ ...LEDGER, source: "http", balanced: true }],
      }),
      quality: told({ ledger: { ...LEDGER, balanced: true }, reasons: {}, hours: [], runs: [] }),
      ingestWindows: told([]),
      ledgerHours: (source) => ({ source, partitions: [], hours: [] }),
      quarantine: (options) => {
        this.asked.push(options);
        const { ids, status, after } = options;
        const rows = this.quarantined.filter((row) =>
          (ids ?? [row.id]).includes(row.id) && (status ?? row.status) === row.status &&
          row.id > (after ?? 0)
        );
        return { rows, groups: [], next_cursor: null };
      },
      quarantined: (ids) =>
        ids.filter((id) => id < 3).map((id) => ({
          id,
          key: `key ${id}`,
          status: id === 1 ? "open" : "replayed",
          raw: "{}",
        })),
      runs: told([]),
      olderImports: told([]),
      sourceViews: told([]),
      latestViews: told([]),
      viewsPerMinute: told([]),
      sittings: told({ sittings: [], next_cursor: null }),
    };
  }
}

/** Answers as a store gives them: one commit for as long as `seqOf` stays. */
export function answerLater(answers: StoreAnswers, seqOf: () => number): StoreQueries {
  const questions = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (...asked: unknown[]) =>
        Promise.try(() => (answer as (...asked: unknown[]) => unknown)(...asked)),
    ]),
  ) as unknown as StoreQuestions;
  return {
    ...questions,
    seq: () => Promise.resolve(seqOf()),
    snapshot: (work) => work({ ...questions, seq: seqOf() }),
    rows: () => [],
    history: () => ({
      read: ({ toMs }) => Promise.resolve({ views: [], untilMs: toMs }),
      [Symbol.dispose]() {},
    }),
  };
}

/** A log that keeps what it is given, or fails. */
export class FakeLog implements ApiLog {
  readonly records: EventRecord[] = [];
  failure: Error | null = null;
  lagRecords = 0;
  lagBytes = 0;

  append(_topic: string, records: readonly EventRecord[]) {
    if (this.failure !== null) return Promise.reject(this.failure);
    const baseOffset = this.records.length;
    this.records.push(...records);
    return Promise.resolve([{ partition: 0, baseOffset, records: records.length }]);
  }

  topics() {
    const consumer = { name: "playhead", state: "running", restarts: 0, lag: this.lagRecords };
    return Promise.resolve({ log: "embedded" as const, consumer, topics: [] });
  }

  messages(topic: string) {
    return Promise.resolve(topic === "watch.events" ? { topic, messages: [] } : null);
  }

  pendingBytes() {
    return this.lagBytes;
  }

  pending() {
    return this.lagRecords;
  }
}

/** Saved repairs in memory. */
export class FakeRepairs implements SavedRepairsPort {
  kept: RepairProgress[] = [];

  list() {
    return Promise.resolve(this.kept.map(({ saved }) => saved));
  }

  progress() {
    return Promise.resolve([...this.kept]);
  }

  async put(saved: SavedRepair, triedTo: number) {
    await this.remove(saved.name);
    this.kept.push({ saved, triedTo });
  }

  remove(name: string) {
    const before = this.kept.length;
    this.kept = this.kept.filter(({ saved }) => saved.name !== name);
    return Promise.resolve(this.kept.length < before);
  }

  advance(name: string, triedTo: number, settled: number) {
    this.kept = this.kept.map((one) =>
      one.saved.name !== name
        ? one
        : { saved: { ...one.saved, settled: one.saved.settled + settled }, triedTo }
    );
    return Promise.resolve();
  }

  stop(name: string, reason: string) {
    this.kept = this.kept.map((one) =>
      one.saved.name !== name ? one : { ...one, saved: { ...one.saved, stopped: reason } }
    );
    return Promise.resolve();
  }
}

/** The API with these settings. */
export function fakeApi(settings: Partial<ApiSettings> = {}, outputFolder = "no such folder") {
  const store = new FakeStore(), log = new FakeLog();
  const clock = { nowMs: Date.UTC(2026, 0, 2) };
  const ports = composeApi({
    queries: () => store.queries,
    log,
    answeredKeys: AnsweredKeysFile.inMemory(),
    savedRepairs: new FakeRepairs(),
    makeRepair: createRepairMaker(DEFAULT_THRESHOLDS, () => Promise.resolve(null)),
    parts: () => [{ name: "log", ready: log.failure === null, detail: "" }],
    timeMachine: {
      state: () => NO_REPLAY,
      start: () => Promise.resolve(NO_REPLAY),
      change: () => NO_REPLAY,
      end: () => Promise.resolve(NO_REPLAY),
    },
    refusedFiles: { list: () => [REFUSED] },
    output: new DiskLake(outputFolder, { isConfined: true }),
    live: () => new Response("data: {}\n\n", { headers: { "content-type": "text/event-stream" } }),
    telemetry: new Telemetry(silentLogger),
    settings: { ...API_DEFAULTS, ...settings },
    nowMs: () => clock.nowMs,
  });
  const api = createApi(ports);
  const ask = async (path: string, init?: RequestInit) => await api.request(path, init);
  const post = (body: RequestInit["body"], headers: Record<string, string> = {}) =>
    ask("/api/events", { method: "POST", body: body!, headers });
  return { api, ask, post, store, log, clock, ports };
}
