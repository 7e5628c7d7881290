// What the explorer's page knows: the open file, what of it is looked at (which the address keeps), and how far
// reading is.

import { signal } from "@preact/signals";
import type { FileShape } from "../parquet/file/file_shape.ts";
import { ParquetReader, StoppedError } from "../parquet/parquet_reader.ts";
import type { Looked, QuestionName, Questions } from "../parquet/questions/questions.ts";
import { formatView, parseView, type ViewState } from "../parquet/questions/view_state.ts";

/** How the address takes a change: as a place of its own to come back to, or in place of the last. */
export type HistoryEntry = "push" | "replace";

/** One for a page. */
export class Explorer {
  readonly view = signal<ViewState>(parseView(""));
  readonly shape = signal<FileShape | null>(null);
  /** Which rows are shown; a new one is a reason to ask again. */
  readonly looked = signal<Looked | null>(null);
  readonly read = signal<{ readonly readBytes: number; readonly sizeBytes: number } | null>(null);
  readonly progress = signal<{ readonly name: QuestionName; readonly share: number } | null>(null);
  readonly problem = signal<string | null>(null);
  /** A file of the reader's own, which no address can hold. */
  readonly own = signal<File | null>(null);
  readonly #startWorker: () => Worker;
  #reader: ParquetReader | null = null;
  #opened: string | File | null = null;
  #lookedAt = "";

  constructor(startWorker: () => Worker) {
    this.#startWorker = startWorker;
  }

  /** Follows the address until the function it answers is called. */
  start(): () => void {
    const follow = () => this.#show(parseView(location.search));
    addEventListener("popstate", follow);
    follow();
    return () => {
      removeEventListener("popstate", follow);
      this.#reader?.end();
    };
  }

  /** Looks at something else. */
  go(changes: Partial<ViewState>, entry: HistoryEntry = "push"): void {
    const view = { ...this.view.value, ...changes };
    const address = location.pathname + formatView(view);
    if (entry === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.#show(view);
  }

  /** Opens a file that was dropped or chosen; it stays in the browser. */
  openOwn(file: File): void {
    this.own.value = file;
    this.go({ ...parseView(""), file: null });
  }

  /** Leaves the file for the list of files. */
  leave(): void {
    this.own.value = null;
    this.go(parseView(""));
  }

  /** @throws {StoppedError} a newer question took its place; else what went wrong, in words */
  async ask<Name extends QuestionName>(name: Name, given: Questions[Name]["given"]) {
    if (this.#reader === null) throw new StoppedError("No file is open.");
    return await this.#reader.ask(name, given).finally(() => {
      if (this.progress.value?.name === name) this.progress.value = null;
    });
  }

  /** Tells what went wrong, unless it was only stopped. */
  report(error: unknown): void {
    if (!(error instanceof StoppedError)) this.problem.value = (error as Error).message;
  }

  #show(view: ViewState): void {
    this.view.value = view;
    if (view.file !== null) this.own.value = null;
    const file = view.file ?? this.own.value;
    if (file !== this.#opened) void this.#open(file);
    else if (this.shape.value !== null) void this.#look();
  }

  async #open(file: string | File | null): Promise<void> {
    this.#reader?.end();
    this.#reader = null;
    this.#opened = file;
    this.#lookedAt = "";
    this.shape.value = this.looked.value = this.read.value = null;
    this.progress.value = this.problem.value = null;
    if (file === null) return;
    const reader = this.#reader = new ParquetReader(this.#startWorker(), {
      onRead: (read) => this.read.value = read,
      onProgress: (name, share) => this.progress.value = { name, share },
    });
    try {
      const shape = await reader.ask("open", { file: addressOf(file) });
      if (this.#reader !== reader) return;
      this.shape.value = shape;
      await this.#look();
    } catch (error) {
      if (this.#reader === reader) this.report(error);
    }
  }

  async #look(): Promise<void> {
    const { where, sort } = this.view.value, at = JSON.stringify([where, sort]);
    if (at === this.#lookedAt) return;
    this.#lookedAt = at;
    this.problem.value = null;
    try {
      this.looked.value = await this.ask("look", { where, sort });
    } catch (error) {
      if (this.#lookedAt === at) this.report(error);
    }
  }
}

/** A worker has no page whose address a relative one is meant from. */
function addressOf(file: string | File): string | File {
  return typeof file === "string" ? new URL(file, location.href).href : file;
}
