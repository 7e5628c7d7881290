// Makes a repair ready and takes its steps on one row after the other.

import type { Repair, RepairField, RepairStep, RowFields } from "../../domain/repair.ts";
import {
  type CheckTime,
  compilePattern,
  PatternStoppedError,
} from "../patterns/compile_pattern.ts";
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
  | { readonly kind: "unreadable" }
  /** A step took too long on it, or made too much of it. */
  | { readonly kind: "stopped"; readonly reason: string };

/** Longest value that an expression is tried on. */
const MAX_MATCHED = 2_048;
/** All steps on one row: usual ones take a thousandth of it. */
const MAX_ROW_MS = 100;

/** A step on one value: the new value, the same when it does not fit, null when the row is to be skipped. */
type Change = (text: string, checkTime: CheckTime) => string | null;
interface ReadyStep {
  /** From 1. */
  readonly number: number;
  readonly field: RepairField | null;
  readonly change: Change;
  readonly isSet: boolean;
  readonly skipReason: string | null;
}

/**
 * Makes a repair ready. `clockMs` tells the time that a row's steps take.
 *
 * @throws {RangeError} a pattern or a date's format cannot be used; the message names the step
 */
export function createRepair(
  { columns, steps }: Repair,
  clockMs: () => number,
): (row: RowToRepair) => StepsTaken {
  const ready = steps.map(readyStep);
  const onRaw = ready.filter(({ field }) => field === "raw");
  const onFields = ready.filter(({ field }) => field !== "raw");
  const charset = steps.find((step) => step.kind === "decode")?.charset ?? null;
  const take = (row: RowToRepair): StepsTaken => {
    const { raw, encoding, header, ...forms } = row, endMs = clockMs() + MAX_ROW_MS;
    const changeInTime = changerUntil(() => {
      if (clockMs() > endMs) throw new PatternStoppedError("takes too long on it");
    });
    const text = encoding === "base64" ? decode(raw, charset) : raw;
    const named = columns === undefined
      ? header
      : { names: columns, separator: header?.separator ?? null };
    // Bytes had no fields before they were decoded.
    const before = text === null || encoding === "base64" ? null : rowFields(text, named, forms);
    let changed = text ?? "";
    for (const step of onRaw) {
      const next = changeInTime(step, changed);
      if (next === null) return { kind: "skipped", before, reason: step.skipReason ?? "" };
      changed = next;
    }
    const fields = text === null && changed === "" ? null : rowFields(changed, named, forms);
    return takeSteps(fields, before, { steps: onFields, changeInTime });
  };
  return (row) => {
    for (let isFirst = true;; isFirst = false) {
      try {
        return take(row);
      } catch (error) {
        if (!(error instanceof PatternStoppedError)) throw error;
        // The machine may have been busy with something else: the same row is slow twice.
        if (!isFirst) return { kind: "stopped", reason: error.message };
      }
    }
  };
}

/** Takes one step on one value. */
type ChangeInTime = (step: ReadyStep, text: string) => string | null;

function changerUntil(checkTime: CheckTime): ChangeInTime {
  return ({ number, change }, text) => {
    try {
      const changed = change(text, checkTime);
      checkTime();
      return changed;
    } catch (cause) {
      if (!(cause instanceof PatternStoppedError)) throw cause;
      throw new PatternStoppedError(`step ${number} ${cause.message}`, { cause });
    }
  };
}

function takeSteps(
  fields: RowFields | null,
  before: RowFields | null,
  { steps, changeInTime }: {
    readonly steps: readonly ReadyStep[];
    readonly changeInTime: ChangeInTime;
  },
): StepsTaken {
  const after: Record<string, unknown> = { ...fields };
  for (const step of steps) {
    const { field, isSet, skipReason } = step;
    if (field === null) {
      if (changeInTime(step, "") === null) {
        return { kind: "skipped", before, reason: skipReason ?? "" };
      }
    } else if (fields !== null) {
      const text = textOf(after[field]), next = changeInTime(step, text);
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
    const isSet = step.kind === "set";
    return { number: index + 1, field, change: changeOf(step), isSet, skipReason };
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
      return (text, checkTime) =>
        text.length > MAX_MATCHED ? text : pattern.replaceAll(text, step.with, checkTime);
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
      const pattern = compilePattern(step.pattern);
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
