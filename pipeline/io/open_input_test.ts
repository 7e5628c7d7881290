// Tests of opening inputs: plain, packed, damaged, piped, and changed under our hands.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { crc32, gzipSync, zstdCompressSync } from "node:zlib";
import { InputError } from "../../domain/errors.ts";
import { assertUnchanged, type OpenedInput, openInput } from "./open_input.ts";

const ROWS = "user_id,show_name\n" +
  Array.from({ length: 60_000 }, (_, i) => `u${i * 7919 % 10_007},Show ${i}\n`).join("");
const HALF = ROWS.length >> 1;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const utf8 = (text: string) => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));

/** A zstd frame to be skipped, as pzstd writes one before each other frame. */
const SKIPPED = new Uint8Array([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 9, 9, 9, 9]);

/** A member with all that its header may have: extra bytes, a name, a comment, its own checksum. */
function namedGzip(text: string): Uint8Array {
  const plain = gzipSync(text);
  const header = joined(
    plain.subarray(0, 3),
    new Uint8Array([2 | 4 | 8 | 16]),
    plain.subarray(4, 10),
    new Uint8Array([3, 0, 1, 2, 3]),
    utf8("views.csv\0of a day\0"),
  );
  const sum = crc32(header);
  return joined(header, new Uint8Array([sum & 255, sum >> 8 & 255]), plain.subarray(10));
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function openBytes(folder: string, name: string, bytes: Uint8Array): Promise<OpenedInput> {
  const path = join(folder, name);
  await Deno.writeFile(path, bytes);
  return await openInput({ kind: "file", path }, join(folder, "spool"));
}

Deno.test("openInput() reads a plain file where it lies", () =>
  inFolder(async (folder) => {
    const opened = await openBytes(folder, "views.csv", utf8(ROWS));
    const path = join(folder, "views.csv");
    const { size } = await Deno.stat(path);
    assert.deepEqual({ ...opened, modifiedMs: 0 }, {
      path,
      format: "csv",
      compression: "none",
      member: null,
      dataPath: path,
      dataBytes: size,
      bytes: size,
      sha256: null,
      modifiedMs: 0,
    });
    assert.equal(await Deno.stat(join(folder, "spool")).catch(() => null), null);
  }));

Deno.test("openInput() unpacks every member of a gzip and every frame of a zstd", () =>
  inFolder(async (folder) => {
    const [a, b] = [ROWS.slice(0, HALF), ROWS.slice(HALF)];
    const files = {
      "one.csv.gz": gzipSync(ROWS),
      "two.csv.gz": joined(gzipSync(a), gzipSync(b)),
      "padded.csv.gz": joined(gzipSync(a), new Uint8Array(700), gzipSync(b), new Uint8Array(9)),
      "named.csv.gz": joined(namedGzip(a), namedGzip(b)),
      "one.csv.zst": zstdCompressSync(ROWS),
      "two.csv.zst": joined(zstdCompressSync(a), zstdCompressSync(""), zstdCompressSync(b)),
      "skips.csv.zst": joined(SKIPPED, zstdCompressSync(a), SKIPPED, zstdCompressSync(b), SKIPPED),
      "unnamed": zstdCompressSync(ROWS),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const opened = await openBytes(folder, name, bytes);
      assert.equal(await Deno.readTextFile(opened.dataPath), ROWS, name);
      assert.equal(opened.dataBytes, ROWS.length, name);
      assert.equal(opened.bytes, bytes.length, name);
      assert.equal(opened.sha256, sha256(bytes), name);
      assert.equal(opened.format, "csv", name);
      assert.equal(opened.compression, name.endsWith(".gz") ? "gz" : "zst", name);
      assertUnchanged(opened);
    }
  }));

Deno.test("openInput() goes by bytes: a .gz that is plain text is read as it is", () =>
  inFolder(async (folder) => {
    const opened = await openBytes(folder, "views.ndjson.gz", utf8('{"user_id":"u"}\n'));
    assert.equal(opened.compression, "none");
    assert.equal(opened.format, "ndjson");
    const damaged = zstdCompressSync(ROWS);
    damaged[0]! ^= 1;
    await assert.rejects(
      openBytes(folder, "views.csv.zst", damaged),
      /as its name ends in \.zst and its bytes are neither that nor text: it may be damaged/,
    );
  }));

Deno.test("openInput() refuses packed files that are damaged, cut short or followed by junk", () =>
  inFolder(async (folder) => {
    const gz = gzipSync(ROWS), zst = zstdCompressSync(ROWS);
    const damaged = Uint8Array.from(gz);
    damaged[damaged.length - 6]! ^= 1;
    const files = {
      "short.gz": gz.subarray(0, gz.length - 9),
      "shorter.gz": gz.subarray(0, 5),
      "second.gz": joined(gz, gz.subarray(0, 30)),
      "damaged.gz": damaged,
      "junk.gz": joined(gz, utf8("junk, and more of it")),
      "junk-behind-padding.gz": joined(gz, new Uint8Array(9), utf8("junk")),
      "line-end.gz": joined(gz, utf8("\r\n")),
      "line-end.zst": joined(zst, utf8("\r\n")),
      "short.zst": zst.subarray(0, zst.length - 1),
      "shorter.zst": zst.subarray(0, 5),
      "second.zst": joined(zst, zst.subarray(0, 30)),
      "junk.zst": joined(zst, utf8("junk, and more of it")),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const packer = name.endsWith("gz") ? "gzip" : "zstd";
      await assert.rejects(openBytes(folder, name, bytes), (error) => {
        assert.ok(error instanceof InputError, name);
        assert.match(error.message, new RegExp(`^Cannot read .*/${name} as ${packer}: [^\n]+$`));
        const isFollowed = /junk|line-end/.test(name);
        assert.equal(/stand behind its end/.test(error.message), isFollowed, error.message);
        return true;
      });
    }
  }));

Deno.test("openInput() names what it cannot read and what to do", () =>
  inFolder(async (folder) => {
    const open = (path: string) => openInput({ kind: "file", path }, join(folder, "spool"));
    await assert.rejects(open(join(folder, "absent.csv")), /absent\.csv as there is no such file/);
    await assert.rejects(open(folder), /as it is a folder: name the files in it$/);
    await assert.rejects(
      openBytes(folder, "export.zip", new Uint8Array([0x50, 0x4b, 3, 4])),
      /export\.zip as a ZIP archive: its end is missing \(it is damaged or cut short/,
    );
    await assert.rejects(
      openBytes(folder, "twice.csv.gz", gzipSync(gzipSync(ROWS))),
      /as it is packed twice/,
    );
  }));

Deno.test("openInput() takes a pipe, packed or not, from its first byte to its last", () =>
  inFolder(async (folder) => {
    for (const [name, bytes] of [["plain", utf8(ROWS)], ["packed", gzipSync(ROWS)]] as const) {
      const path = join(folder, name);
      const made = await new Deno.Command("mkfifo", { args: [path] }).output();
      assert.ok(made.success);
      const [opened] = await Promise.all([
        openInput({ kind: "file", path }, join(folder, "spool")),
        Deno.writeFile(path, bytes, { create: false }),
      ]);
      assert.equal(await Deno.readTextFile(opened.dataPath), ROWS);
      assert.equal(opened.sha256, sha256(bytes));
      assert.equal(opened.modifiedMs, null);
      assertUnchanged(opened);
    }
  }));

Deno.test("assertUnchanged() refuses a file that grew, shrank, was touched or is gone", () =>
  inFolder(async (folder) => {
    const open = () => openBytes(folder, "views.csv", utf8("user_id\nu1\n"));
    const path = join(folder, "views.csv");
    const changes: (() => Promise<void>)[] = [
      () => Deno.writeTextFile(path, "u2\n", { append: true }),
      () => Deno.truncate(path, 3),
      () => Deno.utime(path, new Date(0), new Date(0)),
    ];
    for (const change of changes) {
      const opened = await open();
      assertUnchanged(opened);
      await change();
      assert.throws(() => assertUnchanged(opened), /as it changed while it was read/);
    }
    const opened = await open();
    await Deno.remove(path);
    assert.throws(() => assertUnchanged(opened), /no such file/);
  }));
