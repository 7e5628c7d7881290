// An import that is taken back while the service runs: its rows leave, what lost to them comes back, also after a
// kill; its file is kept out of the way and may come again.

import assert from "node:assert/strict";
import { join } from "node:path";
import { applied } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";
import { taskArguments } from "../../tools/task_arguments.ts";

const ROOT = new URL("../../", import.meta.url);
const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";
const row = (user: string, day: number) => `${user},Dark,42,2026-01-0${day}\n`;
const BAD_ROW = "eve,Dark,42,never\n";

async function drop(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${path}.part`, text);
  await Deno.rename(`${path}.part`, path);
}

async function ask({ url }: StartedService, path: string) {
  return await (await fetch(`${url}api/${path}`)).json();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it takes too long");
}

/** Read, accepted, duplicate and quarantined rows by file. */
async function sourcesOf(service: StartedService): Promise<Record<string, number[]>> {
  await applied(service);
  const { sources, balanced } = await ask(service, "ledger");
  assert.ok(balanced);
  return Object.fromEntries(
    sources.map(({ source, read, accepted, duplicate, quarantined }: Record<string, string>) => [
      ...[source!.split("/").at(-1), [read, accepted, duplicate, quarantined]],
    ]),
  );
}

async function runsOf(service: StartedService, count: number): Promise<void> {
  await until(async () => (await ask(service, "runs")).runs.length === count);
}

async function remove({ url }: StartedService, body: object): Promise<Response> {
  return await fetch(`${url}api/imports/remove`, { method: "POST", body: JSON.stringify(body) });
}

/** `deno task runs` with the permissions of deno.json. */
async function runsTask(dataPath: string, ...given: string[]) {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    ...{ args: [...taskArguments("runs"), ...given], cwd: ROOT, env: { PLAYHEAD_DATA: dataPath } },
  }).output();
  return { code, told: new TextDecoder().decode(stdout) };
}

Deno.test("an import is taken back, by API and by task, and its file may come again", async () => {
  const dataPath = await Deno.makeTempDir(), raw = join(dataPath, "raw");
  const a = join(raw, "a.csv"), b = join(raw, "b.csv");
  await Deno.mkdir(raw);
  let service = await startService(dataPath);
  try {
    await drop(
      a,
      HEADER + row("ann", 1) + row("ann", 2) + row("ann", 3) + row("cy", 4) + row("cy", 5) +
        BAD_ROW,
    );
    await runsOf(service, 1);
    await drop(b, HEADER + row("ann", 2) + row("ann", 3) + row("bo", 1));
    await runsOf(service, 2);
    assert.deepEqual(await sourcesOf(service), { "a.csv": [6, 5, 0, 1], "b.csv": [3, 1, 2, 0] });

    assert.equal((await remove(service, { source: "http" })).status, 400);
    assert.equal((await remove(service, { source: "c.csv" })).status, 404);
    const { runs } = await ask(service, "runs");
    const answer = await remove(service, { run_id: runs[1].run_id });
    const kept_file = join(raw, "removed", "a.csv");
    assert.deepEqual(await answer.json(), { source: a, rows: 6, kept_file });
    assert.equal(answer.status, 202);
    assert.deepEqual(await sourcesOf(service), { "b.csv": [3, 3, 0, 0] });
    assert.equal((await ask(service, "overview")).qualified_views, 3);
    assert.equal((await ask(service, "quarantine")).rows.length, 0);
    const { removed } = await ask(service, "ledger");
    assert.deepEqual([removed.length, removed[0].source, removed[0].rows], [1, a, 6]);
    const again = await ask(service, "runs");
    assert.deepEqual(
      again.runs.map(({ removed_at }: { removed_at: string | null }) => removed_at),
      [null, removed[0].at],
    );
    const { files } = await ask(service, "files");
    assert.deepEqual(files.map(({ path }: { path: string }) => path), ["b.parquet"]);

    service.kill("SIGKILL");
    await service.ended;
    await Deno.remove(join(dataPath, "store.db")); // it is made anew from the log
    service = await startService(dataPath);
    assert.deepEqual(await sourcesOf(service), { "b.csv": [3, 3, 0, 0] });
    await Deno.rename(kept_file, a);
    await until(async () => (await sourcesOf(service))["a.csv"]?.[0] === 6);
    assert.deepEqual(await sourcesOf(service), { "a.csv": [6, 3, 2, 1], "b.csv": [3, 3, 0, 0] });

    service.kill("SIGTERM");
    assert.equal(await service.ended, 0);
    const { code, told } = await runsTask(dataPath, "remove", b);
    assert.equal(code, 0);
    assert.match(
      told,
      /^Removed .*b\.csv: 3 rows; its file is kept as .*removed\/b\.csv; they leave/,
    );
    service = await startService(dataPath);
    assert.deepEqual(await sourcesOf(service), { "a.csv": [6, 5, 0, 1] });
  } finally {
    service.kill("SIGTERM");
    await service.ended;
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("runtimes that were inferred from an import leave with it", async () => {
  const dataPath = await Deno.makeTempDir(), raw = join(dataPath, "raw");
  await Deno.mkdir(raw);
  const service = await startService(dataPath);
  try {
    const wrong = Array.from({ length: 20 }, (_, n) => `user-${n},Dark,1200,2026-01-05\n`);
    await drop(join(raw, "seconds.csv"), HEADER + wrong.join(""));
    await runsOf(service, 1);
    await drop(join(raw, "minutes.csv"), HEADER + "ann,Dark,20,2026-01-06\n");
    await runsOf(service, 2);
    await sourcesOf(service);
    assert.equal((await ask(service, "overview")).unknown_runtime_views, 0);
    assert.equal((await remove(service, { source: join(raw, "seconds.csv") })).status, 202);
    await until(async () => (await ask(service, "overview")).unknown_runtime_views === 1);
    assert.deepEqual(Object.keys(await sourcesOf(service)), ["minutes.csv"]);
  } finally {
    service.kill("SIGTERM");
    await service.ended;
    await Deno.remove(dataPath, { recursive: true });
  }
});
