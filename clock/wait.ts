// Waits that end in time: after a while, or when a signal is given, whichever comes first.

import { setTimeout as after } from "node:timers/promises";

/** Resolves to true after `ms`, or to false as soon as the signal is given. */
export function wait(ms: number, signal?: AbortSignal): Promise<boolean> {
  return after(Math.max(0, ms), true, { signal }).catch(() => false);
}

/**
 * What `work` comes to, or what `late` returns (or throws) where that takes longer than `ms`. The work
 * goes on then, and nobody hears of its end.
 */
export async function within<Value, Late = never>(
  ms: number,
  work: Promise<Value>,
  late: () => Late,
): Promise<Value | Late> {
  const done = new AbortController();
  const tooLate = after(Math.max(0, ms), undefined, { signal: done.signal }).then(late);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    tooLate.catch(() => {}); // what ends the timer here
    done.abort();
  }
}

/** Waits for `end`, at most so long; its failure is nobody's concern any more. */
export async function endWithin(ms: number, end: () => Promise<unknown>): Promise<void> {
  await within(ms, end().catch(() => {}), () => {});
}

/**
 * What `work` comes to.
 *
 * @throws the signal's reason as soon as it is given; the work goes on then, and nobody hears of its end
 */
export async function orAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
