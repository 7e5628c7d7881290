// The service is fuzzed from its own /openapi.json: no answer is a 5xx, each is as its schema says.
// Schemathesis is found in bench/.venv (`deno task bench:env`), or where PLAYHEAD_PYTHON says.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { VENV_PYTHON } from "../../bench/paths.ts";
import { startService } from "../start_service.ts";

const PYTHON = Deno.env.get("PLAYHEAD_PYTHON") ?? VENV_PYTHON;
const CONFIG = new URL("schemathesis.toml", import.meta.url).pathname;
const CONTRACT = new URL("../../contract.yaml", import.meta.url);
const VIEW = { user_id: "ann", show_name: "Dark", watch_duration_minutes: 42, episode: "One" };

const hasFuzzer = (await schemathesis(["--version"])).success;
// In CI a missing fuzzer is a failure: the test runs, and says so.
const ignore = !hasFuzzer && Deno.env.get("CI") !== "true";
if (ignore) console.warn(`The API is not fuzzed: ${PYTHON} has no schemathesis`);

async function schemathesis(args: readonly string[]) {
  const command = new Deno.Command(PYTHON, {
    args: ["-m", "schemathesis.cli", ...args],
    ...{ stdout: "piped", stderr: "piped", stdin: "null" },
  });
  try {
    const { success, stdout, stderr } = await command.output();
    return { success, text: new TextDecoder().decode(Buffer.concat([stdout, stderr])) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { success: false, text: `no ${PYTHON}` };
    throw error;
  }
}

Deno.test(
  { name: "the service answers as /openapi.json says, whatever it is asked", ignore },
  async () => {
    const dataPath = await Deno.makeTempDir();
    try {
      // A copy, as the fuzzer changes limits in it.
      const contractPath = join(dataPath, "contract.yaml");
      await Deno.copyFile(CONTRACT, contractPath);
      const service = await startService(dataPath, { DATA_CONTRACT_PATH: contractPath });
      const rows = Array.from({ length: 40 }, (_, day) => ({
        ...VIEW,
        watch_duration_minutes: day % 10 === 0 ? -1 : 42,
        watch_date: new Date(Date.UTC(2026, 0, day + 1)).toISOString(),
      }));
      const posted = await fetch(`${service.url}api/events`, {
        method: "POST",
        body: JSON.stringify(rows),
      });
      assert.equal(posted.status, 202);
      await posted.body?.cancel();
      const { success, text } = await schemathesis([
        ...["--config-file", CONFIG, "run", `${service.url}openapi.json`],
        ...["--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--max-time", "35"],
        ...[
          "--generation-database",
          "none",
          "--no-color",
          "--no-shrink",
          "--request-timeout",
          "10",
        ],
      ]);
      service.kill("SIGTERM");
      assert.equal(await service.ended, 0);
      assert.ok(success, text.slice(-20_000));
    } finally {
      await Deno.remove(dataPath, { recursive: true });
    }
  },
);
