// Makes a repair ready and takes its steps on one row after the other.

import type { Repair, RepairField, RepairStep, RowFields } from "../../domain/repair.ts";
import { compilePattern } from "./compile_pattern.ts";
import { createDateReader } from "./read_date.ts";
import { readDuration } from "./read_duration.ts";
import { type CellForms, rowFields, type RowHeader } from "./row_fields.ts";

/** A row's text, as the quarantine keeps it, and the header that names its cells. */
export interface RowToRepair extends CellForms {
  readonly raw: string;
  readonly encoding?: "base64" | undefined;
  readonly header: RowHeader | null;
}

/** What the steps made of a row, before any rule is tried. */
export type StepsTaken =
  | { readonly kind: "row"; readonly before: RowFields | null; readonly after: RowFields }
  | { readonly kind: "skipped"; readonly before: RowFields | null; readonly reason: string }
  | { readonly kind: "unreadable" };

/** Longest value that an expression is tried on. */
const MAX_MATCHED = 2_048;

/** A step on one value: the new value, the same when it does not fit, null when the row is to be skipped. */
type Change = (text: string) => string | null;
interface ReadyStep {
  readonly field: RepairField | null;
  readonly change: Change;
  readonly isSet: boolean;
  readonly skipReason: string | null;
}

/**
 * Makes a repair ready.
 *
 * @throws {RangeError} a pattern or a date's format cannot be used; the message names the step
 */
export function createRepair({ columns, steps }: Repair): (row: RowToRepair) => StepsTaken {
  const ready = steps.map(readyStep);
  const onRaw = ready.filter(({ field }) => field === "raw");
  const onFields = ready.filter(({ field }) => field !== "raw");
  const charset = steps.find((step) => step.kind === "decode")?.charset ?? null;
  return ({ raw, encoding, header, ...forms }) => {
    const text = encoding === "base64" ? decode(raw, charset) : raw;
    const named = columns === undefined
      ? header
      : { names: columns, separator: header?.separator ?? null };
    // Bytes had no fields before they were decoded.
    const before = text === null || encoding === "base64" ? null : rowFields(text, named, forms);
    let changed = text ?? "";
    for (const { change, skipReason } of onRaw) {
      const next = change(changed);
      if (next === null) return { kind: "skipped", before, reason: skipReason ?? "" };
      changed = next;
    }
    const fields = text === null && changed === "" ? null : rowFields(changed, named, forms);
    return takeSteps(fields, before, onFields);
  };
}

function takeSteps(
  fields: RowFields | null,
  before: RowFields | null,
  steps: readonly ReadyStep[],
): StepsTaken {
  const after: Record<string, unknown> = { ...fields };
  for (const { field, change, isSet, skipReason } of steps) {
    if (field === null) {
      if (change("") === null) return { kind: "skipped", before, reason: skipReason ?? "" };
    } else if (fields !== null) {
      const text = textOf(after[field]), next = change(text);
      if (next === null) return { kind: "skipped", before, reason: skipReason ?? "" };
      // Setting a field that is missing adds it, if only as an empty one; no other step does.
      if (next !== text || (isSet && after[field] === undefined)) after[field] = next;
    }
  }
  return fields === null ? { kind: "unreadable" } : { kind: "row", before, after };
}

function readyStep(step: RepairStep, index: number): ReadyStep {
  try {
    const field = "field" in step ? step.field ?? null : null;
    const skipReason = step.kind === "skip" ? step.reason : null;
    return { field, change: changeOf(step), isSet: step.kind === "set", skipReason };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`Step ${index + 1}: ${error.message}`, { cause: error });
  }
}

function changeOf(step: RepairStep): Change {
  switch (step.kind) {
    case "set":
      return (text) => step.when === "empty" && text.trim() !== "" ? text : step.value;
    case "trim":
      return (text) => text.trim();
    case "replace": {
      const pattern = compilePattern(step.pattern);
      return (text) => text.length > MAX_MATCHED ? text : text.replaceAll(pattern, step.with);
    }
    case "date": {
      const read = createDateReader(step.format, step.offset);
      return (text) => read(text) ?? text;
    }
    case "unit":
      return (text) => {
        const minutes = readDuration(text);
        return minutes === null ? text : String(minutes);
      };
    case "map":
      return (text) => Object.hasOwn(step.values, text) ? step.values[text]! : text;
    case "decode":
      return (text) => text;
    case "skip": {
      if (step.field === undefined || step.pattern === undefined) return () => null;
      const pattern = new RegExp(compilePattern(step.pattern).source, "u");
      return (text) => text.length <= MAX_MATCHED && pattern.test(text) ? null : text;
    }
    default:
      return step satisfies never;
  }
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** Null without a character set: such a row stays as it is. */
function decode(base64: string, charset: string | null): string | null {
  return charset === null ? null : new TextDecoder(charset).decode(Uint8Array.fromBase64(base64));
}
