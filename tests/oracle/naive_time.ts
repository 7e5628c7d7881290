// Local time by the platform's calendar, one instant at a time: where the pieces of a series begin.

import type { SeriesGrain } from "../../domain/answers.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** The clock's time at an instant, as if it were UTC. */
export function localMs(instantMs: number, tz: string): number {
  let format = formats.get(tz);
  if (format === undefined) {
    const date = { year: "numeric", month: "numeric", day: "numeric" } as const;
    const time = { hour: "numeric", minute: "numeric", second: "numeric" } as const;
    format = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone: tz, hourCycle: "h23", ...date, ...time },
    });
    formats.set(tz, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  const wholeSecondMs = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  return wholeSecondMs + instantMs - Math.floor(instantMs / 1_000) * 1_000;
}

/** 0 is Monday 00:00–01:00 by the clock of the zone. */
export function naiveHourOfWeek(instantMs: number, tz: string): number {
  const local = new Date(localMs(instantMs, tz));
  return (local.getUTCDay() + 6) % 7 * 24 + local.getUTCHours();
}

/** Names the piece of time that an instant lies in; two pieces in a row have different names. */
function pieceOf(instantMs: number, grain: SeriesGrain, tz: string): string {
  const local = localMs(instantMs, tz), offset = local - instantMs;
  const date = new Date(local);
  switch (grain) {
    case "minute":
      return `${Math.floor(local / 60_000)} ${offset}`;
    case "quarter_hour":
      return `${Math.floor(local / 900_000)} ${offset}`;
    case "hour":
      return `${Math.floor(local / 3_600_000)} ${offset}`;
    case "day":
      return date.toISOString().slice(0, 10);
    case "week": {
      const monday = new Date(local - (date.getUTCDay() + 6) % 7 * 86_400_000);
      return monday.toISOString().slice(0, 10);
    }
    case "month":
      return date.toISOString().slice(0, 7);
    case "year":
      return String(date.getUTCFullYear());
    case "decade":
      return String(Math.floor(date.getUTCFullYear() / 10));
  }
}

/** The pieces that `[fromMs, toMs)` touches, whole, by walking through it. Offsets must be quarter hours. */
export function naivePieces(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  grain: SeriesGrain,
  tz: string,
): { readonly fromMs: number; readonly toMs: number }[] {
  if (fromMs >= toMs) return [];
  const stepMs = grain === "minute" ? 60_000 : 900_000;
  let start = Math.floor(fromMs / stepMs) * stepMs;
  const first = pieceOf(start, grain, tz);
  while (pieceOf(start - stepMs, grain, tz) === first) start -= stepMs;
  const pieces: { fromMs: number; toMs: number }[] = [];
  let name = first;
  for (let at = start + stepMs;; at += stepMs) {
    const next = pieceOf(at, grain, tz);
    if (next === name) continue;
    pieces.push({ fromMs: start, toMs: at });
    if (at >= toMs) return pieces;
    start = at;
    name = next;
  }
}
