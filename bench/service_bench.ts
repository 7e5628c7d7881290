// `deno task bench:service`: start, API beside FastAPI, live clients, first page; writes docs/benchmarks.md.
// `--views N` for another size and `--dry` to write nothing.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { type StartedService, startService } from "../tests/start_service.ts";
import { buildEnv } from "./build_env.ts";
import { describeMachine } from "./describe_machine.ts";
import { generateInput } from "./generate_input.ts";
import { benchPath } from "./paths.ts";
import { measureApi } from "./service/measure_api.ts";
import { measureFirstPage } from "./service/measure_first_page.ts";
import { measureLive } from "./service/measure_live.ts";
import { measureStart } from "./service/measure_start.ts";
import { renderServiceSection } from "./service/render_service_section.ts";
import { writeSection } from "./write_section.ts";

const { values } = parseArgs({
  options: { views: { type: "string", default: "1000000" }, dry: { type: "boolean" } },
});
const views = Number(values.views);
const STARTS = 7;
const API = { seconds: 4, rounds: 3 };
const FEW = { clients: 200, viewsPerSecond: 1_000, seconds: 20 };
const MANY = { clients: 1_000, viewsPerSecond: 100, seconds: 30 };

/** Waits until the rows of the file are in the store. */
async function applied({ url }: StartedService): Promise<void> {
  for (;;) {
    const { read, pending } = await (await fetch(`${url}api/ledger`)).json();
    if (read >= views && pending === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function measure(dataPath: string) {
  const csv = join(dataPath, "raw", "watch_logs.csv");
  await Deno.mkdir(join(dataPath, "raw"), { recursive: true });
  await generateInput(csv, { rows: views, signal: new AbortController().signal });
  const filling = await startService(dataPath);
  await applied(filling);
  filling.kill("SIGTERM");
  await filling.ended;
  console.error(`${views} rows are in the store`);
  const loads = [loadNow()];
  const startsMs = await measureStart(dataPath, STARTS);
  console.error("starts", startsMs);
  const service = await startService(dataPath);
  try {
    const page = await measureFirstPage(service.url);
    loads.push(loadNow());
    const api = await measureApi(service, { dataPath, ...API });
    console.error(page, api);
    loads.push(loadNow());
    const few = await measureLive(service, FEW);
    console.error(few);
    const many = await measureLive(service, MANY);
    console.error(many);
    const live = { few: { ...FEW, ...few }, many: { ...MANY, ...many } };
    return { views, loads, startsMs, page, api, ...live };
  } finally {
    service.kill("SIGTERM");
    await service.ended;
  }
}

function loadNow(): number {
  return Deno.loadavg()[0]!;
}

await buildEnv();
const dataPath = await Deno.makeTempDir({ prefix: "playhead-service-bench-" });
try {
  const machine = await describeMachine({ withPeers: false });
  const section = renderServiceSection(machine, await measure(dataPath));
  console.log(section);
  if (!values.dry) await writeSection(benchPath("../docs/benchmarks.md"), "bench:service", section);
} finally {
  await Deno.remove(dataPath, { recursive: true });
}
