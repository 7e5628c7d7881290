// Reads a body as JSON that fits a schema.

import type { z } from "@hono/zod-openapi";
import { ProblemError } from "../problem.ts";

/** The body's value. @throws {ProblemError} it is not JSON, or does not fit; the message names the place */
export function readJson<T>(bytes: Uint8Array, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ProblemError("invalid-body", "Cannot read the body as it must be a JSON object.");
  }
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  const { path, message } = outcome.error.issues[0]!;
  const place = path.length === 0 ? "" : `${path.join(".")}: `;
  throw new ProblemError("invalid-body", `Cannot take the body as it must fit: ${place}${message}`);
}
