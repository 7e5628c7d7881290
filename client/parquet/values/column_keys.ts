// Keys of a column: read from its stored values, from what a person typed, and told to the page.

import { DAY_MS } from "../../../domain/time.ts";
import { bytesText, type Key, keyOf, plainWhole, toJson } from "./cell.ts";
import type { CellForm } from "./cell_form.ts";
import { type Asked, decimalText, floorTo, readDecimal } from "./exact_decimal.ts";
import { clockText, instantText, PLACES, readClock, readInstant } from "./plain_time.ts";
import type { Tell } from "../file/schema_node.ts";
import { intervalText, shortestOf, wholeOf } from "./told_values.ts";

/**
 * The key of a stored value. Keys of one column compare as its values do: decimals by their unscaled numbers,
 * instants by their units since 1970.
 */
export function keyReaderOf(form: CellForm, tell: Tell): (stored: unknown) => Key {
  switch (form.kind) {
    case "boolean":
    case "double":
    case "float":
    case "half":
    case "date":
    case "uuid":
      return (stored) => stored === undefined ? null : stored as Key;
    case "integer":
      return form.isSigned || form.bits > 16
        ? wholeKey
        : (stored) => typeof stored === "number" ? stored & (2 ** form.bits - 1) : null;
    case "clock":
      return wholeKey;
    case "instant":
      return form.unit === "ms" ? millisecondKey : wholeKey;
    case "decimal":
      return (stored) =>
        stored instanceof Uint8Array ? plainWhole(wholeOf(stored)) : wholeKey(stored);
    case "text":
    case "bytes":
      return (stored) =>
        typeof stored === "string"
          ? stored
          : stored instanceof Uint8Array
          ? bytesText(stored)
          : null;
    case "interval":
      return (stored) => stored instanceof Uint8Array ? intervalText(stored) : null;
    case "list":
    case "map":
    case "struct":
    case "object":
      return (stored) => {
        const told = tell(stored);
        return told !== null && typeof told === "object" ? toJson(told) : keyOf(told);
      };
    default:
      form satisfies never;
      return keyOf;
  }
}

function wholeKey(stored: unknown): Key {
  if (typeof stored === "number") return stored;
  return typeof stored === "bigint" ? plainWhole(stored) : null;
}

function millisecondKey(stored: unknown): Key {
  return typeof stored === "bigint" || typeof stored === "number" ? Number(stored) : null;
}

/** A key as it leaves the column: a number where one says it exactly, else the value's text. */
export function tellKey(form: CellForm, key: Key): Key {
  if (typeof key !== "number" && typeof key !== "bigint") return key;
  switch (form.kind) {
    case "decimal":
      return decimalText(BigInt(key), form.scale);
    case "float":
      return typeof key === "number" ? shortestOf(key) : key;
    case "date":
      return Number(key) * DAY_MS;
    case "clock":
      return clockText(BigInt(key), form.unit);
    case "instant":
      return form.unit === "ms" && Math.abs(Number(key)) <= 8.64e15
        ? Number(key)
        : instantText(BigInt(key), form.unit);
    default:
      return key;
  }
}

/** A key of numbers and times as a double, for means and histograms: times in milliseconds. */
export function doubleOf(form: CellForm, key: Key): number {
  const number = Number(key);
  switch (form.kind) {
    case "instant":
      return number / 10 ** (PLACES[form.unit] - 3);
    case "date":
      return number * DAY_MS;
    case "decimal":
      return number / 10 ** form.scale;
    default:
      return number;
  }
}

/** The day of a time, as milliseconds at its beginning (UTC). */
export function dayOf(form: CellForm, key: Key): Key {
  if (form.kind === "date" && typeof key === "number") return key * DAY_MS;
  if (form.kind !== "instant" || typeof key !== "number" && typeof key !== "bigint") return key;
  const perDay = DAY_MS * 10 ** (PLACES[form.unit] - 3);
  const days = typeof key === "number"
    ? Math.floor(key / perDay)
    : Number(floorTo(key, BigInt(perDay)).key);
  return days * DAY_MS;
}

/**
 * What a person asks a column for.
 *
 * @throws {Error} it is nothing that such a column can hold: told in words
 */
export function readAsked(text: string, form: CellForm, column: string): Asked<Key> {
  const asked = readPlainly(text, form);
  if (asked !== null) return asked;
  throw new Error(
    `Cannot compare ${column} as it needs ${NEEDS[form.kind] ?? "a number"}: ` +
      `current value is ${JSON.stringify(text)}`,
  );
}

const NEEDS: Partial<Record<CellForm["kind"], string>> = {
  boolean: "true or false",
  instant: "a time such as 2026-10-31T20:00:00Z",
  date: "a date such as 2026-10-31",
  clock: "a time of day such as 20:15:00",
};

/** Null for what such a column cannot hold. */
function readPlainly(text: string, form: CellForm): Asked<Key> | null {
  switch (form.kind) {
    case "boolean":
      return text === "true" || text === "false" ? { key: text === "true", order: 0 } : null;
    case "integer":
      return plainAsked(readDecimal(text, 0));
    case "decimal":
      return plainAsked(readDecimal(text, form.scale));
    case "float":
      return readFloat(readDouble(text));
    case "half":
    case "double":
      return readDouble(text);
    case "instant":
      return plainAsked(readInstant(text, PLACES[form.unit]));
    case "date": {
      const asked = readInstant(text, 9);
      if (asked === null) return null;
      const { key, order } = floorTo(asked.key, 86_400_000_000_000n);
      return { key: Number(key), order: order || asked.order };
    }
    case "clock":
      return plainAsked(readClock(text, PLACES[form.unit]));
    case "uuid":
      return { key: text.trim().toLowerCase(), order: 0 };
    default:
      return { key: text, order: 0 };
  }
}

function plainAsked(asked: Asked<bigint | number> | null): Asked<Key> | null {
  if (asked === null || typeof asked.key === "number") return asked;
  return { key: plainWhole(asked.key), order: asked.order };
}

function readDouble(text: string): Asked<number> | null {
  const trimmed = text.trim();
  if (/^[+-]?inf$/i.test(trimmed)) return readDouble(`${trimmed}inity`);
  const key = /^[+-]?infinity$/i.test(trimmed)
    ? (trimmed.startsWith("-") ? -Infinity : Infinity)
    : Number(trimmed);
  if (trimmed === "" || Number.isNaN(key) && !/^nan$/i.test(trimmed)) return null;
  return { key, order: 0 };
}

/** What is asked for stands to a float as it does to the number which that float is shown as. */
function readFloat(asked: Asked<number> | null): Asked<number> | null {
  if (asked === null) return null;
  const key = Math.fround(asked.key), shown = shortestOf(key);
  return { key, order: shown === asked.key || Number.isNaN(key) ? 0 : shown < asked.key ? -1 : 1 };
}
