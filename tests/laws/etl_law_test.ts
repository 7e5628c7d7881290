// The law of the ETL: whatever the input, and however the work is split, its outcome is the oracle's.

import assert from "node:assert/strict";
import fc from "fast-check";
import { checkGoldenOutcome } from "../check_golden_outcome.ts";
import { readGoldenCases } from "../golden_cases.ts";
import { csvScenario, describeScenario, type Scenario, scenario } from "../oracle/adversarial.ts";
import { ADVERSARIAL_NOW_MS } from "../oracle/adversarial_values.ts";
import { oracleEtl, type OracleOutcome } from "../oracle/oracle_etl.ts";
import { UnclosedArrayError } from "../oracle/read_json_array_rows.ts";
import { readRealExport } from "../real_export.ts";
import { checkSameOutcome } from "./check_same_outcome.ts";
import { runRealEtl, type RunShape } from "./run_real_etl.ts";

/** A failure is made smaller for a minute at most. */
const LAW = {
  numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 12),
  interruptAfterTimeLimit: 60_000,
};
const PLAIN: RunShape = {
  workers: 1,
  blockBytes: 1 << 20,
  memoryBytes: null,
  compression: "zstd",
  packing: "plain",
  scanner: "kernel",
};

const SCANNERS = ["kernel", "script"] as const;

/** Every way to split the work and to pack its files. */
const shape: fc.Arbitrary<RunShape> = fc.record({
  workers: fc.constantFrom(1, 2),
  blockBytes: fc.constantFrom(64, 100, 257, 1_000, 4_096),
  memoryBytes: fc.constantFrom(null, 1_000),
  compression: fc.constantFrom("zstd", "zstd", "snappy", "gzip", "none"),
  packing: fc.constantFrom("plain", "plain", "gz", "zst", "zip"),
  scanner: fc.constantFrom(...SCANNERS),
});

/** Null when an input is a JSON array without its end, of which nothing may be read. */
function unlessCutShort(run: () => OracleOutcome): OracleOutcome | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof UnclosedArrayError) return null;
    throw error;
  }
}

/** Runs both and compares; the error names the scenario, so that it can be tried alone. */
async function holdToOracle(scenario: Scenario, nowMs: number, shape: RunShape): Promise<void> {
  const { inputs, catalog } = scenario;
  const expected = unlessCutShort(() => oracleEtl(inputs, { nowMs, catalog }));
  try {
    const run = runRealEtl(scenario, nowMs, shape);
    if (expected === null) await assert.rejects(run, /^InputError: .* must end with "]"/);
    else checkSameOutcome(await run, expected);
  } catch (cause) {
    const size = inputs.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const what = size > 100_000 ? `${size} bytes` : describeScenario(scenario);
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${why}\nshape: ${JSON.stringify(shape)}\n${what}`, { cause });
  }
}

Deno.test("runEtl() comes to the oracle's outcome on any CSV, split at any byte", async () => {
  const law = fc.asyncProperty(csvScenario, shape, (scenario, shape) => {
    return holdToOracle(scenario, ADVERSARIAL_NOW_MS, shape);
  });
  await fc.assert(law, LAW);
});

Deno.test("runEtl() comes to the oracle's outcome on files of all formats together", async () => {
  const law = fc.asyncProperty(scenario, shape, (scenario, shape) => {
    return holdToOracle(scenario, ADVERSARIAL_NOW_MS, shape);
  });
  await fc.assert(law, LAW);
});

Deno.test("runEtl() comes to the golden outcome of every case", async () => {
  for (const golden of readGoldenCases()) {
    const nowMs = Date.parse(golden.expected.now);
    for (const scanner of SCANNERS) {
      checkGoldenOutcome(golden, await runRealEtl(golden, nowMs, { ...PLAIN, scanner }));
    }
  }
});

Deno.test("runEtl() comes to the oracle's outcome on rows around 1 MiB", async () => {
  const row = (user: string, show: string) => `${user},${show},5,2024-01-01\n`;
  const mebibyte = 1_048_576;
  const fill = (bytes: number) => "x".repeat(bytes - row("u", '""').length + 1);
  const csv = [
    "user_id,show_name,watch_duration_minutes,watch_date\n",
    row("u", `"${fill(mebibyte)}"`),
    row("u", `"${fill(mebibyte + 1)}"`),
    row("u", `"${`${"y".repeat(9_999)}\n`.repeat(110)}`),
    row("u", "Good"),
    row("u", `"${"x".repeat(mebibyte + 10)}\n`),
    row("v", '"Good"'),
  ].join("");
  const line = (show: string) =>
    `{"user_id":"u","watch_duration_minutes":5,"watch_date":"2024-01-01","show_name":"${show}"}`;
  const lines = [line("x".repeat(mebibyte)), line("Good"), line("y".repeat(1_000))];
  const encode = (text: string) => new TextEncoder().encode(text);
  const inputs = [
    { name: "0.csv", bytes: encode(csv) },
    { name: "1.ndjson", bytes: encode(lines.join("\n")) },
    { name: "2.json", bytes: encode(`[${lines.join(",\n")}]`) },
    { name: "3.json", bytes: encode(`[${[...lines, ...lines].join(",")}]`) },
    { name: "4.json", bytes: encode(`[${longElements(mebibyte, lines[1] ?? "").join(",")}]\n`) },
  ];
  const shape = { ...PLAIN, workers: 2, blockBytes: 100_000 };
  for (const scanner of SCANNERS) {
    await holdToOracle({ inputs, catalog: [] }, ADVERSARIAL_NOW_MS, { ...shape, scanner });
  }
});

/** Elements of an array that are too long or have no end, each followed by a good one. */
function longElements(sizeBytes: number, good: string): string[] {
  const long = "x".repeat(sizeBytes);
  return [
    `{"a":[${`${good},`.repeat(12_000)}1]}`,
    `{\n"a": "${long}", "b": [\n${good}]}`,
    `{"a": "${long}"\r\n}`,
    `"${long}"`,
    `"a\n${long}" 5 \n`,
    `1${"0".repeat(sizeBytes)}  \n`,
    `1${"0".repeat(sizeBytes - 1)} `,
    `"\\\n${long}`,
    `"\n{"a":{"${long}\n`,
  ].flatMap((element) => [element, good]);
}

Deno.test("runEtl() comes to the oracle's outcome on a real export", async () => {
  const bytes = await readRealExport();
  if (bytes === null) return;
  const scenario = { inputs: [{ name: "netflix.csv", bytes }], catalog: [] };
  const shape = { ...PLAIN, workers: 2, blockBytes: 65_536 };
  for (const scanner of SCANNERS) {
    await holdToOracle(scenario, ADVERSARIAL_NOW_MS, { ...shape, scanner });
  }
});
