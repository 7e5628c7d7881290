// How far an IANA zone's clocks are from UTC, at any instant.

import { DAY_MS } from "../schema.ts";

/** Offsets of one zone, remembered by day. */
export class ZoneOffsets {
  readonly #format: Intl.DateTimeFormat | null;
  readonly #days = new Map<number, number>();

  /** Throws a RangeError when there is no such zone. */
  constructor(zone: string) {
    const options = {
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    } as const;
    const time = { hour: "numeric", minute: "numeric", second: "numeric", era: "short" } as const;
    const format = new Intl.DateTimeFormat("en-US", {
      ...options,
      ...time,
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
    });
    this.#format = format.resolvedOptions().timeZone === "UTC" ? null : format;
  }

  /** Milliseconds to add to UTC for local time. */
  at(instantMs: number): number {
    if (this.#format === null) return 0;
    const day = Math.floor(instantMs / DAY_MS);
    const before = this.#atDay(day);
    // Clocks are not changed twice within a day of UTC.
    return before === this.#atDay(day + 1) ? before : this.#read(instantMs);
  }

  /** The first instant in `(fromMs, toMs)` from which the offset is another; null without one. */
  nextChange(fromMs: number, toMs: number): number | null {
    if (this.#format === null) return null;
    const offset = this.at(fromMs);
    for (let low = fromMs; low < toMs - 1;) {
      let high = Math.min(toMs - 1, (Math.floor(low / DAY_MS) + 1) * DAY_MS);
      if (this.at(high) === offset) {
        low = high;
        continue;
      }
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (this.at(middle) === offset) low = middle;
        else high = middle;
      }
      return high;
    }
    return null;
  }

  #atDay(day: number): number {
    let offset = this.#days.get(day);
    if (offset === undefined) {
      if (this.#days.size >= 100_000) this.#days.clear();
      this.#days.set(day, offset = this.#read(day * DAY_MS));
    }
    return offset;
  }

  #read(instantMs: number): number {
    const parts: Record<string, string> = {};
    for (const { type, value } of this.#format!.formatToParts(instantMs)) parts[type] = value;
    const { era, month, day, hour, minute, second } = parts;
    const year = era.startsWith("B") ? 1 - Number(parts.year) : Number(parts.year);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(month) - 1, Number(day));
    local.setUTCHours(Number(hour), Number(minute), Number(second));
    return local.getTime() - Math.floor(instantMs / 1_000) * 1_000;
  }
}
