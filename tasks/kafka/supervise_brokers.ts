// Watches brokers of `deno task kafka`: one that ended is told, and started again while others run.

import type { LostBroker } from "./kafka_cluster.ts";

/** Whoever tries out a loss has so long to see what it does. */
const AGAIN_AFTER_MS = 10_000;

/** The brokers, as far as they are watched. */
export interface WatchedBrokers {
  /** Ids of those that run. */
  readonly running: readonly number[];
  /** The next that ends without having been asked to. */
  nextLost(): Promise<LostBroker>;
  /** Starts one that ended; throws when it does not come up. */
  restart(id: number): Promise<void>;
}

/** Until the signal is given, or no broker is left: whether that is so. */
export async function superviseBrokers(
  brokers: WatchedBrokers,
  signal: AbortSignal,
  say: (text: string) => void,
  againAfterMs = AGAIN_AFTER_MS,
): Promise<boolean> {
  const stopped = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  const changed: { again: PromiseWithResolvers<"again"> } = { again: Promise.withResolvers() };
  const timers = new Set<ReturnType<typeof setTimeout>>();
  try {
    for (;;) {
      const lost = await Promise.race([stopped, brokers.nextLost(), changed.again.promise]);
      if (lost === null) return false;
      if (lost === "again") {
        changed.again = Promise.withResolvers(); // one more is watched
        continue;
      }
      if (brokers.running.length === 0) {
        say(`error: Broker ${lost.id} ended (${lost.how}): no broker is left`);
        return true;
      }
      say(
        `error: Broker ${lost.id} ended (${lost.how}): it is started again in ` +
          `${againAfterMs / 1_000} s, the others go on`,
      );
      const timer = setTimeout(() => void restart(lost.id), againAfterMs);
      timers.add(timer);
    }
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }

  async function restart(id: number): Promise<void> {
    const starting = brokers.restart(id);
    changed.again.resolve("again");
    await starting.then(
      () => say(`Broker ${id} is up again.`),
      () => {}, // that it ended is told by then
    );
  }
}
