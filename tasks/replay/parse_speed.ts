// The pace of a replay, as it is given on the command line.

import { UsageError } from "../../domain/errors.ts";

/** Times the pace at which views happened, or `max`. @throws {UsageError} */
export function parseSpeed(text: string): number | "max" {
  if (text === "max") return "max";
  const speed = Number(text);
  if (text.trim() !== "" && speed > 0 && Number.isFinite(speed)) return speed;
  throw new UsageError(
    `Cannot parse --speed as it must be a number above 0, or max: current value is "${text}"`,
  );
}
