// The problems that an endpoint may answer with, for the OpenAPI document.

import { type ProblemKind, PROBLEMS } from "./problem.ts";
import { problemSchema } from "./schemas/service_schemas.ts";

/** Responses by status; problems that share one are told together. */
export function problemResponses(kinds: readonly ProblemKind[]) {
  const statuses = new Map<number, string[]>();
  for (const kind of kinds) {
    const { status, title } = PROBLEMS[kind];
    statuses.set(status, [...statuses.get(status) ?? [], title]);
  }
  const content = { "application/problem+json": { schema: problemSchema } };
  return Object.fromEntries(
    [...statuses].map(([status, titles]) => [
      status,
      { description: titles.join("; ") + ".", content },
    ]),
  );
}
