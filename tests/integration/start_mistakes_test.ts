// Mistakes in what `deno task start` is given are told at once, in one line, before anything is made.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));

async function start(environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--frozen", "--no-prompt", "--allow-all", MAIN, ...args],
    env: { PORT: "0", ...environment },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

Deno.test("start ends with one line and exit code 2 when what it is given cannot be", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const PLAYHEAD_DATA = `${folder}/data`;
    const cases = [
      [{ CATALOG_PATH: `${folder}/none.csv` }, [], /Cannot read CATALOG_PATH .*none\.csv"$/],
      [{ PORT: "many" }, [], /Cannot parse PORT as it must be a whole number from 0 to 65535/],
      [{}, ["--no-smaple"], /did you mean --no-sample\?/],
      [
        { SCHEMA_REGISTRY_URL: "here:80", KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:1" },
        [],
        /https:\/\/$/,
      ],
    ] as const;
    for (const [environment, args, words] of cases) {
      const { code, stdout, stderr } = await start({ PLAYHEAD_DATA, ...environment }, ...args);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr.trim(), words);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    }
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
