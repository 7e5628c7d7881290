// Passes requests on to a service elsewhere, so that pages, API and live stream have one origin.

/** How long a live listener may wait for the other side to open. */
const OPEN_WITHIN_MS = 10_000;

/** Sends a request to the pipeline at `base` and its answer back; a WebSocket is joined to another one. */
export async function forwardToPipeline(request: Request, base: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const url = new URL(pathname + search, base);
  if (request.headers.get("upgrade")?.toLowerCase() === "websocket") {
    return joinSockets(request, url);
  }
  const headers = new Headers(request.headers);
  for (const name of ["host", "connection", "origin"]) headers.delete(name);
  try {
    const answer = await fetch(url, {
      method: request.method,
      headers,
      body: request.body,
      redirect: "manual",
    });
    // fetch() has unpacked the body already.
    const shown = new Headers(answer.headers);
    for (const name of ["content-encoding", "content-length"]) shown.delete(name);
    return new Response(answer.body, { status: answer.status, headers: shown });
  } catch (error) {
    const detail = `The pipeline at ${url.origin} does not answer: ${(error as Error).message}`;
    return Response.json({ type: "about:blank", title: "No pipeline", status: 502, detail }, {
      status: 502,
      headers: { "content-type": "application/problem+json" },
    });
  }
}

function joinSockets(request: Request, url: URL): Response {
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const { socket: near, response } = Deno.upgradeWebSocket(request);
  const far = new WebSocket(url);
  const late = setTimeout(() => far.close(), OPEN_WITHIN_MS);
  const end = (other: WebSocket) => () => {
    clearTimeout(late);
    if (other.readyState <= WebSocket.OPEN) other.close();
  };
  far.onopen = () => clearTimeout(late);
  far.onmessage = ({ data }) => near.readyState === WebSocket.OPEN && near.send(data);
  near.onclose = end(far);
  far.onclose = end(near);
  far.onerror = end(near);
  return response;
}
