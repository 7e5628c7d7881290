// Serves an app while it is written: pages learn here that a new process, and so a new build, answers.

import type { App } from "../app.ts";
import { currentBuild } from "../build_snapshot.ts";

/** Imports the module that exports `app`. */
// deno-lint-ignore no-explicit-any -- an app of any state is served alike
export type LoadApp = () => Promise<{ readonly app: App<any> }>;

/** Serves on loopback, unless `hostname` says otherwise. */
export async function serveWithReload(
  load: LoadApp,
  options: Deno.ServeTcpOptions,
): Promise<void> {
  const { app } = await load();
  const handler = app.handler();
  const server = Deno.serve({ hostname: "127.0.0.1", ...options }, (req, info) => {
    const isLive = new URL(req.url).pathname === "/_fresh/live";
    return isLive ? tellBuild() : handler(req, info);
  });
  await server.finished;
}

/** The build's id, and then nothing: when the process ends, browsers ask again. */
function tellBuild(): Response {
  const text = `retry: 200\ndata: ${currentBuild().buildId}\n\n`;
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}
