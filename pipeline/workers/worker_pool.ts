// A fixed set of worker threads and typed calls to them.

/** Names of calls with the types of their request and answer. */
type Calls<C> = { readonly [K in keyof C]: { request: unknown; answer: unknown } };

/** What travels to a worker. */
export interface CallMessage {
  readonly id: number;
  readonly name: string;
  readonly request: unknown;
}

/** What comes back: an answer, or an error by its class's name and its text. */
export type CallReply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: { name: string; message: string; stack: string } };

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Errors of these classes are made again on this side, so that callers can tell them apart. */
type ErrorClasses = Readonly<Record<string, new (message: string) => Error>>;

/** Requests that each place of a worker may be ahead of the one that is accepted next. */
const AHEAD = 2;

/** Worker threads that run one module. */
export class WorkerPool<C extends Calls<C>> {
  readonly #workers: Worker[];
  readonly #pending: Map<number, Pending>[];
  /** By worker: why it cannot answer any more. */
  readonly #failures: Error[] = [];
  readonly #errorClasses: ErrorClasses;
  #nextId = 1;

  /** Starts `size` threads on the module at `url`. */
  constructor(url: URL, size: number, errorClasses: ErrorClasses) {
    this.#errorClasses = errorClasses;
    this.#pending = Array.from({ length: size }, () => new Map());
    this.#workers = this.#pending.map((pending, index) => {
      const worker = new Worker(url, { type: "module" });
      worker.onmessage = (event: MessageEvent<CallReply>) => this.#settle(pending, event.data);
      worker.onerror = (event) => {
        event.preventDefault();
        const error = new Error(`A worker thread failed: ${event.message}`);
        this.#failures[index] = error;
        for (const { reject } of pending.values()) reject(error);
        pending.clear();
      };
      return worker;
    });
  }

  /** Number of threads. */
  get size(): number {
    return this.#workers.length;
  }

  /** Calls one worker; `transfer` hands buffers over instead of copying them. */
  call<K extends keyof C & string>(
    worker: number,
    name: K,
    request: C[K]["request"],
    transfer: Transferable[] = [],
  ): Promise<C[K]["answer"]> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      // A thread that is gone would let its callers wait for ever.
      if (this.#failures[worker] !== undefined) return reject(this.#failures[worker]);
      this.#pending[worker].set(id, { resolve, reject });
      const message: CallMessage = { id, name, request };
      this.#workers[worker].postMessage(message, transfer);
    });
  }

  /** Calls every worker at once, each with its own request. */
  all<K extends keyof C & string>(
    name: K,
    request: (worker: number) => C[K]["request"],
  ): Promise<C[K]["answer"][]> {
    return Promise.all(this.#workers.map((_, worker) => this.call(worker, name, request(worker))));
  }

  /** Hands out requests to whichever worker is free; answers come to `accept` in the requests' order. */
  async spread<K extends keyof C & string>(
    name: K,
    requests: Iterable<C[K]["request"]>,
    accept: (answer: C[K]["answer"], worker: number) => void | Promise<void>,
  ): Promise<void> {
    // Two requests for each worker: the next one is there when the worker is done with the first.
    const workers = [...this.#workers.keys(), ...this.#workers.keys()];
    const source = requests[Symbol.iterator]();
    const answers = new Map<number, { answer: C[K]["answer"]; worker: number }>();
    let asked = 0, accepted = 0;
    let accepting = Promise.resolve();
    let isOver = false;
    let gate = Promise.withResolvers<void>();
    const acceptInOrder = async () => {
      for (let next = answers.get(accepted); next !== undefined; next = answers.get(accepted)) {
        answers.delete(accepted++);
        await accept(next.answer, next.worker);
        gate.resolve();
        gate = Promise.withResolvers();
      }
    };
    const serve = async (worker: number) => {
      for (let next = source.next(); !next.done && !isOver; next = source.next()) {
        const index = asked++;
        answers.set(index, { answer: await this.call(worker, name, next.value), worker });
        accepting = accepting.then(acceptInOrder);
        await accepting;
        // A slow worker holds the others' answers up; they must not pile up behind it.
        while (asked - accepted >= workers.length * AHEAD && !isOver) await gate.promise;
      }
    };
    try {
      await Promise.all(workers.map(serve));
    } finally {
      // After a failure nobody asks for the rest.
      isOver = true;
      gate.resolve();
    }
  }

  /** Ends the threads. */
  close(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  #settle(pending: Map<number, Pending>, reply: CallReply): void {
    const call = pending.get(reply.id);
    if (call === undefined) return;
    pending.delete(reply.id);
    if ("error" in reply) call.reject(this.#revive(reply.error));
    else call.resolve(reply.answer);
  }

  #revive(error: { name: string; message: string; stack: string }): Error {
    const revived = new (this.#errorClasses[error.name] ?? Error)(error.message);
    revived.stack = error.stack;
    return revived;
  }
}
