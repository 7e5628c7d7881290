// Files that are dropped into the watched folder while the service runs: run and published once each.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { withService } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";
const WITHIN_MS = 30_000;

function csv(user: string, rows: number): string {
  const row = (day: number) =>
    `${user},Dark,42,${new Date(Date.UTC(2026, 0, 1 + day)).toISOString()}\n`;
  return HEADER + Array.from({ length: rows }, (_, day) => row(day)).join("");
}

/** Written elsewhere and moved in, as a careful sender does. */
async function drop(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(`${path}.part`, text);
  await Deno.rename(`${path}.part`, path);
}

interface State {
  readonly runs: number;
  readonly accepted: number;
  readonly duplicate: number;
}

async function stateOf({ url }: StartedService): Promise<State> {
  const ask = async (path: string) => await (await fetch(`${url}api/${path}`)).json();
  const { accepted, duplicate, balanced } = await ask("ledger");
  assert.ok(balanced);
  return { runs: (await ask("runs")).runs.length, accepted, duplicate };
}

async function until(service: StartedService, wanted: State): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const state = await stateOf(service);
    if (JSON.stringify(state) === JSON.stringify(wanted)) return;
    if (performance.now() > deadline) assert.deepEqual(state, wanted);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stop(service: StartedService): Promise<void> {
  service.kill("SIGTERM");
  assert.equal(await service.ended, 0);
}

Deno.test("a file dropped into the watched folder is run and published once, and again when it changes", async () => {
  const dataPath = await Deno.makeTempDir();
  const raw = join(dataPath, "raw"), usual = join(raw, "watch_logs.csv");
  let service = await startService(dataPath);
  try {
    await drop(join(raw, "a.csv"), csv("ann", 5));
    await until(service, { runs: 1, accepted: 5, duplicate: 0 });
    await drop(usual, csv("bob", 3));
    await until(service, { runs: 2, accepted: 8, duplicate: 0 });
    await stop(service);
    service = await startService(dataPath); // remembers what it has run
    await drop(usual, csv("bob", 4));
    await until(service, { runs: 3, accepted: 9, duplicate: 3 });
    const { files } = await (await fetch(`${service.url}api/files`)).json();
    const paths = files.map(({ path }: { path: string }) => path);
    assert.deepEqual(paths, ["a.parquet", "processed_watch_data.parquet"]);
    await stop(service);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("with another RAW_DATA_PATH its folder is watched, what is there already is run", async () => {
  const dataPath = await Deno.makeTempDir(), elsewhere = await Deno.makeTempDir();
  try {
    const usual = join(elsewhere, "views.csv");
    await drop(usual, csv("ann", 5));
    const service = await startService(dataPath, { RAW_DATA_PATH: usual });
    await until(service, { runs: 1, accepted: 5, duplicate: 0 });
    await drop(join(elsewhere, "more.csv"), csv("eve", 2));
    await until(service, { runs: 2, accepted: 7, duplicate: 0 });
    await stop(service);
  } finally {
    for (const folder of [dataPath, elsewhere]) await Deno.remove(folder, { recursive: true });
  }
});

/** Files and folders that others may read, below a folder. */
function readableByOthers(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`, mode = modeOf(path);
    const own = mode === null || (mode & 0o077) === 0 ? [] : [path];
    return isDirectory ? [...own, ...readableByOthers(path)] : own;
  });
}

/** Null when the file is gone: the service is at work, and replaces files meanwhile. */
function modeOf(path: string): number | null {
  try {
    return Deno.statSync(path).mode;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test({
  name: "what the service keeps is its owner's alone",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await withService(async (service, dataPath) => {
      const csv = "user_id,show_name,watch_duration_minutes,watch_date\na,S,5,2026-01-01\n";
      const imported = await fetch(`${service.url}api/imports?name=a.csv`, {
        ...{ method: "POST", body: csv },
      });
      const { id } = await imported.json();
      for (let stage = "reading"; stage === "reading";) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        ({ stage } = await (await fetch(`${service.url}api/imports/${id}`)).json());
      }
      await (await fetch(`${service.url}api/imports/${id}/publish`, { method: "POST" })).json();
      for (let stage = "publishing"; stage === "publishing";) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        ({ stage } = await (await fetch(`${service.url}api/imports/${id}`)).json());
      }
      assert.deepEqual(readableByOthers(dataPath), []);
    });
  },
});
