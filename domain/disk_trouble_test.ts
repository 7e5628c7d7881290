// Tests of telling the disk's doing from a defect.

import assert from "node:assert/strict";
import { diskTrouble, isDiskFailure, isSystemError } from "./disk_trouble.ts";

Deno.test("diskTrouble() knows the words of the system and of SQLite, also as a cause", () => {
  const tellOf = (message: string) => diskTrouble(new Error(message));
  assert.equal(tellOf("No space left on device (os error 28)"), "full");
  assert.equal(tellOf("database or disk is full"), "full");
  assert.equal(tellOf("Read-only file system (os error 30): open 'x'"), "read-only");
  assert.equal(tellOf("attempt to write a readonly database"), "read-only");
  assert.equal(tellOf("file is not a database"), "damaged");
  assert.equal(tellOf("Too many open files (os error 24)"), "refused");
  assert.equal(
    diskTrouble(new Error("Cannot append", { cause: new Error("disk I/O error") })),
    "failing",
  );
  assert.equal(tellOf("There is not enough space on the disk. (os error 112)"), "full");
});

Deno.test("isDiskFailure() tells a disk that is full or broken from one that is asked for too much", () => {
  assert.ok(isDiskFailure(new Error("Input/output error (os error 5)")));
  assert.ok(isDiskFailure(new Error("Disk quota exceeded (os error 122)")));
  assert.ok(!isDiskFailure(new Error("Permission denied (os error 13)")));
  assert.ok(isSystemError(new Error("Permission denied (os error 13)")));
});

Deno.test("diskTrouble() takes nothing else for the disk's doing", () => {
  assert.equal(diskTrouble(new TypeError("x is not a function")), null);
  assert.equal(diskTrouble("os error 28"), null);
  assert.equal(diskTrouble(new Error("(os error 2)")), null);
  assert.equal(diskTrouble(new Error("Directory not empty (os error 39)")), null);
  assert.equal(diskTrouble(new Error("Host is down (os error 112)")), null);
});
