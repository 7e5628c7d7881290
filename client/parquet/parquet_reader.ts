// The page's side of the worker that reads Parquet files.

import type { Asked, QuestionName, Questions, Told } from "./questions/questions.ts";

/** An answer is not needed any more. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/** What is told besides answers. */
export interface Listener {
  readonly onRead: (read: { readonly readBytes: number; readonly sizeBytes: number }) => void;
  readonly onProgress: (name: QuestionName, share: number) => void;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** Asks the worker; `end()` stops it. */
export class ParquetReader {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(worker: Worker, { onRead, onProgress }: Listener) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.kind === "read") return onRead(data);
      if (data.kind === "progress") return onProgress(data.name, data.share);
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.kind === "answer") waiting?.resolve(data.answer as never);
      else waiting?.reject(data.isStopped ? new StoppedError(data.message) : Error(data.message));
    };
    worker.onerror = (event) => {
      const why = event.message || "its script could not be loaded";
      for (const { reject } of this.#waiting.values()) reject(Error(`The reader failed: ${why}.`));
      this.#waiting.clear();
    };
  }

  /** @throws {StoppedError} a newer question of this name took its place; else what went wrong */
  ask<Name extends QuestionName>(
    name: Name,
    given: Questions[Name]["given"],
  ): Promise<Questions[Name]["answer"]> {
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, given } satisfies Asked);
    });
  }

  end(): void {
    this.#worker.terminate();
    this.#waiting.clear();
  }
}
