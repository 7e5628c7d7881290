// Threads that answer questions about the store, so many at a time; further questions wait for their turn.

import { dirname } from "node:path";
import {
  errorOf,
  type QuestionName,
  type ReaderCommand,
  type ReaderReport,
} from "./reader_protocol.ts";
import { StoreBusyError } from "../../../store/errors.ts";

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
  readonly startThread?: () => ReaderThread;
}

interface Question {
  readonly name: QuestionName;
  readonly options: readonly unknown[];
  readonly isLong: boolean;
  /** Another thread took it up before, and was lost. */
  isSecondTry: boolean;
  readonly give: PromiseWithResolvers<unknown>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface Reader {
  readonly thread: ReaderThread;
  /** Ended when it is done with its question: the store's file has changed since it was started. */
  isOutdated: boolean;
  question: Question | null;
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
  ask(name: QuestionName, options: readonly unknown[], isLong: boolean): Promise<unknown> {
    const question: Question = {
      ...{ name, options, isLong, isSecondTry: false, timer: undefined },
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
    const { name, options } = question!;
    reader.thread.postMessage({ kind: "ask", name, options });
    this.#giveOut();
  }

  #freeReader(): Reader | null {
    const current = this.#readers.filter(({ isOutdated }) => !isOutdated);
    const free = current.find(({ question }) => question === null);
    return free ?? (current.length <= this.#options.maxLong ? this.#addReader() : null);
  }

  #addReader(): Reader {
    const thread = (this.#options.startThread ?? startThread(this.#path))();
    const reader: Reader = { thread, isOutdated: false, question: null };
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
    const { question } = reader;
    reader.question = null;
    if (report.kind === "told") question?.give.resolve(report.answer);
    else question?.give.reject(errorOf(report.error));
    if (reader.isOutdated) this.#end(reader);
    this.#giveOut();
  }

  /** A thread that is gone takes its question with it; another may be luckier, once. */
  #lose(reader: Reader, why: string): void {
    const { question } = reader;
    this.#end(reader);
    if (question?.isSecondTry === false) {
      question.isSecondTry = true;
      this.#waiting.unshift(question);
    } else if (question !== null) {
      this.#reject(question, new Error(`A thread that reads the store was lost: ${why}`));
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
