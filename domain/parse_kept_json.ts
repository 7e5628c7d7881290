// Reads a JSON file of the service's own, which nobody else has to write: what is wrong with it is damage.

import { DamagedFileError } from "./errors.ts";

/**
 * What the file holds. `isWhole` looks at its form.
 *
 * @throws {DamagedFileError} it is no JSON, or JSON of another form
 */
export function parseKeptJson<Kept>(
  path: string,
  text: string,
  isWhole: (value: unknown) => boolean,
): Kept {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, cause);
  }
  if (!isWhole(value)) throw damaged(path);
  return value as Kept;
}

/** Whether a value is an object as JSON has it, and no list. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function damaged(path: string, cause?: unknown): DamagedFileError {
  return new DamagedFileError(
    `Cannot read ${path} as it must be JSON as Playhead wrote it: it is damaged. Stop the service and run ` +
      "deno task doctor --repair, which sets it aside",
    { cause },
  );
}
