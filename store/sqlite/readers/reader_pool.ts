// Threads that answer questions about the store, so many at a time; further questions wait for their turn.

import { dirname } from "node:path";
import { StoreBusyError } from "../../errors.ts";
import { HeldReader } from "./held_reader.ts";
import {
  type AskCommand,
  errorOf,
  type QuestionName,
  type ReaderCommand,
  type ReaderReport,
  type Stamped,
} from "./reader_protocol.ts";

/** A question that has waited for longer is given up: its asker is told to come again. */
const MAX_WAIT_MS = 10_000;
/** More are not let in: each holds its request open. */
const MAX_WAITING = 1_000;

/** A thread, as the pool uses it. */
export interface ReaderThread {
  onmessage: ((event: MessageEvent<ReaderReport>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(command: ReaderCommand): void;
  terminate(): void;
}

/** What a pool is made with. */
export interface ReaderPoolOptions {
  /** Long questions at a time; one more thread answers short ones meanwhile. */
  readonly maxLong: number;
  readonly maxWaitMs?: number;
  readonly maxHoldMs?: number;
  readonly startThread?: () => ReaderThread;
}

/** A question, or the wish to hold a reader. */
interface Question {
  readonly command: AskCommand | { readonly kind: "hold" };
  readonly isLong: boolean;
  /** Another thread took it up before, and was lost. */
  isSecondTry: boolean;
  readonly give: PromiseWithResolvers<Stamped | HeldReader>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface Reader {
  readonly thread: ReaderThread;
  /** Ended when it is done with its question: the store's file has changed since it was started. */
  isOutdated: boolean;
  question: Question | null;
  /** Whoever has it to themselves; the question is theirs. */
  held: HeldReader | null;
}

/** Asks threads. They are started when they are needed, and kept. */
export class ReaderPool {
  readonly #options: ReaderPoolOptions;
  readonly #path: string;
  readonly #waiting: Question[] = [];
  #readers: Reader[] = [];
  #isClosed = false;

  constructor(path: string, options: ReaderPoolOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Whether a thread has been started. */
  get isStarted(): boolean {
    return this.#readers.length > 0;
  }

  /** Starts the first thread, which reads ahead while nothing is asked. */
  start(): void {
    if (!this.isStarted && !this.#isClosed) this.#addReader();
  }

  /** Rejects with the store's own objection, or {@link StoreBusyError}. */
  ask(name: QuestionName, options: readonly unknown[], isLong: boolean): Promise<Stamped> {
    return this.#enqueue({ kind: "ask", name, options }, isLong) as Promise<Stamped>;
  }

  /** A reader that answers of one commit until it is disposed of, or has been held for long. */
  hold(isLong: boolean): Promise<HeldReader> {
    return this.#enqueue({ kind: "hold" }, isLong) as Promise<HeldReader>;
  }

  #enqueue(command: Question["command"], isLong: boolean): Promise<Stamped | HeldReader> {
    const question: Question = {
      ...{ command, isLong, isSecondTry: false, timer: undefined },
      give: Promise.withResolvers(),
    };
    if (this.#isClosed || this.#waiting.length >= MAX_WAITING) {
      question.give.reject(new StoreBusyError());
      return question.give.promise;
    }
    question.timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(question), 1);
      question.give.reject(new StoreBusyError());
    }, this.#options.maxWaitMs ?? MAX_WAIT_MS);
    this.#waiting.push(question);
    this.#giveOut();
    return question.give.promise;
  }

  /** Another file has the store's name: what is asked from now on is asked of that one. */
  reopen(): void {
    const wasStarted = this.isStarted;
    for (const reader of this.#readers) {
      reader.isOutdated = true;
      if (reader.question === null) this.#end(reader);
    }
    if (wasStarted) this.start();
  }

  close(): void {
    this.#isClosed = true;
    for (const question of this.#waiting.splice(0)) this.#reject(question, new StoreBusyError());
    for (const reader of this.#readers) {
      reader.held?.lose(new StoreBusyError());
      if (reader.question !== null) this.#reject(reader.question, new StoreBusyError());
      reader.thread.terminate();
    }
    this.#readers = [];
  }

  /** Short questions first: a page asks many of them, and each keeps others waiting for a moment only. */
  #giveOut(): void {
    const running = this.#readers.filter(({ question }) => question !== null);
    const mayStartLong =
      running.filter(({ question }) => question!.isLong).length < this.#options.maxLong;
    let at = this.#waiting.findIndex(({ isLong }) => !isLong);
    if (at < 0 && mayStartLong && this.#waiting.length > 0) at = 0;
    if (at < 0) return;
    const reader = this.#freeReader();
    if (reader === null) return;
    const [question] = this.#waiting.splice(at, 1);
    clearTimeout(question!.timer);
    reader.question = question!;
    reader.thread.postMessage(question!.command);
    this.#giveOut();
  }

  #freeReader(): Reader | null {
    const current = this.#readers.filter(({ isOutdated }) => !isOutdated);
    const free = current.find(({ question }) => question === null);
    return free ?? (current.length <= this.#options.maxLong ? this.#addReader() : null);
  }

  #addReader(): Reader {
    const thread = (this.#options.startThread ?? startThread(this.#path))();
    const reader: Reader = { thread, isOutdated: false, question: null, held: null };
    thread.onmessage = ({ data }) => this.#hear(reader, data);
    thread.onerror = (event) => {
      event.preventDefault();
      this.#lose(reader, event.message);
    };
    thread.postMessage({ kind: "open", path: this.#path });
    this.#readers.push(reader);
    return reader;
  }

  #hear(reader: Reader, report: ReaderReport): void {
    if (reader.held !== null) return reader.held.hear(report);
    const { question } = reader;
    if (report.kind === "held") {
      reader.held = this.#heldBy(reader, report.seq);
      return question?.give.resolve(reader.held);
    }
    if (report.kind === "told") question?.give.resolve(report);
    else question?.give.reject(errorOf(report.error));
    this.#free(reader);
  }

  #heldBy(reader: Reader, seq: number): HeldReader {
    const { maxHoldMs } = this.#options;
    return new HeldReader(seq, {
      post: (command) => reader.thread.postMessage(command),
      onFree: () => this.#free(reader),
      ...maxHoldMs === undefined ? {} : { maxHoldMs },
    });
  }

  #free(reader: Reader): void {
    reader.question = reader.held = null;
    if (reader.isOutdated) this.#end(reader);
    this.#giveOut();
  }

  /** A thread that is gone takes its question with it; another may be luckier, once. */
  #lose(reader: Reader, why: string): void {
    const { question, held } = reader, lost = `A thread that reads the store was lost: ${why}`;
    this.#end(reader);
    if (held !== null) held.lose(new Error(lost));
    else if (question?.isSecondTry === false) {
      question.isSecondTry = true;
      this.#waiting.unshift(question);
    } else if (question !== null) {
      this.#reject(question, new Error(lost));
    }
    if (!this.#isClosed) this.#giveOut();
  }

  #reject(question: Question, error: Error): void {
    clearTimeout(question.timer);
    question.give.reject(error);
  }

  #end(reader: Reader): void {
    this.#readers = this.#readers.filter((one) => one !== reader);
    reader.thread.terminate();
  }
}

/** A thread that may read the store's folder and do nothing else. */
function startThread(path: string): () => ReaderThread {
  return () =>
    new Worker(new URL("./reader_worker.ts", import.meta.url), {
      type: "module",
      name: "store reader",
      deno: { permissions: { read: [dirname(path)] } },
    });
}
