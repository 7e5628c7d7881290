// Files that people hand in: kept apart and looked at, until they are published or let go. What is published goes
// the way of any file that is dropped into the watched folder.

import { dirname, join } from "node:path";
import { ConflictError, UsageError } from "../../../domain/errors.ts";
import {
  type FileImport,
  importName,
  type ImportStage,
  MAX_NAME_UNITS,
} from "../../../domain/file_import.ts";
import { INPUT_ENDINGS } from "../../../domain/input_name.ts";
import type { Ledger } from "../../../domain/ledger.ts";
import { MINUTE_MS } from "../../../domain/time.ts";
import type { FileImportsPort } from "../../ports.ts";
import type { RunOutcome, RunWatcher } from "../pipeline_runs.ts";
import { moveBeside } from "../../../lake/disk/move_beside.ts";
import { makeOwnFolder, remove } from "../../../lake/disk/names.ts";
import type { PreviewSettings } from "./preview_file.ts";
import { saveUpload } from "./save_upload.ts";

/** What imports need. */
export interface ImportSettings extends PreviewSettings {
  /** Where files wait; emptied at the start, as what nobody published is nobody's. */
  readonly folder: string;
  /** The watched folder. */
  readonly rawFolder: string;
  /** What the ledger has of a source. */
  readonly ledgerOf: (source: string) => Promise<Ledger | null>;
  readonly nowMs?: () => number;
  readonly maxBytes?: number;
}

/** Files that wait at a time, and how long they do when nobody asks for them. */
const MAX_WAITING = 8, FORGET_AFTER_MS = 30 * MINUTE_MS;
/** Files that come in at a time: each may fill the disk by as much as one may have. */
const MAX_UPLOADS = 4;
const MAX_BYTES = 8 * 2 ** 30, IDLE_MS = 30_000;

/** One file. */
interface Held {
  readonly folder: string;
  readonly path: string;
  readonly sha256: string;
  readonly ending: AbortController;
  state: FileImport;
  askedMs: number;
}

/** All of them. */
export class FileImports implements FileImportsPort, RunWatcher {
  readonly #settings: ImportSettings;
  readonly #held = new Map<string, Held>();
  /** One file is looked at after the other: each look takes all threads. */
  #looking: Promise<void> = Promise.resolve();
  #uploads = 0;

  constructor(settings: ImportSettings) {
    this.#settings = settings;
    remove(settings.folder);
  }

  /** Takes a file in and begins to look at it. */
  async take(name: string, body: ReadableStream<Uint8Array> | null): Promise<FileImport> {
    const kept = importName(name);
    if (kept === null) {
      throw new UsageError(
        `Cannot take ${
          JSON.stringify(name.slice(0, 200))
        } as its name must end in ${INPUT_ENDINGS} and have at most ${MAX_NAME_UNITS} characters`,
      );
    }
    if (this.#uploads >= MAX_UPLOADS) {
      throw new ConflictError(
        `At most ${MAX_UPLOADS} files are taken in at a time: send it again soon`,
      );
    }
    this.#uploads++;
    try {
      return await this.#take(kept, body);
    } finally {
      this.#uploads--;
    }
  }

  async #take(kept: string, body: ReadableStream<Uint8Array> | null): Promise<FileImport> {
    this.#forgetOld();
    const id = crypto.randomUUID(), folder = join(this.#settings.folder, id);
    makeOwnFolder(folder);
    const path = join(folder, kept);
    try {
      const limits = { maxBytes: this.#settings.maxBytes ?? MAX_BYTES, idleMs: IDLE_MS };
      const { bytes, sha256 } = await saveUpload(body, path, limits);
      const state: FileImport = {
        ...{ id, name: kept, bytes, stage: "reading", progress: 0, problem: null, preview: null },
        ...{ sent: 0, source: null, ledger_before: null, run_id: null },
      };
      const held = { folder, path, sha256, ending: new AbortController(), state };
      this.#held.set(id, { ...held, askedMs: this.#nowMs() });
    } catch (error) {
      remove(folder);
      throw error;
    }
    this.#looking = this.#looking.then(() => this.#look(id));
    return this.#held.get(id)!.state;
  }

  find(id: string): FileImport | null {
    const held = this.#held.get(id);
    if (held === undefined) return null;
    held.askedMs = this.#nowMs();
    return held.state;
  }

  /** Hands a file that is ready to the watched folder. */
  async publish(id: string): Promise<FileImport | null> {
    const held = this.#held.get(id);
    if (held?.state.stage !== "ready" || held.state.problem !== null) return held?.state ?? null;
    change(held, { stage: "publishing", progress: 0 });
    try {
      const { rawFolder } = this.#settings;
      const takePart = (place: string) => {
        const isUnderWay = this.#publishing(place).length > 0;
        if (isUnderWay) change(held, { source: place }); // it ends with the one that is under way
        return isUnderWay;
      };
      const target = await moveBeside(held, join(rawFolder, held.state.name), takePart);
      change(held, { source: target });
      change(held, { ledger_before: await this.#settings.ledgerOf(target) });
    } catch (error) {
      change(held, { stage: "ready", source: null });
      throw error;
    }
    return held.state;
  }

  /** Lets a file go, or ends its publishing: what is sent stays, what is not is not. */
  cancel(id: string): FileImport | null {
    const held = this.#held.get(id);
    if (held === undefined) return null;
    held.ending.abort(new Error("It was cancelled"));
    if (held.state.stage !== "publishing") this.#forget(id);
    return { ...held.state, stage: "stopped" };
  }

  signalOf(path: string): AbortSignal | undefined {
    const signals = this.#publishing(path).map(({ ending }) => ending.signal);
    return signals.length === 0 ? undefined : AbortSignal.any(signals);
  }

  sent(path: string, rows: number): void {
    for (const held of this.#publishing(path)) {
      const { read, excluded } = held.state.preview!.ledger;
      change(held, { sent: rows, progress: Math.min(1, rows / Math.max(1, read - excluded)) });
    }
  }

  ended(path: string, { runId, problem, isStopped }: RunOutcome): void {
    const stage: ImportStage = isStopped ? "stopped" : problem === null ? "published" : "refused";
    for (const held of this.#publishing(path)) change(held, { stage, problem, run_id: runId });
  }

  /** Ends all looking; what waits is let go. */
  async close(): Promise<void> {
    for (const { ending } of this.#held.values()) ending.abort(new Error("The service ends"));
    await this.#looking;
    remove(this.#settings.folder);
  }

  async #look(id: string): Promise<void> {
    const held = this.#held.get(id);
    if (held === undefined) return;
    const { path, folder, ending: { signal } } = held;
    try {
      const { previewFile } = await import("./preview_file.ts"); // the ETL is no part of a quick start
      const onShare = (progress: number) => change(held, { progress });
      const source = join(this.#settings.rawFolder, held.state.name);
      const looked = await previewFile(path, folder, {
        ...{ ...this.#settings, source, signal, onShare },
      });
      change(held, {
        ...{ stage: "ready", progress: 1, preview: looked.preview, problem: looked.refusal },
      });
    } catch (error) {
      if (signal.aborted) return;
      const text = error instanceof Error ? error.message : String(error);
      change(held, { stage: "refused", problem: text.replaceAll(`${dirname(path)}/`, "") });
    } finally {
      if (!this.#held.has(id)) remove(folder); // let go meanwhile: what the look wrote goes too
    }
  }

  /** Several when the same file was handed in more than once. */
  #publishing(path: string): readonly Held[] {
    return [...this.#held.values()].filter(({ state }) =>
      state.stage === "publishing" && state.source === path
    );
  }

  #forgetOld(): void {
    const idle = [...this.#held.values()].filter(({ state }) => state.stage !== "publishing")
      .sort((a, b) => a.askedMs - b.askedMs);
    const limitMs = this.#nowMs() - FORGET_AFTER_MS;
    for (const { state, askedMs, ending } of idle) {
      if (askedMs > limitMs && this.#held.size < MAX_WAITING) return;
      ending.abort(new Error("It was forgotten"));
      this.#forget(state.id);
    }
  }

  #forget(id: string): void {
    const held = this.#held.get(id);
    this.#held.delete(id);
    if (held !== undefined) remove(held.folder);
  }

  #nowMs(): number {
    return (this.#settings.nowMs ?? Date.now)();
  }
}

function change(held: Held, changes: Partial<FileImport>): void {
  held.state = { ...held.state, ...changes };
}
