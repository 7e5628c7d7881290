// Reads the parameters of a request by their schemas, and says what is wrong with the first bad one.

import type { z } from "@hono/zod-openapi";
import { nearestName } from "../../domain/nearest_name.ts";
import { parameterProblem, ProblemError } from "./problem.ts";

/**
 * Reads every parameter.
 *
 * @throws {ProblemError} one is unknown, given twice, or not what it must be
 */
export function readParameters<S extends z.ZodObject>(
  schema: S,
  given: URLSearchParams | Readonly<Record<string, string>>,
): z.infer<S> {
  const values: Record<string, string> = {};
  const entries = given instanceof URLSearchParams ? given : Object.entries(given);
  for (const [name, value] of entries) {
    if (!Object.hasOwn(schema.shape, name)) throw unknownParameter(name, Object.keys(schema.shape));
    if (Object.hasOwn(values, name)) {
      throw parameterProblem(name, "given once", `${values[name]}, ${value}`);
    }
    values[name] = value;
  }
  const outcome = schema.safeParse(values);
  if (outcome.success) {
    const { from, to } = outcome.data;
    if (typeof from === "number" && typeof to === "number" && from > to) {
      throw parameterProblem("from", `no later than to (${values.to})`, values.from!);
    }
    return outcome.data;
  }
  const issue = outcome.error.issues[0]!;
  const name = String(issue.path[0]);
  throw parameterProblem(name, expectation(issue), values[name] ?? "");
}

function unknownParameter(name: string, known: readonly string[]): ProblemError {
  const nearest = nearestName(name, known);
  const hint = nearest === null ? "" : ` (did you mean ${nearest}?)`;
  return new ProblemError(
    "invalid-parameter",
    `Cannot answer as each parameter must be one of ${known.join(", ")}: ` +
      `current value is ${JSON.stringify(name.slice(0, 200))}${hint}`,
    { parameter: name.slice(0, 200) },
  );
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `one of ${issue.values.join(", ")}`;
  if (issue.code === "too_big") return `at most ${issue.maximum} long`;
  return issue.message;
}
