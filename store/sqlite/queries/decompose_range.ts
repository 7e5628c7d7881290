// Cuts a range of time into buckets of the rollups, the widest first, and the edges that no bucket fits.

import { LEVEL_MS } from "../write/schema.ts";

/** Buckets `[first, end)` of one level. */
export interface BucketSpan {
  readonly level: number;
  readonly first: number;
  readonly end: number;
}

/** Instants `[fromMs, toMs)`. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Spans and edges that make up a range, without gap or overlap. */
export interface RangeParts {
  readonly spans: readonly BucketSpan[];
  readonly edges: readonly Interval[];
}

/**
 * Cuts `[fromMs, toMs)`. Buckets of `minLevel` to `maxLevel` are used, the edges are shorter than one of
 * `minLevel` each (or the whole range, when it holds none).
 */
export function decomposeRange(
  { fromMs, toMs }: Interval,
  { minLevel = 0, maxLevel = LEVEL_MS.length - 1 } = {},
): RangeParts {
  if (!(fromMs < toMs)) return { spans: [], edges: [] };
  const width = LEVEL_MS[minLevel];
  let first = Math.ceil(fromMs / width), end = Math.floor(toMs / width);
  if (first >= end) return { spans: [], edges: [{ fromMs, toMs }] };
  const edges = [
    { fromMs, toMs: first * width },
    { fromMs: end * width, toMs },
  ].filter((edge) => edge.fromMs < edge.toMs);
  const spans: BucketSpan[] = [];
  for (let level = minLevel;; level++) {
    const factor = level < maxLevel ? LEVEL_MS[level + 1] / LEVEL_MS[level] : Infinity;
    const wideFirst = Math.ceil(first / factor), wideEnd = Math.floor(end / factor);
    if (level === maxLevel || wideFirst >= wideEnd) {
      spans.push({ level, first, end });
      return { spans, edges };
    }
    if (first < wideFirst * factor) spans.push({ level, first, end: wideFirst * factor });
    if (wideEnd * factor < end) spans.push({ level, first: wideEnd * factor, end });
    first = wideFirst;
    end = wideEnd;
  }
}
