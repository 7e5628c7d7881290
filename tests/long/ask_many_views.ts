// Millions of views in the store: every page and every question is answered, and how long each takes.

import { join } from "node:path";
import { generateInput } from "../../bench/generate_input.ts";
import { type StartedService, startService } from "../start_service.ts";

/** An answer that takes longer is a failure. */
const MAX_MS = 10_000;
/** What took at most this at first is cheap: it is asked again. */
const CHEAP_MS = 50, AGAIN = 100;

const PAGES = [
  ...["", "shows", "users", "sittings", "retention", "live-wall", "time-machine", "quality"],
  ...["quality/quarantine", "stream", "explore", "runs", "docs", "?range=30d", "?range=all"],
  ...["?tz=Asia/Kolkata", "shows?tz=America/New_York&range=90d", "users?search=a"],
];
const METRICS = ["qualified_views", "watch_hours", "users", "binge_views"];
const GRAINS = ["hour", "day", "week", "month"];

/** Questions about all of time and about the last days that there are views of. */
function questionsTo(lastWatchDate: string): readonly string[] {
  const last = (days: number) =>
    `from=${new Date(Date.parse(lastWatchDate) - days * 86_400_000).toISOString()}`;
  return [
    ...METRICS.map((metric) => `timeseries?metric=${metric}`),
    ...GRAINS.map((grain) => `timeseries?grain=${grain}&${last(30)}`),
    ...["show", "country", "device"].flatMap((by) => [
      ...[`breakdown?by=${by}`, `breakdown?by=${by}&hour=42`],
      `breakdown?by=${by}&hour=42&tz=Asia/Kolkata`,
    ]),
    ...[`overview?${last(1)}`, `overview?${last(30)}`, `overview?${last(30)}&tz=Pacific/Apia`],
    ...["overview?hour=20", "shows?limit=100", "shows?trend=week", `shows?${last(7)}`],
    ...["users?limit=100", "users?search=1", "heatmap?tz=Europe/Berlin", `heatmap?${last(90)}`],
    ...[`retention?${last(365)}`, "sittings?limit=100", `sittings?${last(7)}`],
    ...["quarantine?limit=500", "quarantine?search=x", "quality/windows?hours=720"],
    ...[`distributions?${last(30)}`, "ledger/hours", "shows?format=csv", "timeseries?format=csv"],
    "stream/topics/watch.events/messages?limit=100",
  ];
}

/** How long an address took. */
interface Asked {
  readonly path: string;
  readonly firstMs: number;
  /** Of those that are cheap; kept answers count, as they do for people. */
  readonly againMs: readonly number[];
}

/** Fills a service of its own, or goes on with the folder that is given, and asks. */
export async function askManyViews(
  { views, folder, onTold }: {
    readonly views: number;
    readonly folder?: string | undefined;
    readonly onTold: (told: string) => void;
  },
): Promise<string> {
  const dataPath = folder ?? await Deno.makeTempDir({ prefix: "playhead-many-" });
  try {
    if (folder === undefined) await fill(dataPath, views);
    const service = await startService(dataPath);
    try {
      await untilApplied(service);
      return await askAll(service, onTold);
    } finally {
      service.kill("SIGTERM");
      await service.ended;
    }
  } finally {
    if (folder === undefined) await Deno.remove(dataPath, { recursive: true });
  }
}

async function fill(dataPath: string, views: number): Promise<void> {
  await Deno.mkdir(join(dataPath, "raw"), { recursive: true });
  const signal = new AbortController().signal;
  await generateInput(join(dataPath, "raw", "watch_logs.csv"), { rows: views, signal });
  const service = await startService(dataPath);
  for (let read = 0; read < views;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    ({ read } = await (await fetch(`${service.url}api/ledger`)).json());
  }
  service.kill("SIGTERM");
  await service.ended;
}

async function untilApplied({ url }: StartedService): Promise<void> {
  for (;;) {
    const { pending, balanced } = await (await fetch(`${url}api/ledger`)).json();
    if (!balanced) throw new Error("the ledger must balance at every moment");
    if (pending === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function askAll(service: StartedService, onTold: (told: string) => void): Promise<string> {
  const asked: Asked[] = [], failures: string[] = [];
  for (const path of await addressesOf(service)) {
    try {
      const firstMs = await ask(service, path), againMs: number[] = [];
      for (let n = 0; firstMs < CHEAP_MS && n < AGAIN; n++) againMs.push(await ask(service, path));
      asked.push({ path, firstMs, againMs });
      const again = againMs.length === 0 ? "" : `, p99 of ${AGAIN} ${p99(againMs).toFixed(1)}`;
      onTold(`/${path}: ${firstMs.toFixed(0)} ms${again}`);
    } catch (error) {
      failures.push(`/${path}: ${error instanceof Error ? error.message : error}`);
      onTold(failures.at(-1)!);
    }
  }
  if (failures.length > 0) throw new Error(`${failures.length} fail: ${failures.join("; ")}`);
  const slow = asked.toSorted((a, b) => b.firstMs - a.firstMs).slice(0, 3);
  const cheap = asked.flatMap(({ againMs }) => againMs);
  return `${asked.length} pages and questions answered, the slowest ${
    slow.map(({ path, firstMs }) => `/${path} in ${(firstMs / 1_000).toFixed(1)} s`).join(", ")
  }; p99 of the cheap ones ${p99(cheap).toFixed(1)} ms`;
}

/** Pages, whatever the description lists, and questions that are known to read much. */
async function addressesOf({ url }: StartedService): Promise<readonly string[]> {
  const read = async (path: string) => await (await fetch(url + path)).json();
  const { shows: [{ show_name }] } = await read("api/shows?limit=1");
  const { users: [{ user_id }] } = await read("api/users?limit=1");
  const { runs } = await read("api/runs"), { last_watch_date } = await read("api/overview");
  const values: Readonly<Record<string, string>> = {
    ...{ show_name, user_id, topic: "watch.events", run_id: runs[0]?.run_id ?? "none" },
  };
  const { paths } = await read("openapi.json");
  const described = Object.entries<Record<string, unknown>>(paths).flatMap(([path, methods]) => {
    const isAsked = "get" in methods && !/\/live|imports|time-machine|files\/\{/.test(path);
    if (!isAsked) return [];
    return [path.slice(1).replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]!))];
  });
  const [show, user] = [show_name, user_id].map(encodeURIComponent);
  return [
    ...[...PAGES, `shows/${show}`, `users/${user}`, ...described],
    ...runs.slice(0, 1).map(({ run_id }: { run_id: string }) => `runs/${run_id}`),
    ...questionsTo(last_watch_date).map((question) => `api/${question}`),
  ];
}

async function ask({ url }: StartedService, path: string): Promise<number> {
  const startMs = performance.now();
  const answer = await fetch(url + path, { signal: AbortSignal.timeout(MAX_MS) });
  const text = await answer.text();
  if (answer.status !== 200) {
    throw new Error(`it must answer 200: ${answer.status} ${text.slice(0, 500)}`);
  }
  return performance.now() - startMs;
}

function p99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

// Alone: `ask_many_views.ts [FOLDER]`, where the folder has been filled before.
if (import.meta.main) {
  const [folder] = Deno.args;
  console.log(await askManyViews({ views: 10_000_000, folder, onTold: console.log }));
}
