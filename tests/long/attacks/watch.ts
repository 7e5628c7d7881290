// Whoever else uses the service while it is attacked: asks whether it lives, sends views, and looks at its memory.

import { processUsage } from "../../../bench/service/process_usage.ts";
import { post } from "../../ask_service.ts";
import type { StartedService } from "../../start_service.ts";

const EVERY_MS = 100, LOOK_EVERY_MS = 500;
/** An answer that takes longer is none. */
const ANSWER_WITHIN_MS = 10_000;

/** What was seen. */
export interface Seen {
  readonly healthMs: readonly number[];
  readonly postMs: readonly number[];
  /** Answers that were none, or others than 200 and 202. */
  readonly refused: readonly string[];
  /** Users whose one view was acknowledged. */
  readonly acknowledged: readonly string[];
  readonly peakMb: number;
}

/** Watches from now on until it is stopped. */
export class Watch {
  readonly #service: StartedService;
  readonly #headers: Record<string, string>;
  readonly #seen = {
    ...{ healthMs: [] as number[], postMs: [] as number[], refused: [] as string[] },
    ...{ acknowledged: [] as string[], peakMb: 0 },
  };
  #isOver = false;
  readonly #working: Promise<unknown>;

  constructor(service: StartedService, token?: string) {
    this.#service = service;
    this.#headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    this.#working = Promise.all([this.#ask(), this.#send(), this.#look()]);
  }

  async stop(): Promise<Seen> {
    this.#isOver = true;
    await this.#working;
    return this.#seen;
  }

  async #ask(): Promise<void> {
    while (!this.#isOver) {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      await this.#timed("GET /healthz", this.#seen.healthMs, async () => {
        return await fetch(`${this.#service.url}healthz`, { signal });
      });
    }
  }

  async #send(): Promise<void> {
    for (let n = 0; !this.#isOver; n++) {
      const user = `watch-${n}`,
        row = {
          ...{ user_id: user, show_name: "Watch", watch_duration_minutes: 5 },
          watch_date: "2026-01-01",
        };
      const isTaken = await this.#timed("POST /api/events", this.#seen.postMs, async () => {
        return await post(this.#service, JSON.stringify(row), this.#headers);
      });
      if (isTaken) this.#seen.acknowledged.push(user);
    }
  }

  async #timed(
    what: string,
    times: number[],
    ask: () => Promise<Response>,
  ): Promise<boolean> {
    const startMs = performance.now();
    let problem: string | null = null;
    try {
      const answer = await ask();
      const text = await answer.text();
      if (!answer.ok) problem = `${answer.status} ${text.slice(0, 200)}`;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    const tookMs = performance.now() - startMs;
    if (problem === null && tookMs > ANSWER_WITHIN_MS) problem = "it took too long";
    if (problem === null) times.push(tookMs);
    else this.#seen.refused.push(`${what}: ${problem}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    return problem === null;
  }

  async #look(): Promise<void> {
    while (!this.#isOver) {
      const { residentBytes } = await processUsage(this.#service.pid);
      this.#seen.peakMb = Math.max(this.#seen.peakMb, residentBytes / 2 ** 20);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
