// HEAD is GET without the body: the same headers, with the length that the body would have.

/** Answers a request. */
type Handler = (request: Request, info?: unknown) => Response | Promise<Response>;

/** The headers of what `handle` answers to the same GET. What it streams is let go at once. */
export async function answerHead(
  request: Request,
  { handle, info }: { readonly handle: Handler; readonly info?: unknown },
): Promise<Response> {
  const { url, headers, signal } = request;
  const answer = await handle(new Request(url, { headers, signal }), info);
  const shown = new Headers(answer.headers);
  const isStream = shown.has("content-length") || /^text\/event-stream/.test(typeOf(shown));
  if (isStream) await answer.body?.cancel();
  else shown.set("content-length", `${(await answer.arrayBuffer()).byteLength}`);
  return new Response(null, { status: answer.status, headers: shown });
}

function typeOf(headers: Headers): string {
  return headers.get("content-type") ?? "";
}
