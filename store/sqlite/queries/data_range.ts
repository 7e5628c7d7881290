// A range with both ends: open ends, and ends far from any view, are moved to where the views are.

import { LEVEL_MS } from "../write/schema.ts";
import type { Interval } from "./decompose_range.ts";
import type { StoreReader } from "./store_reader.ts";
import type { EventRange } from "../../port.ts";

const WIDEST_MS = LEVEL_MS[LEVEL_MS.length - 1];

/** The first and last start of any view; null without one. */
export function dataSpan(reader: StoreReader): { firstMs: number; lastMs: number } | null {
  const first = reader.first<[number]>(`SELECT start_ms FROM views ORDER BY start_ms LIMIT 1`);
  if (first === undefined) return null;
  const sql = `SELECT start_ms FROM views ORDER BY start_ms DESC LIMIT 1`;
  return { firstMs: first[0], lastMs: reader.first<[number]>(sql)![0] };
}

/** The part of a range that may hold views; its moved ends are borders of the widest buckets. */
export function dataRange(reader: StoreReader, { from, to }: EventRange): Interval {
  const span = dataSpan(reader);
  if (span === null) return { fromMs: 0, toMs: 0 };
  const fromMs = Math.floor(span.firstMs / WIDEST_MS) * WIDEST_MS;
  const toMs = (Math.floor(span.lastMs / WIDEST_MS) + 1) * WIDEST_MS;
  return {
    fromMs: from === null || from < fromMs ? fromMs : from,
    toMs: to === null || to > toMs ? toMs : to,
  };
}
