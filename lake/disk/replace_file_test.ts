// Tests of replacing a file: whole files only, however many replace it at once, and nothing left beside it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { replaceText } from "./replace_file.ts";

Deno.test("replaceText() leaves one of the texts whole when many replace a file at once", async () => {
  const folder = await Deno.makeTempDir(), path = join(folder, "kept.json");
  try {
    const texts = Array.from({ length: 20 }, (_, n) => `${n}`.repeat(1 + 40_000 * (n % 3)));
    await Promise.all(texts.map((text) => replaceText(path, text)));
    assert.ok(texts.includes(await Deno.readTextFile(path)));
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["kept.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replaceText() keeps a file's mode and a link; a new file is its owner's", async () => {
  const folder = await Deno.makeTempDir(), path = join(folder, "kept.json");
  const link = join(folder, "link.json"), open = join(folder, "open.json");
  try {
    await replaceText(path, "one");
    assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    await Deno.writeTextFile(open, "", { mode: 0o644 });
    await Deno.symlink(open, link);
    await replaceText(link, "two");
    assert.ok((await Deno.lstat(link)).isSymlink);
    assert.equal(await Deno.readTextFile(open), "two");
    assert.equal((await Deno.stat(open)).mode! & 0o777, 0o644);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replaceText() leaves nothing behind when it cannot replace the file", async () => {
  const folder = await Deno.makeTempDir(), path = join(folder, "taken");
  try {
    await Deno.mkdir(join(path, "full"), { recursive: true });
    await assert.rejects(replaceText(path, "text"));
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["taken"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
