// Passes requests on to a service elsewhere, so that pages, API and live stream have one origin.

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
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
      ...(status === 502 ? { "retry-after": "2" } : {}),
    },
  });
}

/** How long the pipeline may take to open. */
const OPEN_WITHIN_MS = 10_000;
/** A browser that lets more wait is let go: it comes back and goes on from where it was. */
const MAX_WAITING_BYTES = 1 << 20;

/** Opens the pipeline's end first. @throws {Error} it does not open */
async function joinSockets(request: Request, url: URL): Promise<Response> {
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const far = new WebSocket(url);
  const early: unknown[] = [];
  far.onmessage = ({ data }) => early.push(data); // the snapshot may come before the browser is ready
  await opened(far);
  const { socket: near, response } = Deno.upgradeWebSocket(request);
  const end = (other: WebSocket) => () => {
    if (other.readyState <= WebSocket.OPEN) other.close();
  };
  const send = (data: unknown) => {
    if (near.readyState !== WebSocket.OPEN) return;
    if (near.bufferedAmount > MAX_WAITING_BYTES) return near.close(1013, "too slow");
    near.send(data as string);
  };
  near.onopen = () => {
    for (const data of early.splice(0)) send(data);
    far.onmessage = ({ data }) => send(data);
  };
  near.onclose = near.onerror = end(far);
  far.onclose = far.onerror = end(near);
  return response;
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error("its live stream does not open"));
      socket.close();
    }, OPEN_WITHIN_MS);
    socket.onopen = () => {
      clearTimeout(late);
      resolve();
    };
    socket.onerror = (event) => {
      clearTimeout(late);
      const { message } = event as ErrorEvent;
      reject(new Error(message || "its live stream cannot be opened"));
    };
  });
}
