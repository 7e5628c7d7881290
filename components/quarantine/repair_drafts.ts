// Repairs as they are begun: what fits a rule, a new step of each kind, a repair out of an address.

import type { Repair, RepairStep } from "../../domain/repair.ts";

/** Kinds of steps with what they do, in the order in which they are offered. */
export const STEP_KINDS: readonly (readonly [kind: RepairStep["kind"], text: string])[] = [
  ["set", "set a value"],
  ["trim", "trim spaces"],
  ["replace", "replace by pattern"],
  ["date", "read a date's format"],
  ["unit", "read a duration's unit"],
  ["map", "map values"],
  ["decode", "decode bytes"],
  ["skip", "set aside"],
];

const DURATION = "watch_duration_minutes";

/** A step of a kind, to be filled in. */
export function draftStep(kind: RepairStep["kind"]): RepairStep {
  switch (kind) {
    case "set":
      return { kind, field: "user_id", value: "", when: "empty" };
    case "trim":
      return { kind, field: "show_name" };
    case "replace":
      return { kind, field: "show_name", pattern: "\\s+", with: " " };
    case "date":
      return { kind, field: "watch_date", format: "DD/MM/YYYY" };
    case "unit":
      return { kind, field: DURATION };
    case "map":
      return { kind, field: DURATION, values: { "n/a": "0" } };
    case "decode":
      return { kind, charset: "windows-1252" };
    case "skip":
      return { kind, reason: "not a view" };
    default:
      return kind satisfies never;
  }
}

/** What is tried first for rows that break a rule; none where only a person can tell. */
export function draftRepair(rule: string | null): Repair {
  switch (rule) {
    case "watch_duration_minutes.not_a_number":
      return { steps: [draftStep("unit")] };
    case "watch_duration_minutes.out_of_range":
      return { steps: [{ kind: "replace", field: DURATION, pattern: "^-", with: "" }] };
    case "watch_date.invalid":
      return { steps: [draftStep("date")] };
    case "row.encoding":
      return { steps: [draftStep("decode")] };
    case "row.quoting":
      return {
        steps: [{
          kind: "replace",
          field: "raw",
          pattern: '"([^",]+(?:, [^",]+)*)" ?([^,"]*)',
          with: '"$1 $2"',
        }],
      };
    case "user_id.missing":
      return { steps: [draftStep("set")] };
    case "show_name.missing":
      return { steps: [{ kind: "set", field: "show_name", value: "", when: "empty" }] };
    default:
      return { steps: [] };
  }
}

/** The repair of an address, or null when there is none, or none that can be read. */
export function readRepair(text: string | null): Repair | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text);
    return Array.isArray(value?.steps) ? value as Repair : null;
  } catch {
    return null;
  }
}
