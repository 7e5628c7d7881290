// The worker's side of WorkerPool: takes calls one after the other and answers each.

import type { CallMessage, CallReply } from "./worker_pool.ts";

/** An answer with the buffers that are handed over instead of copied. */
export class Handover<T> {
  readonly answer: T;
  readonly transfer: Transferable[];

  constructor(answer: T, transfer: Transferable[]) {
    this.answer = answer;
    this.transfer = transfer;
  }
}

/** One handler for each call's name. */
type Handlers<C> = {
  readonly [K in keyof C]: C[K] extends { request: infer Q; answer: infer A }
    ? (request: Q) => A | Handover<A>
    : never;
};

/** The part of a worker's global scope that is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<CallMessage>) => void) | null;
  postMessage(message: CallReply, transfer: Transferable[]): void;
}

/** Serves calls until the thread is ended. */
export function serveCalls<C>(handlers: Handlers<C>): void {
  const scope = globalThis as unknown as WorkerScope;
  const byName = handlers as unknown as Record<string, (request: unknown) => unknown>;
  scope.onmessage = ({ data: { id, name, request } }) => {
    try {
      const outcome = byName[name](request);
      if (outcome instanceof Handover) {
        scope.postMessage({ id, answer: outcome.answer }, outcome.transfer);
      } else scope.postMessage({ id, answer: outcome }, []);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const { name, message, stack = "" } = error;
      scope.postMessage({ id, error: { name, message, stack } }, []);
    }
  };
}
