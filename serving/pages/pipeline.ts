// What pages ask the pipeline: its API, in this process or at PIPELINE_URL.

import { HttpError } from "fresh";
import { UsageError } from "../../domain/errors.ts";

/** Answers a request as the service does. */
export type PipelineFetch = (request: Request) => Response | Promise<Response>;

/** The API's own description of what went wrong. */
interface Problem {
  readonly title?: string;
  readonly detail?: string;
}

/** A page that would be complete is better late than never, but not much later. */
const ANSWER_WITHIN_MS = 10_000;

let provided: PipelineFetch | null = null;

/** Gives pages the pipeline of this process. */
export function providePipeline(fetch: PipelineFetch): void {
  provided = fetch;
}

/**
 * The pipeline of another process, when the pages are served alone; else null.
 *
 * @throws {UsageError} PIPELINE_URL is no service's address
 */
export function pipelineUrl(): string | null {
  const url = Deno.env.get("PIPELINE_URL");
  return url ? parsePipelineUrl(url) : null;
}

/** `http://host:port/` of a setting. @throws {UsageError} it is none; what was given may hold a password */
export function parsePipelineUrl(text: string): string {
  const url = URL.parse(text);
  const isOne = url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" &&
    url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  if (isOne) return url.href;
  throw new UsageError(
    "Cannot use PIPELINE_URL as it must be a service's address, http://HOST:PORT or https://HOST, without " +
      "path, question or password: it is none",
  );
}

/**
 * What the API answers to `GET path`.
 *
 * @throws {HttpError} its problem, with its status; 503 when there is no pipeline or it does not answer
 */
export async function readApi<Answer>(
  ctx: { readonly url: URL },
  path: string,
): Promise<Answer> {
  const answer = await askPipeline(ctx, path);
  if (answer.ok) return await answer.json();
  throw problemOf(answer.status, await answer.json().catch(() => ({})));
}

/**
 * Several answers by name, all of one commit of the store, so that the numbers of a page add up. An answer is null
 * where nothing was asked, and for an unknown name where `nullIfUnknown` takes that.
 *
 * @throws {HttpError} the first problem
 */
export async function readTogether<Answers extends object>(
  ctx: { readonly url: URL },
  paths: { readonly [Name in keyof Answers]: string | null },
  { nullIfUnknown = [] }: { readonly nullIfUnknown?: readonly (keyof Answers)[] } = {},
): Promise<Answers> {
  const named = Object.entries<string | null>(paths);
  const asked = named.flatMap(([, path]) => path === null ? [] : [path]);
  const query = new URLSearchParams(asked.map((path) => ["ask", path]));
  const { answers } = await readApi<{ readonly answers: readonly TogetherAnswer[] }>(
    ctx,
    `/api/answers?${query}`,
  );
  let next = 0;
  return Object.fromEntries(named.map(([name, path]) => {
    if (path === null) return [name, null];
    const { status, body } = answers[next++]!;
    if (status === 200) return [name, body];
    if (status === 404 && nullIfUnknown.includes(name as keyof Answers)) return [name, null];
    throw problemOf(status, body as Problem);
  })) as Answers;
}

/** One of several answers. */
interface TogetherAnswer {
  readonly status: number;
  readonly body: unknown;
}

function problemOf(status: number, { detail, title }: Problem): HttpError {
  // Fresh lists the statuses; an answer of the API that is not ok has one of them.
  const known = status as ConstructorParameters<typeof HttpError>[0];
  return new HttpError(known, detail ?? title ?? "The pipeline could not answer.");
}

/**
 * The pipeline's answer to `GET path`, whatever it is.
 *
 * @throws {HttpError} 503 when there is no pipeline or it does not answer
 */
export async function askPipeline(
  { url }: { readonly url: URL },
  path: string,
): Promise<Response> {
  const remote = pipelineUrl();
  if (remote === null && provided === null) {
    throw new HttpError(
      503,
      "There is no pipeline to ask: set PIPELINE_URL to a service's address.",
    );
  }
  const asked = new Request(new URL(path, remote ?? url), {
    // Within the process nobody adds the host, and a request without one is refused.
    headers: { accept: "application/json", ...(remote === null ? { host: url.host } : {}) },
    signal: remote === null ? null : AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return await Promise.resolve((remote === null ? provided! : fetch)(asked))
    .catch((cause) => {
      console.error(cause); // with the pipeline's address, which is not for everybody
      throw new HttpError(503, "The pipeline cannot be reached.", { cause });
    });
}
