// Tests of reading a command line: forms, order of precedence, and what is refused.

import assert from "node:assert/strict";
import { UsageError } from "../../domain/errors.ts";
import type { CommandSpec } from "./command_spec.ts";
import { parseFlags } from "./parse_flags.ts";

const SPEC = {
  command: "deno task try",
  summary: "Tries.",
  positionals: { value: "[INPUT…]", help: "inputs" },
  flags: {
    out: { kind: "text", env: "OUT_PATH", default: "out.parquet", help: "output" },
    workers: { kind: "integer", min: 1, env: "WORKERS", help: "threads" },
    shift: { kind: "number", default: 0, help: "shift" },
    compression: { kind: "choice", choices: ["zstd", "gzip"], default: "zstd", help: "codec" },
    only: { kind: "list", help: "ids" },
    quiet: { kind: "switch", env: "QUIET", help: "say nothing" },
  },
  exitCodes: { 0: "done" },
  examples: [],
} as const satisfies CommandSpec;

function parse(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const line = parseFlags(SPEC, args, (name) => environment[name]);
  assert.equal(line.kind, "run");
  return line;
}

function refuses(args: readonly string[], message: string, environment = {}): void {
  const isExpected = (error: unknown) => {
    assert.ok(error instanceof UsageError);
    assert.equal(error.message, message);
    return true;
  };
  assert.throws(() => parse(args, environment), isExpected);
}

Deno.test("parseFlags() gives every flag its type, and its default when it is not given", () => {
  const { flags, positionals } = parse([]);
  // These lines compile only if the types are inferred from the table.
  const out: string = flags.out;
  const workers: number | undefined = flags.workers;
  const compression: "zstd" | "gzip" = flags.compression;
  const only: readonly string[] | undefined = flags.only;
  const quiet: boolean = flags.quiet;
  assert.deepEqual(
    { out, workers, compression, only, quiet, shift: flags.shift, positionals },
    {
      out: "out.parquet",
      workers: undefined,
      compression: "zstd",
      only: undefined,
      quiet: false,
      shift: 0,
      positionals: [],
    },
  );
});

Deno.test("parseFlags() reads values after a space or an equals sign, and the last one counts", () => {
  const { flags } = parse(["--out", "a", "--workers=2", "--out=b=c", "--quiet"]);
  assert.deepEqual([flags.out, flags.workers, flags.quiet], ["b=c", 2, true]);
});

Deno.test("parseFlags() joins what a list is given by commas and by repetition", () => {
  assert.deepEqual(parse(["--only", "a,b", "--only=c"]).flags.only, ["a", "b", "c"]);
});

Deno.test("parseFlags() tells positionals from flags: -, negative numbers, all after --", () => {
  const { flags, positionals } = parse([
    ...["x.csv", "--shift", "-2.5", "-", "-7", "-.5", "--quiet"],
    ...["--", "--out", "-h", "--"],
  ]);
  assert.deepEqual(positionals, ["x.csv", "-", "-7", "-.5", "--out", "-h", "--"]);
  assert.deepEqual([flags.shift, flags.quiet, flags.out], [-2.5, true, "out.parquet"]);
  assert.equal(parse(["--out", "-"]).flags.out, "-");
});

Deno.test("parseFlags() lets a flag beat its variable, and the variable beat the default", () => {
  const environment = { OUT_PATH: "from-env", WORKERS: "3", QUIET: "true" };
  const { flags } = parse(["--workers", "5"], environment);
  assert.deepEqual([flags.out, flags.workers, flags.quiet], ["from-env", 5, true]);
});

Deno.test("parseFlags() takes an empty variable as not set, and does not read one that a flag beats", () => {
  assert.equal(parse([], { OUT_PATH: "" }).flags.out, "out.parquet");
  assert.equal(parse(["--workers", "1"], { WORKERS: "many" }).flags.workers, 1);
});

Deno.test("parseFlags() reads nothing else when help is asked for, unless after --", () => {
  const environment = () => undefined;
  for (const args of [["--help"], ["-h"], ["x", "--workers", "1", "-h", "--wrong"]]) {
    assert.deepEqual(parseFlags(SPEC, args, environment), { kind: "help" });
  }
  assert.equal(parseFlags(SPEC, ["--", "--help"], environment).kind, "run");
});

Deno.test("parseFlags() refuses what it does not know and names the nearest flag", () => {
  const start = "Cannot parse the command line as every flag must be a known one: current value is";
  refuses(["--worker=2"], `${start} "--worker=2" (did you mean --workers?)`);
  refuses(["-o"], `${start} "-o" (did you mean --out?)`);
  refuses(["--telemetry-host"], `${start} "--telemetry-host" (see deno task try --help)`);
  refuses(["--constructor"], `${start} "--constructor" (see deno task try --help)`);
});

Deno.test("parseFlags() names the flag or the variable whose value is wrong", () => {
  const wanted = "as it must be a whole number from 1 on: current value is";
  refuses(["--workers", "0"], `Cannot parse --workers ${wanted} "0"`);
  refuses([], `Cannot parse WORKERS ${wanted} "many"`, { WORKERS: "many" });
  refuses(["--quiet=1"], 'Cannot parse --quiet as it must have no value: current value is "1"');
  refuses(
    ["--workers"],
    "Cannot parse --workers as it must be followed by N: current value is nothing",
  );
  refuses(
    ["--out", "--quiet"],
    'Cannot parse --out as it must be followed by TEXT: current value is "--quiet"',
  );
});

Deno.test("parseFlags() refuses more positionals than there may be", () => {
  const none = { ...SPEC, positionals: undefined };
  const one = { ...SPEC, positionals: { value: "FILE", help: "", max: 1 } };
  const read = (spec: CommandSpec) => () => parseFlags(spec, ["a", "b"], () => undefined);
  const { positionals: _, ...withoutPositionals } = none;
  assert.throws(read(withoutPositionals), /takes flags only: current value is "a"/);
  assert.throws(read(one), /takes FILE and flags only: current value is "b"/);
});
