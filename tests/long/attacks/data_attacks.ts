// Attacks by valid data: old years, a sitting of a day without sleep, questions that scan, runtimes that change.

import { join } from "node:path";
import { generateInput } from "../../../bench/generate_input.ts";
import { applied } from "../../ask_service.ts";
import type { StartedService } from "../../start_service.ts";
import {
  askAll,
  type Attack,
  importFile,
  send,
  type Target,
  untilStage,
  viewsOf,
} from "./attack.ts";

const PAGES = [
  ...[
    "",
    "shows",
    "users",
    "sittings",
    "retention",
    "live-wall",
    "time-machine",
    "quality",
    "stream",
  ],
  ...["runs", "?range=all", "?range=30d", "api/timeseries", "api/overview", "api/retention"],
  ...["api/heatmap", "api/shows?trend=decade", "api/sittings"],
];
const VIEWS = 300_000, SITTING = 130_000;

const oldYears: Attack = {
  name: "one view each of 1970, 1000 and 0001",
  ...{ maxMemoryMb: 700, environment: () => ({ EARLIEST_WATCH_DATE: "0001-01-01" }) },
  async run({ service }) {
    for (const year of ["1970", "1000", "0001"]) {
      await send(service, "api/events", viewsOf(1, () => ({ watch_date: `${year}-01-01` })));
      await applied(service);
      await askAll(service, PAGES);
    }
    return `${PAGES.length} pages and addresses answer after each`;
  },
};

const longSitting: Attack = {
  name: "130,000 views in one sitting",
  maxMemoryMb: 1_200,
  async run({ service }) {
    const atOnce = 10_000, startMs = Date.UTC(2026, 0, 1);
    for (let sent = 0; sent < SITTING; sent += atOnce) {
      const rows = viewsOf(atOnce, (n) => ({
        ...{ user_id: "guest", show_name: "S", watch_duration_minutes: 3 },
        watch_date: new Date(startMs + (sent + n) * 1_000),
      }));
      const { status, text } = await send(service, "api/events", rows);
      if (status !== 202) throw new Error(`${status} ${text}`);
      await settled(service);
    }
    await askAll(service, [
      "api/users/guest",
      "users/guest",
      "sittings",
      "api/sittings",
      "shows/S",
    ]);
    return "its pages answer";
  },
};

/** As `applied`, however long it takes. */
async function settled({ url }: StartedService): Promise<void> {
  for (;;) {
    const { pending, balanced } = await (await fetch(`${url}api/ledger`)).json();
    if (!balanced) throw new Error("the ledger must balance at every moment");
    if (pending === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Generated views, through an import as people do it. */
async function fill({ service, dataPath }: Target): Promise<void> {
  const path = join(dataPath, "views.csv");
  await generateInput(path, { rows: VIEWS, signal: new AbortController().signal });
  const { id } = await importFile(service, "views.csv", await Deno.readFile(path));
  await send(service, `api/imports/${id}/publish`);
  await untilStage(service, id, ["publishing"]);
  await settled(service);
}

const questions: Attack = {
  name: "three readers that ask what scans, over 300,000 views, 15 s",
  maxMemoryMb: 1_500,
  async run(target) {
    await fill(target);
    const untilMs = performance.now() + 15_000;
    let asked = 0, busy = 0;
    await Promise.all([0, 1, 2].map(async (reader) => {
      for (let n = 0; performance.now() < untilMs; n++) {
        const hour = (n * 7 + reader) % 168;
        const address = `api/breakdown?by=show&hour=${hour}&tz=Asia/Kolkata`;
        const answer = await fetch(target.service.url + address);
        await answer.body?.cancel();
        if (answer.status !== 200 && answer.status !== 503) throw new Error(`${answer.status}`);
        if (answer.status === 503) busy++;
        asked++;
      }
    }));
    return `${asked} questions, ${busy} told to wait`;
  },
};

const runtimes: Attack = {
  name: "an import of 25 rows with a new runtime, over 300,000 views",
  maxMemoryMb: 1_500,
  async run(target) {
    await fill(target);
    const { service } = target;
    const rows = Array.from({ length: 25 }, (_, n) => `v${n},New Show,${30 + n},2026-01-01\n`);
    const header = "user_id,show_name,watch_duration_minutes,watch_date\n";
    const { id } = await importFile(service, "tiny.csv", header + rows.join(""));
    await send(service, `api/imports/${id}/publish`);
    await untilStage(service, id, ["publishing"]);
    let worstMs = 0;
    for (let n = 0; n < 20; n++) {
      const startMs = performance.now();
      await send(service, "api/events", viewsOf(1, () => ({ user_id: `late-${n}` })));
      await settled(service);
      worstMs = Math.max(worstMs, performance.now() - startMs);
    }
    return `a view is counted within ${(worstMs / 1_000).toFixed(1)} s`;
  },
};

/** Those of this kind. */
export const DATA_ATTACKS: readonly Attack[] = [oldYears, longSitting, questions, runtimes];
