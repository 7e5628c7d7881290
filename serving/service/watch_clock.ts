// Notices a wall clock that jumps: it is held against one that only goes on.

/** How often they are compared, and by how much they may part in between. */
const LOOK_EVERY_MS = 5_000, ALLOWED_MS = 2_000;

/** Both clocks, in milliseconds. */
export interface Clocks {
  readonly wallMs: () => number;
  readonly steadyMs: () => number;
}

const OWN: Clocks = { wallMs: Date.now, steadyMs: () => performance.now() };

/** Compares two clocks at each call. */
export class ClockWatch {
  readonly #clocks: Clocks;
  #offsetMs: number;

  constructor(clocks: Clocks = OWN) {
    this.#clocks = clocks;
    this.#offsetMs = this.#read();
  }

  /** By how much the wall clock has jumped since the last look, forward above 0; 0 when it has not. */
  look(): number {
    const offsetMs = this.#read(), byMs = Math.round(offsetMs - this.#offsetMs);
    this.#offsetMs = offsetMs; // a clock that drifts slowly never adds up to a jump
    return Math.abs(byMs) > ALLOWED_MS ? byMs : 0;
  }

  #read(): number {
    return this.#clocks.wallMs() - this.#clocks.steadyMs();
  }
}

/** Looks until the signal is given. */
export function watchClock(onJump: (byMs: number) => void, signal: AbortSignal): void {
  const watch = new ClockWatch();
  const timer = setInterval(() => {
    const byMs = watch.look();
    if (byMs !== 0) onJump(byMs);
  }, LOOK_EVERY_MS);
  Deno.unrefTimer(timer);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}

/** For people: which way it went, what follows. */
export function jumpText(byMs: number): string {
  const seconds = Math.round(Math.abs(byMs) / 1_000);
  const way = byMs > 0 ? "went ahead" : "went back";
  return `This machine's clock ${way} by ${seconds} s: what comes in from now on is noted at its new time, ` +
    "and what came in before keeps the old one.";
}
