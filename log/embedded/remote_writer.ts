// The log's writer as its owner's thread sees it: calls go to a thread of its own and are answered in order.

import { LogReplacedError, LogTopicError, LogVersionError, LogWriteError } from "../errors.ts";
import type { WriterAnswers, WriterCall, WriterReply } from "./writer_protocol.ts";

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** A running writer thread. */
export class RemoteWriter {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #lost: Error | null = null;

  /** `directory`: all that the thread may read and write. */
  constructor(directory: string) {
    this.#worker = new Worker(new URL("./log_writer_worker.ts", import.meta.url), {
      type: "module",
      name: "log writer",
      deno: {
        permissions: {
          ...{ net: false, env: false, run: false, ffi: false, sys: false, import: false },
          read: [directory],
          write: [directory],
        },
      },
    });
    this.#worker.onmessage = ({ data }: MessageEvent<WriterReply>) => this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(`the log's writer crashed: ${event.message}`);
    };
  }

  /** Asks the writer. @throws {Error} as it failed there; other than the log's own kinds, a plain error */
  call<Kind extends WriterCall["kind"]>(
    call: Extract<WriterCall, { kind: Kind }>,
    transfer: Transferable[] = [],
  ): Promise<WriterAnswers[Kind]> {
    if (this.#lost !== null) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: resolve as Waiting["resolve"], reject });
      this.#worker.postMessage(call, transfer);
    });
  }

  /** Ends the thread; nothing may be under way. */
  end(): void {
    this.#worker.terminate();
  }

  #hear(reply: WriterReply): void {
    const { resolve, reject } = this.#waiting.shift()!;
    if (reply.kind === "done") resolve(reply.value as never);
    else reject(errorOf(reply));
  }

  #lose(message: string): void {
    this.#lost = new LogWriteError(`Cannot append: ${message}; start Playhead again`, {
      retriable: false,
    });
    for (const { reject } of this.#waiting.splice(0)) reject(this.#lost);
  }
}

function errorOf({ name, message }: Extract<WriterReply, { kind: "failed" }>): Error {
  switch (name) {
    case "LogTopicError":
      return new LogTopicError(message);
    case "LogVersionError":
      return new LogVersionError(message);
    case "LogReplacedError":
      return new LogReplacedError(message);
    case "RangeError":
      return new RangeError(message);
    default:
      return new Error(message);
  }
}
