// Time that passes when a test says so: timers and the clocks that the live hub reads.

interface Timer {
  readonly atMs: number;
  readonly act: () => void;
}

/** Replaces setTimeout, clearTimeout and performance.now until it is restored. */
export class FakeTime {
  nowMs = 1_000_000;
  readonly #timers = new Map<number, Timer>();
  readonly #real = { setTimeout, clearTimeout, now: performance.now };
  #next = 1;

  constructor() {
    const set = (act: () => void, delayMs = 0) => {
      this.#timers.set(this.#next, { atMs: this.nowMs + delayMs, act });
      return this.#next++;
    };
    Object.assign(globalThis, {
      setTimeout: set,
      clearTimeout: (id: number) => this.#timers.delete(id),
    });
    performance.now = () => this.nowMs;
  }

  /** Lets time pass; timers that are due act at their time. */
  tick(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, { atMs }]) => atMs <= untilMs)
        .sort(([, a], [, b]) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.nowMs = Math.max(this.nowMs, due[1].atMs);
      this.#timers.delete(due[0]);
      due[1].act();
    }
    this.nowMs = untilMs;
  }

  restore(): void {
    const { setTimeout, clearTimeout, now } = this.#real;
    Object.assign(globalThis, { setTimeout, clearTimeout });
    performance.now = now;
  }
}
