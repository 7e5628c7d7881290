// The parameters that queries share, as schemas: read from text, told in the OpenAPI document.

import { FORMULA_RULES } from "../../../domain/csv_cell.ts";
import { z } from "@hono/zod-openapi";
import { BREAKDOWNS, SERIES_GRAINS } from "../../../domain/answers.ts";
import { parseInstant } from "../../../domain/instant.ts";
import { SERIES_METRICS } from "../../../domain/metrics.ts";
import { SHOW_SORTS, USER_SORTS } from "../../../store/port.ts";
import type { MessageStart } from "../../ports.ts";

/** No list or name in a query is longer. */
const MAX_TEXT = 1_024;
/** The longest page of any list. */
const MAX_LIMIT = 1_000;

/** A text, or null when it is absent or empty. */
export function textParameter(description: string) {
  return z.string().max(MAX_TEXT).optional().transform((text) => text || null)
    .openapi({ type: "string", maxLength: MAX_TEXT, description });
}

/** A whole number from `min` to `max`. */
export function wholeParameter(
  { min, max, fallback, description }: {
    readonly min: number;
    readonly max: number;
    readonly fallback: number;
    readonly description: string;
  },
) {
  return z.string().optional()
    .transform((text) => text === undefined ? fallback : /^\d{1,15}$/.test(text) ? +text : NaN)
    .refine((value) => value >= min && value <= max, {
      message: `a whole number from ${min} to ${max}`,
    })
    .openapi({ type: "integer", minimum: min, maximum: max, default: fallback, description });
}

function instantParameter(description: string) {
  return z.string().optional()
    .transform((text) =>
      text === undefined || text === "" ? null : parseInstant(plusRestored(text))
    )
    .refine((value) => value === null || !Number.isNaN(value), {
      message: "an instant such as 2026-10-31T20:00:00Z (in an address, write + as %2B)",
    })
    // A form sends what was left open as an empty text.
    .openapi({ anyOf: [{ type: "string", format: "date-time" }, { enum: [""] }], description });
}

/** In an address `+` stands for a space, and few people write `%2B`. */
function plusRestored(text: string): string {
  return text.replace(/(T[\d:.]+) (\d\d:?\d\d)$/, "$1+$2");
}

/** The last `limit` and `cursor` of lists. */
export function pageParameters(fallback: number, max: number) {
  return {
    limit: wholeParameter({ min: 1, max, fallback, description: "Items on a page." }),
    cursor: textParameter("`next_cursor` of the page before."),
  };
}

/** `from` and `to` of what has an instant of its own. */
export function periodParameters(what: string) {
  return {
    from: instantParameter(`${what} at or after this instant.`),
    to: instantParameter(`${what} before this instant.`),
  };
}

/** `from` and `to` of views. */
export const rangeParameters = periodParameters("Views that start");

/** `tz`. */
export const zoneParameter = {
  tz: z.string().max(MAX_TEXT).optional().transform((text) => text || "UTC")
    .refine(isZone, { message: "a time zone's name such as Europe/Berlin" })
    .openapi({
      type: "string",
      default: "UTC",
      description: "IANA time zone in which days, weeks and hours are cut.",
      example: "Europe/Berlin",
    }),
};

const knownZones = new Set(["UTC"]);

function isZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  if (/^[+-]/.test(name)) return false; // offsets are no zones: they know no summer time
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
  if (knownZones.size < 1_000) knownZones.add(name);
  return true;
}

/** `tz` where no day is cut, so that one address serves all questions about a period. */
export const unusedZoneParameter = {
  tz: zoneParameter.tz.openapi({
    description: "IANA time zone; changes nothing here, as `from` and `to` are instants.",
  }),
};

/** `tz` where weeks are kept by the clocks of UTC and can be cut by no other. */
export const utcParameter = {
  tz: zoneParameter.tz.refine((name) => !isZone(name) || isUtc(name), {
    message: "UTC or absent, by which the weeks of cohorts are kept",
  }).openapi({
    type: "string",
    default: "UTC",
    description: "Only UTC, by which the weeks of cohorts are kept; any other zone is refused.",
    example: "UTC",
  }),
};

function isUtc(name: string): boolean {
  return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone === "UTC";
}

const UNUSED = "Taken everywhere; changes nothing here.";

/** What every endpoint takes, so that a client can ask all of them alike, where it means nothing. */
export const commonParameters = {
  from: instantParameter(UNUSED),
  to: instantParameter(UNUSED),
  tz: zoneParameter.tz.openapi({ description: UNUSED }),
  limit: wholeParameter({ min: 1, max: MAX_LIMIT, fallback: MAX_LIMIT, description: UNUSED }),
  cursor: textParameter(UNUSED),
};

/** `metric`. */
export const metricParameter = {
  metric: z.enum(SERIES_METRICS).optional().default("qualified_views")
    .openapi({ description: "What to measure." }),
};

/** `grain`. */
export const grainParameter = {
  grain: z.enum(SERIES_GRAINS).optional()
    .transform((grain) => grain ?? null)
    .openapi({
      type: "string",
      enum: [...SERIES_GRAINS],
      description: "Width of a point. Without it days, or wider points where days were too many.",
    }),
};

/** `sort`. */
export const sortParameter = {
  sort: z.enum(SHOW_SORTS).optional().default("qualified_views")
    .openapi({ description: "Highest first; names by their bytes." }),
};

/** `sort` of users. */
export const userSortParameter = {
  sort: z.enum(USER_SORTS).optional().default("user_id")
    .openapi({ description: "Highest or latest first; ids by their bytes." }),
};

/** `trend`. */
export const trendParameter = {
  trend: z.enum(SERIES_GRAINS).optional()
    .transform((grain) => grain ?? null)
    .openapi({
      type: "string",
      enum: [...SERIES_GRAINS],
      description: "Width of a point: each show then tells its qualified views over time.",
    }),
};

/** `hour`, by the clocks of `tz`. */
export const hourParameter = {
  hour: z.string().optional()
    .transform((text) => text === undefined ? null : /^\d{1,3}$/.test(text) ? Number(text) : NaN)
    .refine((hour) => hour === null || (hour >= 0 && hour < 168), {
      message: "an hour of the week from 0 to 167",
    })
    .openapi({
      ...{ type: "integer", minimum: 0, maximum: 167 },
      description: "Only views that start in this hour of the week in `tz`; 0 is Monday 0:00.",
    }),
};

/** `by`. */
export const breakdownParameter = {
  by: z.enum(BREAKDOWNS).optional().default("show").openapi({
    description: "What views are grouped by.",
  }),
};

/** `format`, and what becomes of texts in CSV. */
export const formatParameter = {
  format: z.enum(["json", "csv"]).optional().default("json")
    .openapi({ description: "JSON, or the answer's list as CSV." }),
  formulas: z.enum(FORMULA_RULES).optional().default("guard").openapi({
    description:
      "For CSV: `guard` puts an apostrophe before each text that begins a formula in a " +
      "spreadsheet (with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line break, also behind " +
      "apostrophes); taking one apostrophe from each such text gives it back. `keep` writes texts as they " +
      "are, for programs. Numbers are never changed.",
  }),
};

/** `partition`. */
export const partitionParameter = {
  partition: z.string().optional()
    .transform((text) => text === undefined ? null : /^\d{1,6}$/.test(text) ? Number(text) : NaN)
    .refine((value) => !Number.isNaN(value), { message: "a partition's number" })
    .openapi({
      type: "integer",
      minimum: 0,
      maximum: 999_999,
      description: "Only this partition.",
    }),
};

/** `from` of a topic's messages. */
export const startParameter = {
  from: z.string().max(MAX_TEXT).optional().transform(readStart)
    .refine((start) => start !== null, {
      message: "newest, oldest, an offset or an instant such as 2026-10-31T20:00:00Z",
    })
    .openapi({
      type: "string",
      default: "newest",
      description: "`newest`, `oldest`, an offset, or an instant of ingest.",
    }),
};

function readStart(text: string | undefined): MessageStart | null {
  if (text === undefined || text === "" || text === "newest") return { kind: "newest" };
  if (text === "oldest") return { kind: "oldest" };
  if (/^\d{1,15}$/.test(text)) return { kind: "offset", offset: Number(text) };
  const timeMs = parseInstant(plusRestored(text));
  return Number.isNaN(timeMs) ? null : { kind: "time", timeMs };
}
