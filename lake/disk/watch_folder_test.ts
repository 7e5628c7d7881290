// Files are taken once they have settled, once for each version, and what is no input is left alone.

import assert from "node:assert/strict";
import { join } from "node:path";
import { watchFolder } from "./watch_folder.ts";

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const HOUR_MS = 3_600_000;

/** Writes a file as it was an hour ago. */
async function put(folder: string, name: string, text: string, ageMs = HOUR_MS): Promise<void> {
  const path = join(folder, name), time = new Date(Date.now() - ageMs);
  await Deno.writeTextFile(path, text);
  await Deno.utime(path, time, time);
}

Deno.test("watchFolder() takes each file once, and again when it changes", async () => {
  await withFolder(async (folder) => {
    await put(folder, "a.csv", "1");
    const stop = new AbortController();
    const names: string[] = [];
    const options = { signal: stop.signal, taken: new Map(), lookEveryMs: 5 };
    for await (const { path } of watchFolder(folder, options)) {
      names.push(path.slice(folder.length + 1));
      if (names.length === 1) await put(folder, "b.ndjson.gz", "2");
      if (names.length === 2) await put(folder, "a.csv", "changed");
      if (names.length === 3) stop.abort();
    }
    assert.deepEqual(names, ["a.csv", "b.ndjson.gz", "a.csv"]);
  });
});

Deno.test("watchFolder() leaves alone what was taken, what is being written, and what is no input", async () => {
  await withFolder(async (folder) => {
    await put(folder, "known.csv", "1");
    await put(folder, "catalog.csv", "1");
    await put(folder, ".hidden.csv", "1");
    await put(folder, "notes.txt", "1");
    await put(folder, "growing.csv", "1", 0);
    await put(folder, "new.json", "1");
    const stop = new AbortController();
    const first = watchFolder(folder, { signal: stop.signal, taken: new Map(), lookEveryMs: 5 });
    const taken = new Map<string, string>();
    for await (const { path, mark } of first) {
      taken.set(path, mark);
      if (taken.size === 2) stop.abort();
    }
    assert.deepEqual([...taken.keys()].map((path) => path.slice(folder.length + 1)), [
      ...["known.csv", "new.json"],
    ]);
    const again = new AbortController();
    setTimeout(() => again.abort(), 40);
    const options = { signal: again.signal, taken, lookEveryMs: 5, settleMs: HOUR_MS / 2 };
    for await (const { path } of watchFolder(folder, options)) assert.fail(path);
  });
});
