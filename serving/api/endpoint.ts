// A question that the API answers: its address, its parameters, its answer's schema, and who answers.

import { z } from "@hono/zod-openapi";
import type { FormulaRule } from "../../domain/csv_cell.ts";
import type { ApiQueries } from "../ports.ts";
import type { ApiPorts } from "./api_ports.ts";
import { ProblemError } from "./problem.ts";
import { readParameters } from "./read_parameters.ts";
import { commonParameters, formatParameter } from "./schemas/parameters.ts";
import { type CsvRow, toCsv } from "./to_csv.ts";

/** What a request asks for: parts of its path, and its query. */
export interface Asked {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** An answer as text. */
export interface AnswerText {
  readonly type: "application/json" | "text/csv; charset=utf-8";
  readonly text: string;
  /** Where the next page begins; null when this is all, absent when there are no pages. */
  readonly nextCursor?: string | null;
}

/** An endpoint whose types were checked when it was defined. */
export interface Endpoint {
  /** As OpenAPI writes it: `/api/shows/{show_name}`. */
  readonly path: string;
  readonly name: string;
  readonly tag: string;
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly answer: z.ZodType;
  /** `store`: the same until the store's next commit; `always`: asked anew each time. */
  readonly freshness: "store" | "always";
  readonly answerText: (ports: ApiPorts, asked: Asked) => Promise<AnswerText>;
}

/** What an endpoint is defined by. */
interface Definition<P extends z.ZodRawShape, Q extends z.ZodRawShape, A> {
  readonly path: string;
  readonly name: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: P;
  readonly query: Q;
  readonly answer: z.ZodType<A>;
  readonly freshness?: "store" | "always";
  readonly ask: (
    ports: ApiPorts,
    parameters: z.infer<z.ZodObject<P>> & z.infer<z.ZodObject<Q>>,
  ) => A | Promise<A>;
  /** The answer's list as rows of a table. */
  readonly rows: (answer: A) => readonly CsvRow[];
}

/** Defines an endpoint. `ask` gets path and query read by their schemas. */
export function defineEndpoint<A, Q extends z.ZodRawShape, P extends z.ZodRawShape = z.ZodRawShape>(
  definition: Definition<P, Q, A>,
): Endpoint {
  const { path, name, tag, summary, answer, ask, rows, freshness = "store" } = definition;
  const params = z.object(definition.params ?? {});
  const query = z.object({ ...commonParameters, ...definition.query, ...formatParameter });
  const answerText = async (ports: ApiPorts, asked: Asked): Promise<AnswerText> => {
    const given = readParameters<z.ZodObject>(query, asked.query);
    const used = Object.keys(definition.query).map((name) => [name, given[name]]);
    const parameters = {
      ...readParameters<z.ZodObject>(params, asked.path),
      ...Object.fromEntries(used),
    };
    const found = await askWithin(() => ask(ports, parameters as Parameters<typeof ask>[1]));
    // A table has no room for it: clients of CSV learn it from the Link header.
    const { next_cursor: nextCursor = null } = found as { readonly next_cursor?: string | null };
    return given.format === "csv"
      ? {
        type: "text/csv; charset=utf-8",
        text: toCsv(rows(found), given.formulas as FormulaRule),
        nextCursor,
      }
      : { type: "application/json", text: JSON.stringify(found), nextCursor };
  };
  return { path, name, tag, summary, params, query, answer, freshness, answerText };
}

/** The store's own objections are the parameters' faults: a cursor of another list, too many points. */
async function askWithin<A>(ask: () => A | Promise<A>): Promise<A> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === "CursorError") {
      const detail = `${error.message}. Pass the next_cursor of the same list, or none.`;
      throw new ProblemError("invalid-parameter", detail, { parameter: "cursor" });
    }
    if (error instanceof RangeError) throw new ProblemError("invalid-parameter", error.message);
    throw error;
  }
}

/** The store's queries. @throws {ProblemError} the store is not there yet */
export function queriesOf(ports: ApiPorts): ApiQueries {
  const queries = ports.queries();
  if (queries !== null) return queries;
  throw new ProblemError("not-ready", "The store is being made: ask again in a second.", {
    retryAfterSeconds: 1,
  });
}

/** What was asked for, or a problem that says that there is none. */
export function found<T>(value: T | null, what: string): T {
  if (value !== null) return value;
  throw new ProblemError("not-found", `There is no ${what}.`);
}
