// `GET /api/answers`: several questions at once, whose answers are all of one commit of the store.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { StoreQueries, StoreSnapshot } from "../../store/port.ts";
import type { ApiPorts } from "./api_ports.ts";
import { asProblem } from "./as_problem.ts";
import { type Endpoint, queriesOf } from "./endpoint.ts";
import { answerOf, type Mounting, respond } from "./mount_endpoint.ts";
import { parameterProblem, ProblemError } from "./problem.ts";
import { problemResponses } from "./problem_responses.ts";

/** Questions of one request: a page has about a dozen. */
const MAX_QUESTIONS = 32;

const answersSchema = z.object({
  seq: z.number().int().openapi({ description: "The commit: its number grows with every one." }),
  answers: z.array(z.object({
    status: z.number().int().openapi({ description: "What the question alone would have." }),
    body: z.unknown().openapi({ description: "The answer, or the problem." }),
  })),
}).openapi("Answers");

/** An answer, or a problem, as JSON. */
interface Told {
  readonly status: number;
  readonly text: string;
}

/** Adds the route and its description. */
export function mountAnswers(
  app: OpenAPIHono,
  endpoints: readonly Endpoint[],
  mounting: Mounting,
): void {
  describe(app);
  const routes = endpoints.map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }));
  app.get("/api/answers", async (c) => {
    const asked = readQuestions(new URL(c.req.raw.url));
    const text = await queriesOf(mounting.ports).snapshot(async (at) => {
      const within = { ...mounting, ports: portsAt(mounting.ports, at) };
      const told = await Promise.all(asked.map((url) => tell(url, routes, { within, at })));
      const answers = told.map(({ status, text }) => `{"status":${status},"body":${text}}`);
      return `{"seq":${at.seq},"answers":[${answers.join()}]}`;
    });
    return respond(c.req.raw, { type: "application/json", text }, null);
  });
}

/** @throws {ProblemError} there are none, too many, or one is no address of the API */
function readQuestions({ searchParams }: URL): readonly URL[] {
  const other = [...searchParams.keys()].find((name) => name !== "ask");
  if (other !== undefined) {
    throw new ProblemError("invalid-parameter", "Cannot answer as each parameter must be ask", {
      parameter: other.slice(0, 200),
    });
  }
  const asked = searchParams.getAll("ask");
  if (asked.length === 0 || asked.length > MAX_QUESTIONS) {
    throw parameterProblem("ask", `given 1 to ${MAX_QUESTIONS} times`, `${asked.length} times`);
  }
  return asked.map((address) => {
    const url = address.startsWith("/api/") ? URL.parse(address, "http://localhost") : null;
    if (url !== null) return url;
    throw parameterProblem("ask", "an address that begins with /api/", address);
  });
}

async function tell(
  url: URL,
  routes: readonly { readonly endpoint: Endpoint; readonly pattern: RegExp }[],
  { within, at }: { readonly within: Mounting; readonly at: StoreSnapshot },
): Promise<Told> {
  try {
    for (const { endpoint, pattern } of routes) {
      const found = pattern.exec(url.pathname);
      if (found === null) continue;
      if (url.searchParams.get("format") === "csv") {
        throw parameterProblem("format", "json, or absent, among other questions", "csv");
      }
      const asked = { path: pathOf(found), query: url.searchParams };
      const address = url.pathname + url.search;
      return { status: 200, text: await answerOf(endpoint, asked, { within, at, address }) };
    }
    throw new ProblemError("not-found", `There is no question ${url.pathname.slice(0, 200)}.`);
  } catch (error) {
    const problem = asProblem(error);
    if (problem === null) throw error;
    const answer = problem.toResponse();
    return { status: answer.status, text: await answer.text() };
  }
}

/** `/api/shows/{show_name}` as a pattern of paths. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

function pathOf({ groups = {} }: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value)];
      } catch {
        throw new ProblemError(
          "not-found",
          "There is no such name: it is no percent-encoded text.",
        );
      }
    }),
  );
}

/** The same ports, where all that the store is asked is of one commit. */
function portsAt(ports: ApiPorts, at: StoreSnapshot): ApiPorts {
  const queries: StoreQueries = {
    ...queriesOf(ports),
    ...at,
    seq: () => Promise.resolve(at.seq),
    snapshot: (work) => work(at),
  };
  return { ...ports, queries: () => queries };
}

function describe(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: "/api/answers", operationId: "answers", tags: ["Views"] },
    summary: "Several questions, answered of one commit of the store: their numbers add up.",
    description: "Each `ask` is the address of another question, as `/api/overview?show=Dark`, " +
      "percent-encoded. Answers come in the same order.",
    request: {
      query: z.object({
        ask: z.array(z.string()).openapi({
          ...{ type: "array", items: { type: "string", pattern: "^/api/.+" } },
          ...{ minItems: 1, maxItems: MAX_QUESTIONS },
          example: ["/api/overview", "/api/ledger"],
        }),
      }),
    },
    responses: {
      200: {
        description: "The answers.",
        content: { "application/json": { schema: answersSchema } },
      },
      ...problemResponses(["invalid-parameter", "not-ready", "too-many-questions"]),
    },
  });
}
