// Tests of the values that settings may hold, and of what is said about those they may not.

import assert from "node:assert/strict";
import { UsageError } from "./errors.ts";
import { parseSetting } from "./parse_setting.ts";
import type { Setting } from "./setting.ts";

const help = "";
const CHOICE: Setting = { kind: "choice", choices: ["zstd", "gzip"], help };

const ACCEPTED: readonly (readonly [Setting, text: string, value: unknown])[] = [
  [{ kind: "text", help }, "a b", "a b"],
  [{ kind: "integer", help }, "5_000_000", 5_000_000],
  [{ kind: "integer", help }, "-3", -3],
  [{ kind: "integer", min: 1, max: 65_535, help }, "65535", 65_535],
  [{ kind: "number", help }, " .5 ", 0.5],
  [{ kind: "number", help }, "1e3", 1_000],
  [{ kind: "share", help }, "0.2", 0.2],
  [{ kind: "share", help }, "1", 1],
  [{ kind: "bytes", help }, "1024", 1_024],
  [{ kind: "bytes", help }, "1.5 KiB", 1_536],
  [{ kind: "bytes", help }, "8G", 8 * 2 ** 30],
  [{ kind: "bytes", help }, "2tb", 2 * 2 ** 40],
  [{ kind: "instant", help }, "1970-01-01T01:00+01:00", 0],
  [CHOICE, "gzip", "gzip"],
  [{ kind: "switch", help }, "Yes", true],
  [{ kind: "switch", help }, "0", false],
  [{ kind: "list", help }, "a, b", ["a", "b"]],
];

const REFUSED: readonly (readonly [Setting, text: string, wanted: string])[] = [
  [{ kind: "text", help }, "", "a text that is not empty"],
  [{ kind: "integer", help }, "1.5", "a whole number"],
  [{ kind: "integer", min: 1, max: 65_535, help }, "abc", "a whole number from 1 to 65535"],
  [{ kind: "integer", min: 1, help }, "0", "a whole number from 1 on"],
  [{ kind: "integer", help }, "9007199254740993", "a whole number"],
  [{ kind: "integer", help }, "0x10", "a whole number"],
  [{ kind: "number", max: 9, help }, "10", "a number up to 9"],
  [{ kind: "number", help }, "", "a number"],
  [{ kind: "number", help }, "Infinity", "a number"],
  [{ kind: "number", help }, "1e999", "a number"],
  [{ kind: "share", help }, "1.1", "a share from 0 to 1"],
  [{ kind: "share", help }, "20%", "a share from 0 to 1"],
  [{ kind: "bytes", help }, "-1K", "a size such as 512M or 8G"],
  [
    { kind: "instant", help },
    "2024-02-30",
    "an instant such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31",
  ],
  [{ kind: "switch", help }, "maybe", "true or false"],
  [{ kind: "list", help }, "a,,b", "one or more texts with commas between them"],
  [CHOICE, "brotli", "one of zstd, gzip"],
];

Deno.test("parseSetting() reads each kind as its type", () => {
  for (const [setting, text, value] of ACCEPTED) {
    assert.deepEqual(parseSetting("X", setting, text), value, `${setting.kind} ${text}`);
  }
});

Deno.test("parseSetting() says what a setting must be and what it is", () => {
  for (const [setting, text, wanted] of REFUSED) {
    const message = `Cannot parse X as it must be ${wanted}: current value is "${text}"`;
    const isExpected = (error: unknown) => error instanceof UsageError && error.message === message;
    assert.throws(() => parseSetting("X", setting, text), isExpected, `${setting.kind} ${text}`);
  }
});

Deno.test("parseSetting() names the nearest choice", () => {
  assert.throws(() => parseSetting("X", CHOICE, "ztsd"), /did you mean zstd\?/);
});
