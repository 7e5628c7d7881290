// How readers learn at once that a topic has grown: a channel between the workers of a process.

import { resolve } from "node:path";

/** News that there is more to read. A lost wake-up costs time only: readers also look now and then. */
export interface LogWake {
  /** Wakes every other end of it. */
  notify(): void;
  /** Calls `listener` at each notification, until the function it gives is called. */
  listen(listener: () => void): () => void;
  close(): void;
}

/**
 * One end of the wake of the log in `root`, for this process's workers. Readers in another process do
 * not hear it; give their consumer a short `lookEveryMs` instead.
 */
export function broadcastWake(root: string): LogWake {
  const channel = new BroadcastChannel(`playhead-log:${resolve(root)}`);
  const listeners = new Set<() => void>();
  channel.onmessage = () => listeners.forEach((listener) => listener());
  return {
    notify: () => channel.postMessage(null),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => channel.close(),
  };
}
