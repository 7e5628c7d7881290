// Time as code takes it that waits or looks at a clock by itself: the port, and the machine's own clocks.

import { wait } from "./wait.ts";

/** What tells the time and lets it pass; a test has time of its own. */
export interface Clock {
  nowMs(): number;
  /** Resolves to true after `ms`, or to false as soon as the signal is given. */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
}

/** The wall's clock, in milliseconds since 1970: it may be set back or ahead. */
export const systemClock: Clock = { nowMs: () => Date.now(), wait };

/** A clock that only goes on, from an instant of its own: for lengths of time. */
export const steadyClock: Clock = { nowMs: () => performance.now(), wait };
