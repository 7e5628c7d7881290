// Tests of reading a catalog file.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readCatalog } from "./read_catalog.ts";

async function onFile(bytes: Uint8Array, test: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeFile(path, bytes);
    await test(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readCatalog() answers runtimes, and has the hash of its file", async () => {
  const bytes = new TextEncoder().encode("show_name,runtime_minutes\nDark,50\n");
  await onFile(bytes, async (path) => {
    const catalog = await readCatalog(path);
    assert.equal(catalog.runtimeOf("Dark", "E1"), 50);
    assert.equal(catalog.sha256, createHash("sha256").update(bytes).digest("hex"));
  });
});

Deno.test("readCatalog() refuses what is not UTF-8, and a file that is not there", async () => {
  await onFile(new Uint8Array([0x1f, 0x8b, 8, 0xff]), async (path) => {
    await assert.rejects(readCatalog(path), /^UsageError: Cannot read the catalog .* in UTF-8/);
  });
  await assert.rejects(readCatalog("no/catalog.csv"), /^InputError: .* no such file/);
});
