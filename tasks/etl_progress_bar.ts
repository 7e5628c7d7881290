// The progress of an ETL run on a terminal: one line that is written over.

import { formatCount } from "../domain/format.ts";
import type { EtlProgress } from "../pipeline/etl.ts";

const WIDTH = 24;
/** How often the line is written at most, in milliseconds. */
const INTERVAL_MS = 100;

/** A bar with rows, rows per second and the time left. Written to standard error. */
export class EtlProgressBar {
  readonly #isShown: boolean;
  readonly #startedMs = Date.now();
  #writtenMs = 0;

  /** `isShown` false: nothing is ever written (a pipe, `--quiet`, `--json`). */
  constructor(isShown: boolean) {
    this.#isShown = isShown;
  }

  /** Shows how far the run is. */
  readonly update = (progress: EtlProgress): void => {
    const nowMs = Date.now();
    if (!this.#isShown || nowMs - this.#writtenMs < INTERVAL_MS) return;
    this.#writtenMs = nowMs;
    const line = renderProgress(progress, nowMs - this.#startedMs);
    Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[2K${line}`));
  };

  /** Takes the line away. */
  clear(): void {
    if (this.#isShown) Deno.stderr.writeSync(new TextEncoder().encode("\r\x1b[2K"));
  }
}

/** The line: stage, bar, rows, rows per second, time left in the stage. */
export function renderProgress({ stage, share, rows }: EtlProgress, elapsedMs: number): string {
  const filled = Math.round(Math.min(1, share) * WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  const perSecond = formatCount(Math.round(rows / Math.max(1, elapsedMs) * 1_000));
  const leftSeconds = share > 0 ? Math.ceil(elapsedMs * (1 - share) / share / 1_000) : null;
  const left = (stage === "read" || stage === "send") && leftSeconds !== null
    ? `, ${leftSeconds} s left`
    : "";
  return `${stage.padEnd(6)} ${bar} ${formatCount(rows)} rows, ${perSecond} rows/s${left}`;
}
