// Takes saved repairs on new rows of the quarantine as they come.

import type { ApiPorts } from "../api/api_ports.ts";
import { ProblemError } from "../api/problem.ts";
import { runSavedRepair } from "../api/quarantine/run_saved_repair.ts";

/** Rows that come together are tried together. */
const WAIT_MS = 300;
/** A log that cannot take rows is asked again later. */
const RETRY_MS = 5_000;

/**
 * Call {@link AutoRepairs.wake} when rows were quarantined. A crash between a record and the note on how
 * far a repair has come sends the row again: the store takes the first and knows the second.
 */
export class AutoRepairs {
  readonly #ports: ApiPorts;
  readonly #signal: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(ports: ApiPorts, signal: AbortSignal) {
    this.#ports = ports;
    this.#signal = signal;
    signal.addEventListener("abort", () => clearTimeout(this.#timer), { once: true });
  }

  /** New rows are tried soon, in one go with those that follow at once. */
  wake(waitMs = WAIT_MS): void {
    if (this.#timer !== undefined || this.#signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#working = this.#working.then(() => this.runOnce()).catch((error) => {
        this.#ports.telemetry.emit("append_failed", { retriable: true, error });
        this.wake(RETRY_MS);
      });
    }, waitMs);
  }

  /** Tries every saved repair on the rows that are newer than those it was tried on. */
  async runOnce(): Promise<void> {
    const { savedRepairs, queries, telemetry } = this.#ports;
    for (const { saved, triedTo } of await savedRepairs.progress()) {
      if (this.#signal.aborted) return;
      if (saved.stopped !== null) continue;
      const any = { rule: null, source: null, search: null, cursor: null };
      const newestRow = await queries()?.quarantine({ ...any, limit: 1, withGroups: false });
      const newest = newestRow?.rows[0]?.id;
      if (newest === undefined || newest === triedTo) continue;
      // A store that was made anew counts from 1 again.
      const after = newest < triedTo ? 0 : triedTo;
      try {
        const { replayed, skipped } = await runSavedRepair(this.#ports, saved, after);
        await savedRepairs.advance(saved.name, newest, replayed + skipped);
      } catch (error) {
        if (!(error instanceof ProblemError && error.kind === "invalid-body")) throw error;
        // It is the repair's own fault: the next row would meet it again, and other repairs wait.
        await savedRepairs.stop(saved.name, error.message);
        telemetry.emit("repair_stopped", { repair: saved.name, reason: error.message });
      }
    }
  }

  /** Resolves once what is under way is done. */
  async done(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#working;
  }
}
