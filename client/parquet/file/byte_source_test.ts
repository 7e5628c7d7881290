// A file at an address is read by ranges, metered, and not mixed with its successor.

import assert from "node:assert/strict";
import { openUrl } from "./byte_source.ts";

const BYTES = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);

/** A server that answers ranges of {@link BYTES}. */
function serve(tag: () => string, asked: string[] = []): typeof fetch {
  return (_, init) => {
    const range = new Headers(init?.headers).get("range")!;
    asked.push(range);
    const [from, to] = range.replace("bytes=", "").split("-");
    const start = from === "" ? BYTES.length - Number(to) : Number(from);
    const end = from === "" ? BYTES.length : Number(to) + 1;
    const headers = {
      "content-range": `bytes ${start}-${end - 1}/${BYTES.length}`,
      etag: tag(),
    };
    return Promise.resolve(new Response(BYTES.slice(start, end), { status: 206, headers }));
  };
}

Deno.test("openUrl() reads the end at once, and each range once", async () => {
  const asked: string[] = [];
  const source = await openUrl("http://localhost/x", serve(() => '"1"', asked));
  assert.equal(source.byteLength, BYTES.length);
  assert.deepEqual(new Uint8Array(await source.slice(199_990)), BYTES.slice(199_990));
  assert.deepEqual(asked, ["bytes=-65536"]);
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(new Uint8Array(await source.slice(10, 20)), BYTES.slice(10, 20));
  }
  assert.deepEqual(asked, ["bytes=-65536", "bytes=10-19"]);
  assert.equal(source.readBytes(), 65_546);
});

Deno.test("openUrl() goes around the browser's cache, and asks again for a range that comes short", async () => {
  const whole = serve(() => '"1"'), modes: (string | undefined)[] = [];
  let cut = 1;
  const source = await openUrl("http://localhost/x", async (address, init) => {
    modes.push(init?.cache);
    const answer = await whole(address, init);
    if (modes.length === 1 || cut-- <= 0) return answer;
    return new Response(new Uint8Array(), { status: 206, headers: answer.headers });
  });
  assert.deepEqual(new Uint8Array(await source.slice(10, 20)), BYTES.slice(10, 20));
  assert.deepEqual(modes, ["no-store", "no-store", "no-store"]);
  cut = 9;
  await assert.rejects(async () => await source.slice(20, 30), /sent less than was asked for/);
});

Deno.test("openUrl() refuses bytes of a file that took the place of the first", async () => {
  let tag = '"1"';
  const source = await openUrl("http://localhost/x", serve(() => tag));
  tag = '"2"';
  await assert.rejects(async () => await source.slice(10, 20), /has been replaced/);
});

Deno.test("openUrl() says what a server lacks", async () => {
  const answer = (status: number) => () => Promise.resolve(new Response("all of it", { status }));
  await assert.rejects(openUrl("http://localhost/x", answer(200)), /no range requests/);
  await assert.rejects(openUrl("http://localhost/x", answer(404)), /no such file/);
  const fails = () => Promise.reject(new TypeError("failed"));
  await assert.rejects(openUrl("http://localhost/x", fails), /does not allow pages of others/);
});
