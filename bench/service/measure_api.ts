// One address asked of the service and of its peer, on the same result of the same SQLite file.

import { join } from "node:path";
import type { StartedService } from "../../tests/start_service.ts";
import { benchPath, VENV_PYTHON } from "../paths.ts";
import type { HttpLoad } from "./http_load.ts";
import { processUsage } from "./process_usage.ts";

const ADDRESS = "api/shows?limit=20";
const CONNECTIONS = 16;

/** A server under load. */
export interface ApiMeasure extends HttpLoad {
  readonly name: string;
  /** Processor time of the server for each answer. */
  readonly cpuMicroseconds: number;
}

/** Measures in turns, `rounds` times; of each server the round with the least processor time. */
export async function measureApi(
  service: StartedService,
  { dataPath, seconds, rounds }: {
    readonly dataPath: string;
    readonly seconds: number;
    readonly rounds: number;
  },
): Promise<readonly ApiMeasure[]> {
  const peer = await startPeer(join(dataPath, "store.db"));
  try {
    const ours = await (await fetch(service.url + ADDRESS)).text();
    const theirs = await (await fetch(peer.url + ADDRESS)).text();
    if (ours !== theirs) throw new Error(`the answers differ:\n${ours}\n${theirs}`);
    const contestants = [
      { name: "Playhead", pid: service.pid, url: service.url + ADDRESS },
      { name: "FastAPI + uvicorn, asking SQLite", pid: peer.pid, url: peer.url + ADDRESS },
      { name: "FastAPI + uvicorn, bytes kept in memory", pid: peer.pid, url: `${peer.url}kept` },
    ];
    const best = new Map<string, ApiMeasure>();
    for (let round = 0; round <= rounds; round++) {
      for (const { name, pid, url } of contestants) {
        const measured = { name, ...await load(url, pid, round === 0 ? 1 : seconds) };
        const known = best.get(name);
        if (round === 0) continue; // warms up
        if (known === undefined || measured.cpuMicroseconds < known.cpuMicroseconds) {
          best.set(name, measured);
        }
      }
    }
    return [...best.values()];
  } finally {
    await peer.stop();
  }
}

async function load(url: string, pid: number, seconds: number) {
  const before = await processUsage(pid);
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-lock", "--allow-net", `${import.meta.dirname}/http_load.ts`],
      ...[url, `${seconds}`, `${CONNECTIONS}`],
    ],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`the load on ${url} failed`);
  const { cpuSeconds } = await processUsage(pid);
  const found: HttpLoad = JSON.parse(new TextDecoder().decode(stdout));
  const answers = found.perSecond * seconds;
  return { ...found, cpuMicroseconds: (cpuSeconds - before.cpuSeconds) / answers * 1e6 };
}

async function startPeer(storePath: string) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const child = new Deno.Command(VENV_PYTHON, {
    args: [benchPath("peers/serve_shows.py"), storePath, `${port}`],
  }).spawn();
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${url}kept`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await child.status;
  };
  return { url, pid: child.pid, stop };
}
