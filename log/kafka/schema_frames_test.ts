// Records framed by a schema registry, against one on loopback.

import assert from "node:assert/strict";
import type { LogRecord } from "../port.ts";
import { SchemaFrames } from "./schema_frames.ts";

const SCHEMA = {
  type: "object",
  properties: { user_id: { type: "string" }, watch_duration_minutes: { type: "number" } },
  required: ["user_id"],
};
const GOOD = `{"user_id":"ann","watch_duration_minutes":12}`;

const utf8 = new TextEncoder();

function record(value: Uint8Array): LogRecord {
  return { offset: 0, key: "", value, headers: { source: "x" }, ingestTimeMs: 0 };
}

function framed(id: number, text: string): LogRecord {
  return record(new Uint8Array([0, 0, 0, 0, id, ...utf8.encode(text)]));
}

/** Texts and refusals of records, read at an odd place of a larger buffer as a fetch has them. */
async function open(url: string | null, records: readonly LogRecord[]) {
  const shifted = records.map((one) => {
    const bytes = new Uint8Array(one.value.length + 3);
    bytes.set(one.value, 3);
    return { ...one, value: bytes.subarray(3) };
  });
  const batch = { topic: "t", partition: 0, nextOffset: 1, endOffset: 1, records: shifted };
  const [opened] = await new SchemaFrames(url).open([batch]);
  return opened!.records.map(({ value, refusal }) => refusal ?? new TextDecoder().decode(value));
}

async function withRegistry(use: (url: string) => Promise<void>): Promise<string[]> {
  const asked: string[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    ({ url, headers }) => {
      const { pathname } = new URL(url);
      asked.push(`${pathname} ${headers.get("authorization")}`);
      return pathname === "/sub/schemas/ids/7"
        ? Response.json({ schemaType: "JSON", schema: JSON.stringify(SCHEMA) })
        : Response.json({ error_code: 40403, message: "Schema not found" }, { status: 404 });
    },
  );
  try {
    await use(`http://me:se%20cret@127.0.0.1:${server.addr.port}/sub/`);
  } finally {
    await server.shutdown();
  }
  return asked;
}

Deno.test("SchemaFrames.open() reads the JSON of frames, and leaves the rest, without a registry", async () => {
  const plain = record(utf8.encode(GOOD)), binary = record(new Uint8Array([0, 1, 2, 3, 4, 5]));
  const empty = record(new Uint8Array(0));
  assert.deepEqual(await open(null, [framed(9, GOOD), plain, binary, empty]), [
    ...[GOOD, GOOD, "\0\x01\x02\x03\x04\x05", ""],
  ]);
});

Deno.test("SchemaFrames.open() refuses what its schema refuses, and asks once for each schema", async () => {
  const asked = await withRegistry(async (url) => {
    const bad = `{"watch_duration_minutes":"x"}`;
    const records = [framed(7, GOOD), framed(7, bad), framed(7, "{"), framed(7, "avro?")];
    const [good, refused, broken, none] = await open(url, records);
    assert.equal(good, GOOD);
    assert.match(refused!, /^it does not keep schema 7: /);
    assert.match(broken!, /^it does not keep schema 7: /);
    assert.equal(none, "of schema 7, but no JSON object");
    assert.deepEqual(await open(url, [framed(8, GOOD), record(utf8.encode(GOOD))]), [
      ...["of schema 8, which the schema registry does not know", GOOD],
    ]);
  });
  assert.deepEqual([...new Set(asked)], [
    ...["/sub/schemas/ids/7 Basic bWU6c2UgY3JldA==", "/sub/schemas/ids/8 Basic bWU6c2UgY3JldA=="],
  ]);
});

Deno.test("SchemaFrames.open() reads nothing while the registry is away, and keeps its password", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(
    () => open(`http://me:secret@127.0.0.1:${port}`, [framed(7, GOOD)]),
    (error: Error) => {
      assert.match(error.message, /as the schema registry at 127\.0\.0\.1:\d+ must answer/);
      assert.doesNotMatch(error.message, /secret/);
      return error.name === "LogReadError";
    },
  );
});
