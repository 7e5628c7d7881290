// The load of a soak: views at a steady pace and a reader of pages, counted since the last look.

import type { StartedService } from "../../tests/start_service.ts";
import { sendViews } from "./measure_live.ts";
import { processUsage } from "./process_usage.ts";

const PAGES = [
  ...["", "shows", "users", "sittings", "live-wall", "quality", "stream", "retention"],
  ...["api/overview", "api/timeseries", "api/heatmap", "api/shows?limit=20"],
];

/** What is asked each second. */
export interface SoakPace {
  readonly viewsPerSecond: number;
  readonly pagesPerSecond: number;
}

/** Since the last look. */
export interface SoakLook {
  readonly views: number;
  /** In the log, not yet counted. */
  readonly pending: number;
  readonly residentMb: number;
  readonly handles: number;
  /** Of the service's process, in cores. */
  readonly cores: number;
  readonly postMs: readonly [p50: number, p99: number];
  readonly pageMs: readonly [p50: number, p99: number];
}

/** Sends and reads until it is stopped. */
export class Soak {
  readonly #service: StartedService;
  readonly #stop = new AbortController();
  readonly #working: Promise<unknown>;
  #views = 0;
  #postMs: number[] = [];
  #pageMs: number[] = [];
  #lookedMs = performance.now();
  #cpuSeconds = 0;

  constructor(service: StartedService, { viewsPerSecond, pagesPerSecond }: SoakPace) {
    this.#service = service;
    const { signal } = this.#stop;
    const onSent = (views: number, tookMs: number) => {
      this.#views += views;
      this.#postMs.push(tookMs);
    };
    this.#working = Promise.all([
      sendViews(service.url, viewsPerSecond, signal, onSent),
      this.#read(1_000 / pagesPerSecond, signal),
    ]);
  }

  async take(): Promise<SoakLook> {
    const { cpuSeconds, residentBytes } = await processUsage(this.#service.pid);
    const { pending } = await (await fetch(`${this.#service.url}api/ledger`)).json();
    const nowMs = performance.now();
    const look = {
      ...{ views: this.#views, pending, residentMb: Math.round(residentBytes / 1e6) },
      handles: await countHandles(this.#service.pid),
      cores: (cpuSeconds - this.#cpuSeconds) / ((nowMs - this.#lookedMs) / 1_000),
      ...{ postMs: shares(this.#postMs), pageMs: shares(this.#pageMs) },
    };
    this.#views = 0;
    this.#postMs = [];
    this.#pageMs = [];
    this.#lookedMs = nowMs;
    this.#cpuSeconds = cpuSeconds;
    return look;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #read(everyMs: number, signal: AbortSignal): Promise<void> {
    for (let n = 0; !signal.aborted; n++) {
      const startMs = performance.now(), path = PAGES[n % PAGES.length]!;
      const answer = await fetch(this.#service.url + path);
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`/${path} must answer 200: ${answer.status}`);
      this.#pageMs.push(performance.now() - startMs);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}

/** Through `ls`, as Deno opens /proc only to a process that may do everything. */
async function countHandles(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ls", { args: [`/proc/${pid}/fd`] }).output();
  return new TextDecoder().decode(stdout).trimEnd().split("\n").length;
}

function shares(times: readonly number[]): readonly [number, number] {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return [at(0.5), at(0.99)];
}
