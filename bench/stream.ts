// Measures the stream: `deno task bench:stream [ROWS]`. Log and store in a new folder, the consumer in its
// worker as in the service, then the same rows by a loop in Python. Writes docs/benchmarks.md.

import { join } from "node:path";
import { benchPath, PROJECT_FOLDER } from "./paths.ts";
import { describeMachine } from "./describe_machine.ts";
import { drainLog } from "./drain_log.ts";
import { measureProcess } from "./measure_process.ts";
import { measureStream, type StreamFigures } from "./measure_stream.ts";
import { renderStreamSection } from "./stream_section.ts";
import { writeSection } from "./write_section.ts";

const DEFAULT_ROWS = 1_000_000;

/** What the loop in Python tells. */
export interface LoopFigures {
  readonly read: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly seconds: number;
}

/** Writes events as NDJSON, the same ones for the same number. */
export async function generateEvents(path: string, rows: number): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "generate", "--quiet", "--rows", String(rows), "--seed", "7"]
      .concat("--format", "ndjson", "--error-kinds", "fields", "--out", path),
    cwd: PROJECT_FOLDER,
  }).output();
  if (!success) throw new Error(`Cannot generate ${rows} rows`);
}

async function runLoop(input: string, folder: string) {
  const script = benchPath("peers/stream_sqlite.py");
  const { stdout, ...cost } = await measureProcess(["python3", script, input, `${folder}/loop.db`]);
  return { ...cost, figures: JSON.parse(stdout) as LoopFigures };
}

/** The work has to be the same before it is timed against another. */
function checkEqual({ ledger }: StreamFigures, loop: LoopFigures): void {
  for (const part of ["read", "accepted", "duplicate", "quarantined"] as const) {
    const ours = part === "read"
      ? ledger.accepted + ledger.duplicate + ledger.quarantined
      : ledger[part];
    if (ours === loop[part]) continue;
    throw new Error(`Cannot compare as ${part} must be equal: ${ours} here, ${loop[part]} there`);
  }
}

if (import.meta.main) {
  const rows = Number(Deno.args[0] ?? DEFAULT_ROWS);
  const folder = await Deno.makeTempDir({ prefix: "playhead-stream-bench-" });
  try {
    const input = join(folder, "events.ndjson");
    await generateEvents(input, rows);
    const figures = await measureStream(
      { path: input, rows },
      { kind: "embedded", dataPath: join(folder, "data") },
    );
    const drained = await drainLog(
      { path: input, rows },
      { kind: "embedded", dataPath: join(folder, "drained") },
    );
    const loop = await runLoop(input, folder);
    checkEqual(figures, loop.figures);
    const load = Deno.loadavg()[0]!;
    const machine = await describeMachine({ withPeers: false });
    const section = renderStreamSection({ ...figures, drained }, { loop, machine, load });
    console.log(section);
    await writeSection(`${PROJECT_FOLDER}/docs/benchmarks.md`, "bench:stream", section);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
