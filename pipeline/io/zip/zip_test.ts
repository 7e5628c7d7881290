// Tests of reading ZIP archives: what is chosen in them, every way to write one, and those that lie.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { InputError } from "../../../domain/errors.ts";
import { makeZip, type ZipFile, type ZipForm } from "../../../tests/make_zip.ts";
import { type OpenedInput, openInput } from "../open_input.ts";
import { readPlainHead } from "../read_plain_head.ts";

const ROWS = "user_id,show_name\n" +
  Array.from({ length: 4_000 }, (_, n) => `u${n * 7919 % 1_009},Show ${n}\n`).join("");
const VIEWS = "CONTENT_INTERACTION/ViewingActivity.csv";
const REPORT: readonly ZipFile[] = [
  { name: "Cover Sheet.pdf", content: "%PDF" },
  { name: "ACCOUNT/AccountDetails.csv", content: "a,b\n1,2\n" },
  { name: "CONTENT_INTERACTION/", content: "", stored: true },
  { name: VIEWS, content: ROWS },
];

/** Opens the archive's bytes; a member holds views when it begins as these rows do. */
async function open(bytes: Uint8Array, name = "report.zip"): Promise<[OpenedInput, string]> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-zip-" });
  try {
    const path = join(folder, name);
    await Deno.writeFile(path, bytes);
    const spool = join(folder, "spool");
    const holdsViews = ({ dataPath }: { readonly dataPath: string }) =>
      Deno.readTextFileSync(dataPath).startsWith("user_id");
    const opened = await openInput({ kind: "file", path }, spool, holdsViews);
    const text = await Deno.readTextFile(opened.dataPath);
    assert.equal([...Deno.readDirSync(spool)].length, 1);
    return [opened, text];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function refused(files: readonly ZipFile[] | Uint8Array, why: RegExp): Promise<void> {
  await assert.rejects(open(files instanceof Uint8Array ? files : makeZip(files)), (error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, /^Cannot read \S+report\.zip as [^\n]+$/);
    assert.match(error.message, why);
    return true;
  });
}

Deno.test("openInput() reads the views of an export's archive, however it is written", async () => {
  const forms: ZipForm[] = [{}, { isStreamed: true }, { isWide: true }, {
    comment: "x".repeat(999),
  }];
  for (const form of [...forms, { isStreamed: true, isWide: true }]) {
    for (const stored of [false, true]) {
      const bytes = makeZip(REPORT.map((file) => ({ ...file, stored })), form);
      const [opened, text] = await open(bytes);
      assert.equal(text, ROWS, JSON.stringify(form));
      assert.deepEqual([opened.member, opened.compression, opened.format], [VIEWS, "zip", "csv"]);
      assert.equal(opened.bytes, bytes.length);
      assert.match(opened.sha256!, /^[0-9a-f]{64}$/);
    }
  }
  const prefixed = Buffer.concat([Buffer.from("#!/bin/sh\n"), makeZip(REPORT)]);
  assert.equal((await open(prefixed))[1], ROWS);
});

Deno.test("openInput() takes the only file of views in any other archive, packed or not", async () => {
  const archives: ZipFile[][] = [
    [{ name: "a\\b\\viewingactivity.csv", content: ROWS }],
    [{ name: "netflix/content_interaction/VIEWINGACTIVITY.CSV", content: ROWS }],
    [{ name: "views.csv.gz", content: gzipSync(ROWS) }, { name: "__MACOSX/._v.csv", content: "x" }],
    [{ name: "catalog.csv", content: "show_name\n" }, { name: "v.tsv", content: ROWS }],
  ];
  for (const files of archives) {
    const [opened, text] = await open(makeZip(files), "unnamed");
    assert.equal(text, ROWS);
    assert.equal(opened.compression, "zip");
  }
});

Deno.test("openInput() lists what is in an archive without one file of views", async () => {
  await refused([], /it is empty$/);
  await refused([{ name: "a.pdf", content: "x" }, { name: "b", content: "x" }], /"a\.pdf", "b"$/);
  const two = ["x/a.csv", "x/b.csv"].map((name) => ({ name, content: ROWS }));
  await refused(two, /one file of views: it holds "x\/a\.csv", "x\/b\.csv"; unpack it/);
  await refused(
    [{ name: VIEWS, content: ROWS }, { name: `x/${VIEWS}`, content: ROWS }],
    /one file/,
  );
  await refused([{ name: "[Content_Types].xml", content: "<" }], /spreadsheet or document/);
  await refused([{ name: "in.zip", content: makeZip(REPORT) }], /ZIP archive in another packing/);
});

Deno.test("openInput() refuses archives that are encrypted, packed otherwise, damaged or that lie", async () => {
  const views = { name: VIEWS, content: ROWS };
  await refused([{ ...views, flags: 1 }], /is encrypted: unpack it with its password/);
  await refused([{ ...views, method: 14 }], /is packed with LZMA: unpack it/);
  await refused([{ ...views, method: 55 }], /is packed with method 55: unpack it/);
  await refused([{ ...views, crc: 1 }], /its checksum is wrong/);
  await refused([{ ...views, plainBytes: 100 }], /it holds more than it says/);
  await refused([{ ...views, plainBytes: ROWS.length + 1 }], /it holds less than it says/);
  await refused([{ ...views, plainBytes: 2 ** 31 }], /at most 300 times its size/);
  await refused([views, { ...views, name: "b.csv", at: 0 }], /files in it share bytes/);
  await refused([{ ...views, at: 3 }], /header is missing|does not fit/);
  const whole = makeZip(REPORT);
  await refused(whole.subarray(0, whole.length - 30), /its end is missing/);
  await refused(whole.subarray(0, whole.length >> 1), /its end is missing/);
  for (const added of ["more", "\r\n", "\0"]) {
    await refused(Buffer.concat([whole, Buffer.from(added)]), /bytes [^:]* stand behind its end/);
  }
});

Deno.test("every turned bit of an archive is refused or does not matter", async () => {
  const rows = ROWS.slice(0, 500);
  const bytes = makeZip([{ name: "a.csv", content: rows }, { name: "notes", content: "x" }]);
  for (let bit = 0; bit < bytes.length * 8; bit += 3) {
    const damaged = bytes.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    try {
      const [opened, text] = await open(damaged, "a.zip");
      assert.ok(text === rows || opened.compression === "none", `bit ${bit} was read otherwise`);
    } catch (error) {
      assert.ok(error instanceof InputError, `bit ${bit}: ${error}`);
      assert.ok(!error.message.includes("\n"));
    }
  }
});

Deno.test("readPlainHead() reads the first bytes of any packing", async () => {
  const folder = await Deno.makeTempDir({ prefix: "playhead-head-" });
  try {
    const path = join(folder, "input");
    const packed = [Buffer.from(ROWS), gzipSync(ROWS), makeZip(REPORT), makeZip(REPORT.slice(3))];
    for (const bytes of packed) {
      await Deno.writeFile(path, bytes);
      const head = new TextDecoder().decode(await readPlainHead(path, 1_000));
      assert.equal(head, ROWS.slice(0, 1_000));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
