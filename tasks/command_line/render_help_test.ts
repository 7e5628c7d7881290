// Tests of the help text: complete, aligned, and no line too long.

import assert from "node:assert/strict";
import { renderHelp } from "./render_help.ts";

const HELP = `Tries things.

Usage: deno task try [INPUT…] [FLAGS]

Arguments:
  [INPUT…]  what to try

Flags:
  --out FILE         where to (default a.csv; env OUT_PATH)
  --codec zstd|gzip  how (default zstd)
  --since INSTANT    from when on (default 1970-01-01T00:00:00.000Z)
  --only A[,B…]      some alone (default x,y)
  --workers N        threads (default one for each core)
  --a-flag-with-a-name-that-is-too-long N
                     its text stands below
  --long TEXT        word word word word word word word word word word word word word word word word
                     word word word word
  --quiet            say nothing
  -h, --help         show this text

Environment, also from .env:
  GAP  pause (default 30)

Exit codes:
  0  done
  2  usage

Examples:
  deno task try x`;

Deno.test("renderHelp() shows each flag, default, variable, exit code and example in columns", () => {
  const text = renderHelp({
    command: "deno task try",
    summary: "Tries things.",
    positionals: { value: "[INPUT…]", help: "what to try" },
    flags: {
      out: { kind: "text", value: "FILE", default: "a.csv", env: "OUT_PATH", help: "where to" },
      codec: { kind: "choice", choices: ["zstd", "gzip"], default: "zstd", help: "how" },
      since: { kind: "instant", default: 0, help: "from when on" },
      only: { kind: "list", default: ["x", "y"], help: "some alone" },
      workers: { kind: "integer", help: "threads", defaultText: "one for each core" },
      "a-flag-with-a-name-that-is-too-long": { kind: "integer", help: "its text stands below" },
      long: { kind: "text", help: Array(20).fill("word").join(" ") },
      quiet: { kind: "switch", help: "say nothing" },
    },
    settings: { GAP: { kind: "number", default: 30, help: "pause" } },
    exitCodes: { 0: "done", 2: "usage" },
    examples: ["deno task try x"],
  });
  assert.equal(text, HELP);
  assert.ok(text.split("\n").every((line) => line.length <= 100));
});

Deno.test("renderHelp() leaves out sections that have nothing in them", () => {
  const text = renderHelp({
    command: "deno task try",
    summary: "Tries.",
    flags: {},
    exitCodes: {},
    examples: [],
  });
  assert.equal(
    text,
    "Tries.\n\nUsage: deno task try [FLAGS]\n\nFlags:\n  -h, --help  show this text",
  );
});
