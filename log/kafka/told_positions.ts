// Tells the brokers now and then how far the store is, so that tools show the group's lag. Nothing reads it back.

import type { LogBatch } from "../port.ts";

/** The next offset of a partition. */
export interface ToldPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

const TELL_EVERY_MS = 5_000;

/** The positions that were given and are not told yet. */
export class ToldPositions {
  readonly #committedOf: (settled: ToldPosition) => number | null;
  readonly #tell: (positions: readonly ToldPosition[]) => Promise<unknown>;
  readonly #untold = new Map<string, ToldPosition>();
  readonly #timer: ReturnType<typeof setInterval>;
  #given: readonly LogBatch[] = [];
  #isTelling = false;

  /** `committedOf` says how far the store is of what was settled; null when it has nothing yet. */
  constructor(
    committedOf: (settled: ToldPosition) => number | null,
    tell: (positions: readonly ToldPosition[]) => Promise<unknown>,
  ) {
    this.#committedOf = committedOf;
    this.#tell = tell;
    this.#timer = setInterval(() => void this.#tellAll(), TELL_EVERY_MS);
  }

  /** Batches go to the store. */
  give(batches: readonly LogBatch[]): void {
    this.#given = batches;
  }

  /** What was given is committed in the store, or will be. */
  settle(): void {
    for (const { topic, partition, nextOffset } of this.#given) {
      this.#untold.set(`${topic}/${partition}`, { topic, partition, offset: nextOffset });
    }
    this.#given = [];
  }

  /** Others have the partitions now. */
  forget(): void {
    this.#given = [];
    this.#untold.clear();
  }

  /** Tells the last. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    if (this.#isTelling) return;
    const positions = [...this.#untold].flatMap(([key, position]): ToldPosition[] => {
      const committed = this.#committedOf(position);
      if (committed === null) return [];
      if (committed >= position.offset) this.#untold.delete(key);
      return [{ ...position, offset: Math.min(committed, position.offset) }];
    });
    if (positions.length === 0) return;
    this.#isTelling = true; // a client may try for long while the group is shared out anew
    await this.#tell(positions).catch(() => {}); // the next ones will do
    this.#isTelling = false;
  }
}
