// A question that the API answers: its address, its parameters, its answer's schema, and who answers.

import { z } from "@hono/zod-openapi";
import { csvCell, csvLine, type FormulaRule } from "../../domain/csv_cell.ts";
import type { ApiPorts } from "./api_ports.ts";
import { parameterProblem, ProblemError } from "./problem.ts";
import { commonParameters, formatParameter } from "./schemas/parameters.ts";
import { nearestName } from "../../domain/nearest_name.ts";
import type { StoreQueries } from "../../store/port.ts";

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
export function queriesOf(ports: ApiPorts): StoreQueries {
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

/**
 * Reads every parameter.
 *
 * @throws {ProblemError} one is unknown, given twice, or not what it must be
 */
function readParameters<S extends z.ZodObject>(
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

/** Cells of one row by column; null is a cell of nothing, an empty text is `""`. */
type CsvRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Writes the rows; the columns are those of the first one. Texts that begin a formula are guarded unless `formulas`
 * is `keep`.
 *
 * @example
 * ```ts
 * import { toCsv } from "./endpoint.ts";
 * const text = toCsv([{ show_name: "One, Two", users: 3 }]);
 * if (text !== 'show_name,users\r\n"One, Two",3\r\n') throw new Error(text);
 * ```
 */
export function toCsv(rows: readonly CsvRow[], formulas: FormulaRule = "guard"): string {
  if (rows.length === 0) return "";
  const columns = Object.keys(rows[0]!);
  const cell = (value: CsvRow[string]) => csvCell(value, formulas);
  const lines = rows.map((row) => csvLine(columns.map((column) => cell(row[column] ?? null))));
  return csvLine(columns.map(cell)) + lines.join("");
}
