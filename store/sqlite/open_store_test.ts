// A store or a catalog that is damaged is told by its file and the way out, and is no record's fault.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS as thresholds } from "../../domain/scoring.ts";
import { blameOf } from "../../stream/consume/blame_of.ts";
import { openStore } from "./open_store.ts";
import { StoreDamagedError } from "../errors.ts";

const QUIET = { rederiving: () => {}, switched: () => {} };

async function withStore(test: (dataPath: string) => void | Promise<void>): Promise<void> {
  const dataPath = await Deno.makeTempDir();
  try {
    openStore({ dataPath, thresholds }, QUIET).close();
    await test(dataPath);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
}

function problemOf(dataPath: string): Error {
  try {
    openStore({ dataPath, thresholds }, QUIET).close();
  } catch (error) {
    return error as Error;
  }
  return assert.fail("the store opens");
}

Deno.test("openStore() tells a damaged file, what to do about it, and opens once it is away", async () => {
  await withStore(async (dataPath) => {
    await Deno.writeFile(`${dataPath}/store.db`, new Uint8Array(5_000).fill(7));
    const problem = problemOf(dataPath);
    assert(problem instanceof StoreDamagedError);
    assert.match(problem.message, /store\.db as it is damaged: .*Move it away, .*anew from/);
    assert.equal(blameOf(problem), "store");
    for (const suffix of ["", "-wal", "-shm"]) {
      await Deno.remove(`${dataPath}/store.db${suffix}`).catch(() => {});
    }
    openStore({ dataPath, thresholds }, QUIET).close();
  });
});

Deno.test("openStore() tells a damaged catalog.json in one line", async () => {
  await withStore(async (dataPath) => {
    await Deno.writeTextFile(`${dataPath}/catalog.json`, '{"runtimes": \n not json\n');
    const problem = problemOf(dataPath);
    assert(problem instanceof StoreDamagedError);
    assert.match(problem.message, /^Cannot read .*catalog\.json as it must be .*remove it: .*$/);
    assert.equal(blameOf(problem), "store");
  });
});
