// How long `deno task start` takes until the first page is there, with warm caches and data from before.

import { PROJECT_FOLDER } from "../paths.ts";

const POLL_EVERY_MS = 5;

/** Milliseconds of each start, fastest first. */
export async function measureStart(dataPath: string, starts: number): Promise<readonly number[]> {
  const times: number[] = [];
  await startOnce(dataPath); // builds the pages if they are stale, fills the caches
  for (let start = 0; start < starts; start++) times.push(await startOnce(dataPath));
  return times.sort((a, b) => a - b);
}

async function startOnce(dataPath: string): Promise<number> {
  const port = freePort(), startMs = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "start", "--no-sample"],
    cwd: PROJECT_FOLDER,
    env: { PLAYHEAD_DATA: dataPath, PORT: `${port}`, LOG_LEVEL: "error" },
    ...{ stdin: "null", stdout: "null", stderr: "inherit" },
  }).spawn();
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
  const tookMs = performance.now() - startMs;
  child.kill("SIGTERM"); // the task passes it on
  await child.status;
  return tookMs;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
