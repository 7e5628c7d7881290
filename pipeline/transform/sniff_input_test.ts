// Tests of telling inputs by their names and first bytes.

import assert from "node:assert/strict";
import { foreignKindOf, formatOf, packingOf } from "./sniff_input.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("packingOf() goes by the magic number, and needs all of it", () => {
  assert.equal(packingOf(new Uint8Array([0x1f, 0x8b, 8])), "gz");
  assert.equal(packingOf(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0])), "zst");
  assert.equal(packingOf(new Uint8Array([0x28, 0xb5, 0x2f])), "none");
  assert.equal(packingOf(new Uint8Array([0x50, 0x2a, 0x4d, 0x18, 4])), "zst");
  assert.equal(packingOf(new Uint8Array([0x5f, 0x2a, 0x4d, 0x18, 4])), "zst");
  assert.equal(packingOf(new Uint8Array([0x60, 0x2a, 0x4d, 0x18, 4])), "none");
  assert.equal(packingOf(new Uint8Array([0x1f])), "none");
  assert.equal(packingOf(bytes("user_id")), "none");
});

Deno.test("formatOf() goes by the ending where it tells the format", () => {
  for (const path of ["a.csv", "A.CSV", "a.tsv", "a.csv.gz", "a.csv.zst"]) {
    assert.equal(formatOf(path, bytes("[")), "csv", path);
  }
  for (const path of ["a.ndjson", "a.jsonl", "a.jsonl.gz"]) {
    assert.equal(formatOf(path, bytes("[")), "ndjson", path);
  }
});

Deno.test("formatOf() goes by the first visible byte of other names, and of .json", () => {
  for (const path of ["-", "views", "views.txt.gz", "views.json"]) {
    assert.equal(formatOf(path, bytes('\uFEFF \r\n\t[{"a":1}]')), "json", path);
    assert.equal(formatOf(path, bytes('\n{"a":1}')), "ndjson", path);
  }
  assert.equal(formatOf("-", bytes("user_id,show_name")), "csv");
  assert.equal(formatOf("-", bytes("")), "csv");
  assert.equal(formatOf("views.json", bytes("user_id")), "json");
});

Deno.test("foreignKindOf() knows what cannot hold rows as text, and lets text be", () => {
  const kind = (...head: number[]) => foreignKindOf(new Uint8Array([...head, 1, 2, 3])) ?? "";
  assert.match(kind(0x50, 0x4b, 3, 4), /ZIP archive/);
  assert.match(kind(0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59), /bzip2/);
  assert.match(kind(0xff, 0xfe), /UTF-16/);
  assert.match(kind(0x1f, 0x8b), /packed twice/);
  assert.match(foreignKindOf(bytes("PAR1\x15\x04")) ?? "", /Parquet/);
  assert.match(kind(0xff, 0xfe, 0, 0), /UTF-32/);
  assert.match(kind(0x75, 0, 0x73, 0, 0x65, 0), /UTF-16/);
  assert.match(kind(0, 0x75, 0, 0x73, 0, 0x65), /UTF-16/);
  assert.match(kind(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), /7z archive/);
  assert.match(kind(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), /old spreadsheet/);
  assert.match(foreignKindOf(bytes("SQLite format 3\0\x10")) ?? "", /SQLite database/);
  assert.match(foreignKindOf(bytes("views.csv".padEnd(257, "\0") + "ustar\0")) ?? "", /tar -xf/);
  for (const page of ["<!DOCTYPE html>", "\n <html lang=en>", "\uFEFF<!doctype HTML "]) {
    assert.match(foreignKindOf(bytes(page)) ?? "", /web page/, page);
  }
  for (const text of ["%PDF", "Obj,x", "SQLite format 3,x", "<htmlx>,a", "u\0ser,x"]) {
    assert.equal(foreignKindOf(bytes(text)), null, text);
  }
  for (const text of ["user_id,", "PK,name", "BZh9,x", "PAR1,x", "", "\uFEFFuser_id"]) {
    assert.equal(foreignKindOf(bytes(text)), null, text);
  }
});
