// The Parquet files: listed, given out whole or in ranges, and nothing else of the disk.

import assert from "node:assert/strict";
import { join } from "node:path";
import { fakeApi } from "../api_fixture.ts";

async function withFiles(
  test: (
    ask: (path: string, headers?: Record<string, string>) => Promise<Response>,
  ) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir(), folder = join(root, "processed");
  try {
    await Deno.mkdir(join(folder, "month=2026-01"), { recursive: true });
    await Deno.mkdir(join(folder, ".run-1"));
    await Deno.writeTextFile(join(folder, "views.parquet"), "0123456789");
    await Deno.writeTextFile(join(folder, "month=2026-01", "a b.parquet"), "ab");
    await Deno.writeTextFile(join(folder, ".run-1", "x.parquet"), "hidden");
    await Deno.writeTextFile(join(folder, "views.report.json"), "{}");
    await Deno.writeTextFile(join(root, "secret.parquet"), "secret");
    await Deno.symlink(join(root, "secret.parquet"), join(folder, "link.parquet"));
    const { ask } = fakeApi({}, folder);
    await test((path, headers = {}) => ask(path, { headers }));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("GET /api/files lists Parquet files with where to get them", async () => {
  await withFiles(async (ask) => {
    const { files } = await (await ask("/api/files")).json();
    assert.deepEqual(
      files.map(({ path, bytes }: { path: string; bytes: number }) => [path, bytes]),
      [
        ...[["month=2026-01/a b.parquet", 2], ["views.parquet", 10]],
      ],
    );
    for (const { href } of files) assert.equal((await (await ask(href)).text()).length > 0, true);
  });
});

Deno.test("GET /api/files/… gives ranges, and knows what the client has", async () => {
  await withFiles(async (ask) => {
    const whole = await ask("/api/files/views.parquet");
    assert.deepEqual([whole.status, await whole.text()], [200, "0123456789"]);
    const part = await ask("/api/files/views.parquet", { range: "bytes=-4" });
    assert.deepEqual([part.status, await part.text()], [206, "6789"]);
    assert.equal(part.headers.get("content-range"), "bytes 6-9/10");
    // A browser's cache that puts ranges together may give fewer bytes than it says.
    assert.equal(part.headers.get("cache-control"), "no-store");
    const etag = whole.headers.get("etag")!;
    const same = await ask("/api/files/views.parquet", { range: "bytes=0-0", "if-range": etag });
    assert.equal(await same.text(), "0");
    const other = await ask("/api/files/views.parquet", { range: "bytes=0-0", "if-range": '"x"' });
    assert.equal((await other.text()).length, 10);
    assert.equal((await ask("/api/files/views.parquet", { "if-none-match": etag })).status, 304);
    const beyond = await ask("/api/files/views.parquet", { range: "bytes=10-" });
    assert.deepEqual([beyond.status, beyond.headers.get("content-range")], [416, "bytes */10"]);
  });
});

Deno.test("GET /api/files/… gives nothing from outside of the folder, hidden or of another kind", async () => {
  await withFiles(async (ask) => {
    const paths = [
      ...["link.parquet", "..%2Fsecret.parquet", "%2e%2e/secret.parquet", "views.report.json"],
      ...[".run-1/x.parquet", "none.parquet", "month=2026-01", "%00.parquet", "%ff.parquet", ""],
      ...["a\\..\\..\\secret.parquet", "views.parquet/x.parquet", `${"x".repeat(300)}.parquet`],
    ];
    for (const path of paths) {
      const answer = await ask(`/api/files/${path}`);
      assert.equal(answer.status, 404, path);
      await answer.body?.cancel();
    }
  });
});
