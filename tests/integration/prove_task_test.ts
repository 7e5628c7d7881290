// Runs `deno task prove` on files that have next to nothing in common with a usual one.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const TASK = fileURLToPath(new URL("../../tasks/prove.ts", import.meta.url));
const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";

async function prove(text: string, env: Record<string, string> = {}): Promise<string> {
  const input = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(input, text);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--frozen",
        "--no-prompt",
        "-A",
        TASK,
        input,
        "--quiet",
        "--kills",
        "1",
        "--repeats",
        "0",
      ],
      env,
    }).output();
    const told = new TextDecoder().decode(stdout);
    assert.equal(code, 0, told + new TextDecoder().decode(stderr));
    return told;
  } finally {
    await Deno.remove(input);
  }
}

Deno.test("prove compares profiles, also of duplicates that differ in nothing else", async () => {
  const rows = ["Kids", "", "Ann", "Main"].flatMap((profile) => [
    ...[`ann,Dark,40,2026-01-01T20:00:00Z,${profile}`, `bob,Dark,5,2026-01-02,${profile}`],
    `ann,Dark,${10 + profile.length},2026-01-03,${profile}`,
  ]);
  const told = await prove(`${HEADER.trim()},profile\n${rows.join("\n")}\n`);
  assert.match(told, /All equal/);
});

Deno.test("prove finds nothing to differ in a file without rows", async () => {
  assert.match(await prove(HEADER), /All equal: 0 records/);
});

Deno.test("prove compares days that are thousands of years apart", async () => {
  const rows = ["0001-01-01", "0999-12-31T23:00:00Z", "1970-01-01", "2024-02-29"]
    .map((date) => `ann,Dark,45,${date}\n`).join("");
  const told = await prove(HEADER + rows, { EARLIEST_WATCH_DATE: "0001-01-01" });
  assert.match(told, /by UTC day: 2 figures of each +4 +4 +yes/);
  assert.match(told, /All equal: 4 records/);
});
