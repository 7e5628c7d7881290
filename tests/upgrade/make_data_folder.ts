// Writes a data folder as this version leaves it, packed, with what the API said of it:
// `make_data_folder.ts NAME` makes `data_folders/NAME.tar.gz` and `NAME.json`. Later versions must open it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { applied, post } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";
import { netflixExport } from "./netflix_export.ts";

const FOLDERS = new URL("data_folders/", import.meta.url);
const [name = ""] = Deno.args;
if (!/^[\w.-]+$/.test(name)) throw new Error("name the version whose folder it is");

/** What is asked for; the answers do not depend on when. */
const QUESTIONS = [
  "overview",
  "ledger",
  "shows?limit=100",
  "users/ann",
  "users/Ayşe",
  "timeseries?metric=qualified_views&grain=day&from=2025-01-01T00:00:00Z&to=2025-04-01T00:00:00Z",
  "heatmap",
  "quarantine?limit=100",
];

function csvFile(): string {
  const lines = [
    "event_id,user_id,show_name,watch_duration_minutes,watch_date,episode,device,country",
  ];
  for (let i = 0; i < 120; i++) {
    const day = String(1 + i % 28).padStart(2, "0"), hour = String(i % 24).padStart(2, "0");
    const episode = i % 3 === 0 ? "" : `S1E${i % 9}`;
    lines.push(
      `e${i},user-${i % 7},Show ${i % 5},${
        10 + i % 50
      },2025-02-${day}T${hour}:00:00Z,${episode},TV,DE`,
    );
  }
  lines.push("e1,user-1,Show 1,99,2025-02-02T01:00:00Z,S1E1,TV,DE"); // grown
  lines.push(
    "x1,ann,Dark,42m,2025-02-03,,,",
    "x2,ann,Dark,42,2025-02-30,,,",
    "x3,,Dark,42,2025-02-03,,,",
  );
  return lines.join("\n") + "\n";
}

function events(): string {
  const rows: object[] = [];
  for (let i = 0; i < 80; i++) {
    rows.push({
      user_id: i % 2 === 0 ? "ann" : `user-${i % 11}`,
      show_name: `Show ${i % 6}`,
      watch_duration_minutes: 5 + i % 40,
      watch_date: new Date(Date.UTC(2025, 0, 1 + i % 60, i % 24)).toISOString(),
      ...i % 4 === 0 ? {} : { episode: i % 4 === 1 ? "" : `E${i % 8}` },
      ...i % 3 === 0 ? { device: "Phone", country: "FR" } : {},
    });
  }
  rows.push(
    {
      user_id: "ann",
      show_name: "Dark",
      watch_duration_minutes: 10,
      watch_date: "2025-01-05",
      event_id: "g1",
    },
    {
      user_id: "ann",
      show_name: "Dark",
      watch_duration_minutes: 30,
      watch_date: "2025-01-05",
      event_id: "g1",
    },
    { user_id: "ann", show_name: "Dark", watch_duration_minutes: 30, watch_date: "1970-01-01" },
    { user_id: "ann", show_name: "Dark", watch_duration_minutes: "soon", watch_date: "2025-01-05" },
    {
      user_id: "ann",
      show_name: " Dark",
      watch_duration_minutes: "42 min",
      watch_date: "2025-01-06T20:00Z",
    },
    {
      user_id: "ann",
      show_name: "Dark",
      watch_duration_minutes: "43 min",
      watch_date: "2025-01-07T20:00Z",
    },
  );
  return rows.map((row) => JSON.stringify(row)).join("\n");
}

async function ask({ url }: StartedService, path: string): Promise<Record<string, unknown>> {
  return await (await fetch(`${url}api/${path}`)).json();
}

async function send(service: StartedService, path: string, body: object): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${service.url}api/${path}`, {
    ...{ method: "POST", headers, body: JSON.stringify(body) },
  });
  const text = await answer.text();
  assert.ok(answer.ok, text);
  return JSON.parse(text);
}

async function importFile(service: StartedService, file: string, text: string): Promise<void> {
  const taken = await fetch(`${service.url}api/imports?name=${encodeURIComponent(file)}`, {
    ...{ method: "POST", body: text },
  });
  const { id } = await taken.json();
  await until(async () => (await ask(service, `imports/${id}`)).stage === "ready");
  await send(service, `imports/${id}/publish`, {});
  await until(async () => (await ask(service, `imports/${id}`)).stage === "published");
  await applied(service);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it takes too long");
}

const parent = await Deno.makeTempDir();
const dataPath = join(parent, "data");
const service = await startService(dataPath);
try {
  assert.equal((await post(service, events())).status, 202);
  await applied(service);
  await importFile(service, "ViewingActivity.csv", netflixExport("Ayşe", "2025-03"));
  await importFile(service, "removed.csv", netflixExport("Can", "2025-02"));
  await Deno.writeTextFile(join(dataPath, "raw", "month.csv.part"), csvFile());
  await Deno.rename(join(dataPath, "raw", "month.csv.part"), join(dataPath, "raw", "month.csv"));
  await until(async () => ((await ask(service, "runs")).runs as unknown[]).length === 3);
  await applied(service);
  const { rows } = await ask(service, "quarantine?limit=100") as {
    rows: { id: number; raw: string }[];
  };
  const fixed = rows.find(({ raw }) => raw.includes("42 min"))!;
  await send(service, "quarantine/replay", {
    rows: [{ id: fixed.id, row: { ...JSON.parse(fixed.raw), watch_duration_minutes: 42 } }],
  });
  await applied(service);
  const answers: Record<string, unknown> = {};
  for (const question of QUESTIONS) answers[question] = await ask(service, question);
  service.kill("SIGTERM");
  assert.equal(await service.ended, 0);
  await Deno.remove(join(dataPath, "raw", "removed.csv")); // the kept file of this import is gone
  await Deno.mkdir(FOLDERS, { recursive: true });
  const tar = await new Deno.Command("tar", {
    args: [
      "--owner=0",
      "--group=0",
      "-czf",
      new URL(`${name}.tar.gz`, FOLDERS).pathname,
      "-C",
      parent,
      "data",
    ],
  }).output();
  assert.ok(tar.success);
  const text = JSON.stringify(answers, null, 2) + "\n";
  await Deno.writeTextFile(new URL(`${name}.json`, FOLDERS), text);
} finally {
  if (Deno.args.length > 0) await Deno.remove(parent, { recursive: true });
}
