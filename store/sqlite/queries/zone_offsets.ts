// How far an IANA zone's clocks are from UTC, at any instant.

/** A time in which the clocks are not changed. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
}

/** Offsets of one zone; the stretches that were asked for are remembered, in order of time. */
export class ZoneOffsets {
  readonly #zone: string;
  readonly #stretches: Stretch[] = [];

  /** Throws a RangeError when there is no such zone. */
  constructor(zone: string) {
    this.#zone = zone;
    this.#read(0);
  }

  /** Milliseconds to add to UTC for local time. */
  at(instantMs: number): number {
    return this.#stretchAt(instantMs).offsetMs;
  }

  /** The first instant in `(fromMs, toMs)` from which the offset is another; null without one. */
  nextChange(fromMs: number, toMs: number): number | null {
    const change = this.#stretchAt(fromMs).toMs;
    return change < toMs ? change : null;
  }

  #stretchAt(instantMs: number): Stretch {
    const stretches = this.#stretches;
    let low = 0, high = stretches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (stretches[middle].toMs <= instantMs) low = middle + 1;
      else high = middle;
    }
    const found = stretches[low];
    if (found !== undefined && found.fromMs <= instantMs) return found;
    const read = this.#read(instantMs);
    stretches.splice(low, 0, read);
    return read;
  }

  #read(instantMs: number): Stretch {
    const local = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(this.#zone);
    const next = local.getTimeZoneTransition("next");
    // The transition before the next millisecond is the one that this instant comes after, or is.
    const last = local.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
    return {
      fromMs: last?.epochMilliseconds ?? -Infinity,
      toMs: next?.epochMilliseconds ?? Infinity,
      offsetMs: local.offsetNanoseconds / 1e6,
    };
  }
}
