// Reads the text of a flag or an environment variable as the value that its setting asks for.

import { UsageError } from "./errors.ts";
import { parseInstant } from "./instant.ts";
import { nearestName } from "./nearest_name.ts";
import type { Setting } from "./setting.ts";

/** A setting's text, read. */
export type ParsedSetting = string | number | boolean | readonly string[];

/**
 * Reads one setting; `name` is what the error calls it, e.g. `--workers` or `PORT`.
 *
 * @throws {UsageError} when the text is not what the setting needs
 * @example
 * ```ts
 * import { parseSetting } from "./parse_setting.ts";
 * const port = parseSetting("PORT", { kind: "integer", min: 1, max: 65_535, help: "" }, "8000");
 * if (port !== 8000) throw new Error(`got ${port}`);
 * ```
 */
export function parseSetting(name: string, setting: Setting, text: string): ParsedSetting {
  const value = readText(setting, text);
  if (value !== null) return value;
  const nearest = setting.kind === "choice" ? nearestName(text, setting.choices) : null;
  const hint = nearest === null ? "" : ` (did you mean ${nearest}?)`;
  throw new UsageError(
    `Cannot parse ${name} as it must be ${describeSetting(setting)}: ` +
      `current value is ${JSON.stringify(text)}${hint}`,
  );
}

/** The value, or null when the text does not hold one. */
function readText(setting: Setting, text: string): ParsedSetting | null {
  switch (setting.kind) {
    case "text":
      return text === "" ? null : text;
    case "number":
    case "integer":
    case "share":
      return readNumber(setting, text);
    case "bytes":
      return readBytes(text);
    case "instant":
      return orNull(parseInstant(text));
    case "choice":
      return setting.choices.includes(text) ? text : null;
    case "switch":
      return readSwitch(text);
    case "list": {
      const items = text.split(",").map((item) => item.trim());
      return items.includes("") ? null : items;
    }
    default:
      return setting satisfies never;
  }
}

type NumberSetting = Extract<Setting, { kind: "number" | "integer" | "share" }>;

function readNumber(setting: NumberSetting, text: string): number | null {
  const plain = text.trim().replace(/(?<=\d)_(?=\d)/g, ""); // 5_000_000
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  const { min, max } = limits(setting);
  const isWhole = setting.kind !== "integer" || Number.isSafeInteger(value);
  return Number.isFinite(value) && isWhole && value >= min && value <= max ? value : null;
}

function limits(setting: NumberSetting): { readonly min: number; readonly max: number } {
  if (setting.kind === "share") return { min: 0, max: setting.max ?? 1 };
  return { min: setting.min ?? -Infinity, max: setting.max ?? Infinity };
}

function readBytes(text: string): number | null {
  const m = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim());
  if (m === null) return null;
  return Math.floor(Number(m[1]) * 1_024 ** ["", "K", "M", "G", "T"].indexOf(m[2]!.toUpperCase()));
}

function readSwitch(text: string): boolean | null {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  return /^(0|false|no|off)$/i.test(text) ? false : null;
}

const orNull = (value: number) => Number.isNaN(value) ? null : value;

/** What a setting's text must be, in the words of an error: `a whole number from 1 to 65535`. */
export function describeSetting(setting: Setting): string {
  switch (setting.kind) {
    case "text":
      return "a text that is not empty";
    case "number":
    case "integer":
    case "share":
      return describeNumber(setting);
    case "bytes":
      return "a size such as 512M or 8G";
    case "instant":
      return "an instant such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31";
    case "choice":
      return `one of ${setting.choices.join(", ")}`;
    case "switch":
      return "true or false";
    case "list":
      return "one or more texts with commas between them";
    default:
      return setting satisfies never;
  }
}

function describeNumber(setting: NumberSetting): string {
  const nouns = { number: "a number", integer: "a whole number", share: "a share" };
  const { min, max } = limits(setting);
  if (min === -Infinity) return nouns[setting.kind] + (max === Infinity ? "" : ` up to ${max}`);
  return `${nouns[setting.kind]} from ${min} ${max === Infinity ? "on" : `to ${max}`}`;
}
