// A data folder that an older version wrote opens: what came in live counts as it did, imports whose files are
// there are read anew, and an old and a new copy of one export never count together.

import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { applied } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";
import { tryEtl } from "../../pipeline/etl.ts";
import { netflixExport } from "./netflix_export.ts";
import { taskArguments } from "../../tools/task_arguments.ts";

const FOLDERS = new URL("data_folders/", import.meta.url);

interface SourceLedger {
  readonly source: string;
  readonly read: number;
}

async function ask({ url }: StartedService, path: string) {
  return await (await fetch(`${url}api/${path}`)).json();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it takes too long");
}

async function withFolder(name: string, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-upgrade-" });
  try {
    const { success } = await new Deno.Command("tar", {
      args: ["-xzf", new URL(`${name}.tar.gz`, FOLDERS).pathname, "-C", folder],
    }).output();
    assert.ok(success);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The ledger by the names of the files. */
async function ledgerOf(service: StartedService): Promise<Record<string, unknown>> {
  await applied(service);
  const { sources } = await ask(service, "ledger");
  return Object.fromEntries(sources.map(({ source, ...ledger }: SourceLedger) => [
    ...[basename(source), ledger],
  ]));
}

/** What today's rules make of a file: its ledger and its hours by show. */
async function readNow(path: string) {
  const folder = await Deno.makeTempDir();
  try {
    const { report } = await tryEtl({ inputs: [path], out: join(folder, "out.parquet") });
    return { ...report.ledger, hours: report.watch_hours, shows: report.shows };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The median length of all users' views, of two the shorter, in whole minutes. */
async function medianOf(service: StartedService): Promise<number> {
  const { users } = await ask(service, "users?limit=1000"), minutes: number[] = [];
  for (const { user_id } of users) {
    const { sittings } = await ask(service, `users/${encodeURIComponent(user_id)}?limit=200`);
    for (const { views } of sittings) {
      for (const view of views) minutes.push(view.watch_duration_minutes);
    }
  }
  const qualified = minutes.filter((length) => length >= 2).sort((a, b) => a - b);
  return Math.floor(qualified[Math.ceil(qualified.length / 2) - 1]!);
}

async function importFile(service: StartedService, name: string, text: string) {
  const post = async (path: string, body: string) =>
    await (await fetch(`${service.url}api/${path}`, { method: "POST", body })).json();
  const { id } = await post(`imports?name=${name}`, text);
  await until(async () => (await ask(service, `imports/${id}`)).stage === "ready");
  const { preview, problem } = await ask(service, `imports/${id}`);
  assert.equal(problem, null);
  await post(`imports/${id}/publish`, "{}");
  await until(async () => (await ask(service, `imports/${id}`)).stage === "published");
  await applied(service);
  return preview;
}

async function checkFolder(folder: string): Promise<void> {
  const dataPath = join(folder, "data");
  const before = JSON.parse(await Deno.readTextFile(new URL("2026-11.json", FOLDERS)));
  const was = (name: string) => {
    const { source: _, ...ledger } = before.ledger.sources.find(({ source }: SourceLedger) =>
      basename(source) === name
    );
    return ledger;
  };
  const raw = join(dataPath, "raw", "ViewingActivity.csv");
  const { hours, shows, ...ledger } = await readNow(raw);
  let service = await startService(dataPath);
  try {
    await until(async () => (await ask(service, "runs")).runs.length === 5);
    // The kept files are read anew; of the third the file is gone, and its rows stay as they were.
    assert.deepEqual(await ledgerOf(service), {
      "http": was("http"),
      "month.csv": was("month.csv"),
      "removed.csv": was("removed.csv"),
      "ViewingActivity.csv": { ...ledger, balanced: true },
    });
    const { runs } = await ask(service, "runs");
    const states = runs.map((run: Record<string, unknown>) => [
      basename((run.inputs as { path: string }[])[0]!.path),
      ...[run.removed_at !== null, run.older_rules],
    ]);
    assert.deepEqual(states.slice(2), [
      ["month.csv", true, false],
      ["removed.csv", false, true],
      ["ViewingActivity.csv", true, false],
    ]);
    assert.ok(states.slice(0, 2).every(([, removed, older]: boolean[]) => !removed && !older));
    const { removed } = await ask(service, "ledger");
    const rows = removed.map((one: { source: string; rows: number }) =>
      `${basename(one.source)} ${one.rows}`
    );
    assert.deepEqual(rows.sort(), ["ViewingActivity.csv 7", "month.csv 124"]);
    // The view of 1970 came in live and stays; today's rules would refuse it.
    const ann = await ask(service, "users/ann"), old = before["users/ann"];
    assert.deepEqual(
      [ann.qualified_views, ann.watch_hours, ann.first_watch_date],
      [old.qualified_views, old.watch_hours, old.first_watch_date],
    );
    const own = await ask(service, `users/${encodeURIComponent("Ayşe")}`);
    assert.ok(Math.abs(own.watch_hours - hours) < 1e-6);
    assert.equal((await ask(service, "shows?limit=100")).shows.length > shows, true);

    assert.equal((await ask(service, "overview")).median_duration_minutes, await medianOf(service));

    // A second start reads nothing anew.
    service.kill("SIGTERM");
    assert.equal(await service.ended, 0);
    service = await startService(dataPath);
    assert.equal((await ask(service, "runs")).runs.length, 5);

    // The export comes again under another name: it takes the older import's place.
    const text = netflixExport("Can", "2025-02"), copy = join(folder, "again.csv");
    await Deno.writeTextFile(copy, text);
    const { hours: canHours, shows: _, ...again } = await readNow(copy);
    const preview = await importFile(service, "again.csv", text);
    assert.deepEqual(preview.replaces.map((path: string) => basename(path)), ["removed.csv"]);
    const { "again.csv": now, "removed.csv": gone } = await ledgerOf(service) as never;
    assert.deepEqual([now, gone], [{ ...(again as object), balanced: true }, undefined]);
    assert.ok(Math.abs((await ask(service, "users/Can")).watch_hours - canHours) < 1e-6);
  } finally {
    service.kill("SIGTERM");
    await service.ended;
  }
}

Deno.test("a data folder of before opens, its imports are read anew, and nothing counts twice", () =>
  withFolder("2026-11", checkFolder));

/** `deno task etl` with the permissions of deno.json. */
async function etlTask(dataPath: string, ...given: string[]): Promise<number> {
  const root = new URL("../../", import.meta.url);
  const { code } = await new Deno.Command(Deno.execPath(), {
    ...{ args: [...taskArguments("etl"), ...given], cwd: root, env: { PLAYHEAD_DATA: dataPath } },
    ...{ stdout: "null", stderr: "inherit" },
  }).output();
  return code;
}

Deno.test("etl --publish over a folder of before: the same views take the older import's place, a part of them is refused", () =>
  withFolder("2026-11", async (folder) => {
    const dataPath = join(folder, "data"), copy = join(folder, "again.csv");
    const text = netflixExport("Can", "2025-02"), part = join(folder, "part.csv");
    await Deno.writeTextFile(part, text.split("\r\n").slice(0, 6).join("\r\n"));
    const out = ["--out", join(folder, "out.parquet"), "--quiet"];
    assert.equal(await etlTask(dataPath, part, ...out, "--publish"), 2);
    await Deno.writeTextFile(copy, text);
    assert.equal(await etlTask(dataPath, copy, ...out, "--publish"), 0);
    const service = await startService(dataPath);
    try {
      const { hours: _, shows: __, ...ledger } = await readNow(copy);
      const { "again.csv": now, "removed.csv": gone, "part.csv": refused } = await ledgerOf(
        service,
      ) as never;
      assert.deepEqual([now, gone, refused], [{ ...ledger, balanced: true }, undefined, undefined]);
    } finally {
      service.kill("SIGTERM");
      await service.ended;
    }
  }));
