// Tests of a window that moves over a file.

import assert from "node:assert/strict";
import { InputError } from "../../domain/errors.ts";
import { SCAN_SLACK } from "../transform/scan/scan_csv.ts";
import { FileWindow } from "./file_window.ts";

const TAIL_BYTES = 4_096;

async function withFile(sizeBytes: number, test: (path: string, bytes: Uint8Array) => void) {
  const path = await Deno.makeTempFile();
  const bytes = Uint8Array.from({ length: sizeBytes }, (_, at) => (at * 7 + (at >> 8)) % 251);
  try {
    await Deno.writeFile(path, bytes);
    test(path, bytes);
  } finally {
    await Deno.remove(path);
  }
}

function checkWindow(window: FileWindow, file: Uint8Array): void {
  const { bytes, length, offset } = window;
  assert.deepEqual(bytes.subarray(0, length), file.subarray(offset, offset + length));
  assert.equal(bytes[length], 10, "a line feed stands behind the window");
  assert.ok(bytes.length >= length + SCAN_SLACK);
}

Deno.test("FileWindow.moveTo() holds the block and a tail, up to the file's end", async () => {
  await withFile(20_000, (path, bytes) => {
    const window = new FileWindow(path, bytes.length);
    window.moveTo(100, 9_000);
    checkWindow(window, bytes);
    assert.deepEqual([window.offset, window.length], [100, 8_900 + TAIL_BYTES]);
    assert.equal(window.isLast, false);
    window.moveTo(16_000, 18_000);
    checkWindow(window, bytes);
    assert.deepEqual([window.length, window.isLast], [4_000, true]);
    window.moveTo(0, 10);
    checkWindow(window, bytes);
    window.close();
  });
});

Deno.test("FileWindow.grow() at least doubles what lies behind the position", async () => {
  await withFile(100_000, (path, bytes) => {
    const window = new FileWindow(path, bytes.length);
    window.moveTo(1_000, 11_000);
    window.grow(0);
    checkWindow(window, bytes);
    assert.equal(window.length, (10_000 + TAIL_BYTES) * 2);
    window.grow(window.length);
    assert.equal(window.length, (10_000 + TAIL_BYTES) * 2 + TAIL_BYTES);
    while (!window.isLast) window.grow(0);
    checkWindow(window, bytes);
    assert.equal(window.length, 99_000);
    window.close();
  });
});

Deno.test("FileWindow leaves out what was appended after the run began", async () => {
  await withFile(500, (path, bytes) => {
    const window = new FileWindow(path, 300);
    window.moveTo(0, 300);
    checkWindow(window, bytes.subarray(0, 300));
    assert.deepEqual([window.length, window.isLast], [300, true]);
    window.close();
  });
});

Deno.test("FileWindow says that a file got shorter", async () => {
  await withFile(500, (path) => {
    const window = new FileWindow(path, 501);
    assert.throws(() => window.moveTo(0, 501), (error) => {
      return error instanceof InputError && error.message.includes("shorter");
    });
    window.close();
  });
});
