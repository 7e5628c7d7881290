// A reader's thread that is taken for a while, with a read transaction open: all it answers is of one commit.

import { StoreBusyError } from "../../errors.ts";
import {
  errorOf,
  type QuestionName,
  type ReaderCommand,
  type ReaderReport,
} from "./reader_protocol.ts";

/** A commit is not held for longer: the write-ahead log grows behind it, and others wait for the thread. */
const MAX_HOLD_MS = 10_000;

/** Questions of one commit, asked of one thread; it is free again once the last answer has come. */
export class HeldReader implements Disposable {
  readonly seq: number;
  readonly #post: (command: ReaderCommand) => void;
  readonly #onFree: () => void;
  readonly #asked: PromiseWithResolvers<unknown>[] = [];
  readonly #timer: ReturnType<typeof setTimeout>;
  #isReleased = false;

  constructor(
    seq: number,
    { post, onFree, maxHoldMs = MAX_HOLD_MS }: {
      readonly post: (command: ReaderCommand) => void;
      readonly onFree: () => void;
      readonly maxHoldMs?: number;
    },
  ) {
    this.seq = seq;
    this.#post = post;
    this.#onFree = onFree;
    this.#timer = setTimeout(() => this.#release(), maxHoldMs);
  }

  /** Rejects with the store's own objection, or {@link StoreBusyError} when the commit is held no more. */
  ask(name: QuestionName, options: readonly unknown[]): Promise<unknown> {
    const give = Promise.withResolvers<unknown>();
    if (this.#isReleased) give.reject(new StoreBusyError());
    else {
      this.#asked.push(give);
      this.#post({ kind: "ask", name, options });
    }
    return give.promise;
  }

  /** Takes the thread's next report. */
  hear(report: ReaderReport): void {
    const give = this.#asked.shift();
    if (report.kind === "told") give?.resolve(report.answer);
    else if (report.kind === "refused") give?.reject(errorOf(report.error));
    if (this.#isReleased && this.#asked.length === 0) this.#onFree();
  }

  /** The thread is gone. */
  lose(error: Error): void {
    clearTimeout(this.#timer);
    this.#isReleased = true;
    for (const give of this.#asked.splice(0)) give.reject(error);
  }

  [Symbol.dispose](): void {
    this.#release();
  }

  #release(): void {
    if (this.#isReleased) return;
    clearTimeout(this.#timer);
    this.#isReleased = true;
    this.#post({ kind: "release" });
    if (this.#asked.length === 0) this.#onFree();
  }
}
