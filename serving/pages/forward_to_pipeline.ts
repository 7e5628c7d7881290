// Passes requests on to a service elsewhere, so that pages, API and live stream have one origin.

import { joinSockets } from "./join_sockets.ts";

/** How long the pipeline may take to begin its answer. */
const ANSWER_WITHIN_MS = 30_000;

/** Of this connection, or not to be believed at the next one. */
const NOT_PASSED_ON = [
  ...["host", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"],
  "origin",
];

/** Sends a request to the pipeline at `base` and its answer back; a WebSocket is joined to another one. */
export async function forwardToPipeline(request: Request, base: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  // Set one by one: put together as a text, a path that begins with two slashes names another host.
  const url = new URL(base);
  url.pathname = pathname;
  url.search = search;
  const isSocket = request.headers.get("upgrade")?.toLowerCase() === "websocket";
  try {
    return isSocket ? await joinSockets(request, url) : await pass(request, url);
  } catch (error) {
    console.error(error); // with the pipeline's address, which is not for everybody
    return pipelineProblem(502, "no-pipeline", "The pipeline cannot be reached. Try again soon.");
  }
}

async function pass(request: Request, url: URL): Promise<Response> {
  const headers = new Headers(request.headers);
  for (const name of NOT_PASSED_ON) headers.delete(name);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(tooLate()), ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(url, {
      ...{ method: request.method, headers, body: request.body, redirect: "manual" },
      signal: AbortSignal.any([request.signal, late.signal]),
    });
    const shown = new Headers(answer.headers);
    // fetch() has unpacked the body.
    if (shown.has("content-encoding")) shown.delete("content-length");
    shown.delete("content-encoding");
    return new Response(answer.body, { status: answer.status, headers: shown });
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(): Error {
  return new Error(`it took more than ${ANSWER_WITHIN_MS / 1000} seconds`);
}

/** A problem as the API tells it. */
export function pipelineProblem(status: number, kind: string, detail: string): Response {
  const type = `urn:playhead:problem:${kind}`, title = "The request is not passed on";
  return Response.json({ type, title, status, detail }, {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(status === 502 ? { "retry-after": "2" } : {}),
    },
  });
}
