// `deno task bench:soak`: 1,000 views a second, 50 WebSockets and a reader of pages for half an hour, minute by
// minute; writes docs/benchmarks.md. `--minutes N` for another length and `--dry` to write nothing.

import { parseArgs } from "node:util";
import { startService } from "../tests/start_service.ts";
import { describeMachine } from "./describe_machine.ts";
import { benchPath } from "./paths.ts";
import { type Minute, renderSoakSection } from "./service/render_soak_section.ts";
import { LiveClients } from "./service/live_clients_process.ts";
import { Soak } from "./service/soak_load.ts";
import { writeSection } from "./write_section.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "30" }, dry: { type: "boolean" } },
});
const minutes = Number(values.minutes);
const PACE = { viewsPerSecond: 1_000, clients: 50, pagesPerSecond: 2 };
const MINUTE_MS = 60_000;

async function measure(dataPath: string) {
  const service = await startService(dataPath);
  const told: Minute[] = [];
  try {
    const live = await LiveClients.start(service, { clients: PACE.clients, seconds: minutes * 60 });
    const soak = new Soak(service, PACE);
    for (let minute = 1; minute <= minutes; minute++) {
      await new Promise((resolve) => setTimeout(resolve, MINUTE_MS));
      told.push({ minute, ...await soak.take() });
      console.error(told.at(-1));
    }
    await soak.stop();
    return { pace: PACE, minutes: told, live: await live.ended };
  } finally {
    service.kill("SIGTERM");
    await service.ended;
  }
}

const dataPath = await Deno.makeTempDir({ prefix: "playhead-soak-" });
try {
  const machine = await describeMachine({ withPeers: false });
  const section = renderSoakSection(machine, await measure(dataPath));
  console.log(section);
  if (!values.dry) await writeSection(benchPath("../docs/benchmarks.md"), "bench:soak", section);
} finally {
  await Deno.remove(dataPath, { recursive: true });
}
