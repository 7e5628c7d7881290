// Plays history: sends views when their time has come, at a pace that can be changed, from where one likes.

import { type Clock } from "../../../clock/clock.ts";
import { MINUTE_MS } from "../../../domain/time.ts";
import type { View } from "../../../domain/view.ts";
import type { StoreHistory } from "../../../store/port.ts";

/** What is played, and to whom. */
export interface PlayerOptions {
  readonly fromMs: number;
  readonly toMs: number;
  /** Times the pace at which it happened. */
  readonly speed: number;
  /** All views that start in `[fromMs, untilMs)`, about `limit` of them. */
  readonly read: StoreHistory["read"];
  /** Resolves once they are taken. */
  readonly send: (views: readonly View[]) => Promise<void>;
  /** Begins anew with nothing sent: time cannot be taken back in what was sent. */
  readonly restart: () => Promise<void>;
  readonly clock: Clock;
}

/** Views sent at once, and between two looks at the clock. */
const BATCH = 2_000, TICK_MS = 50;

/** One history being played. */
export class Player {
  readonly #options: PlayerOptions;
  #speed: number;
  #isPlaying = true;
  /** Where the clock of history stands, and up to where views were sent. */
  #clockMs: number;
  #sentUntilMs: number;
  #sent = 0;
  #lastMs: number;
  #seekMs: number | null = null;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#speed = options.speed;
    this.#clockMs = this.#sentUntilMs = options.fromMs;
    this.#lastMs = options.clock.nowMs();
  }

  /** `atMs`: all before it was sent. */
  get state() {
    return {
      atMs: this.#sentUntilMs,
      speed: this.#speed,
      playing: this.#isPlaying,
      sent: this.#sent,
      seeking: this.#seekMs !== null || this.#sentUntilMs < this.#clockMs - MINUTE_MS * this.#speed,
    };
  }

  /** Goes on, or stands still. At the end it begins anew. */
  play(isPlaying: boolean): void {
    this.#advance();
    if (isPlaying && this.#clockMs >= this.#options.toMs) this.#seekMs = this.#options.fromMs;
    this.#isPlaying = isPlaying;
  }

  setSpeed(speed: number): void {
    this.#advance();
    this.#speed = speed;
  }

  /** Goes to a moment: what lies between is sent as fast as it is taken. */
  seek(toMs: number): void {
    this.#seekMs = Math.min(this.#options.toMs, Math.max(this.#options.fromMs, toMs));
  }

  /** Plays until the signal is given. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      if (this.#seekMs !== null) await this.#jump();
      this.#advance();
      await this.#sendDue(signal);
      await clock.wait(TICK_MS, signal);
    }
  }

  #advance(): void {
    const nowMs = this.#options.clock.nowMs(), { toMs } = this.#options;
    if (this.#isPlaying && this.#seekMs === null) {
      this.#clockMs = Math.min(toMs, this.#clockMs + (nowMs - this.#lastMs) * this.#speed);
      if (this.#clockMs === toMs && this.#sentUntilMs >= toMs) this.#isPlaying = false;
    }
    this.#lastMs = nowMs;
  }

  async #jump(): Promise<void> {
    const toMs = this.#seekMs!;
    this.#seekMs = null;
    if (toMs < this.#sentUntilMs) {
      await this.#options.restart();
      this.#sentUntilMs = this.#options.fromMs;
      this.#sent = 0;
    }
    this.#clockMs = toMs;
    this.#lastMs = this.#options.clock.nowMs();
  }

  async #sendDue(signal: AbortSignal): Promise<void> {
    const { read, send, clock } = this.#options;
    while (this.#sentUntilMs < this.#clockMs && !signal.aborted && this.#seekMs === null) {
      const { views, untilMs } = await read({
        ...{ fromMs: this.#sentUntilMs, toMs: Math.ceil(this.#clockMs), limit: BATCH },
      });
      if (views.length > 0) await send(views);
      this.#sent += views.length;
      this.#sentUntilMs = untilMs;
    }
    this.#lastMs = Math.max(this.#lastMs, clock.nowMs()); // time that sending took is not history's
  }
}
