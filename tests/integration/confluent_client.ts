// Another client of Kafka (librdkafka, by confluent_client.py) for tests: what it needs to run, and what it reads.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { VENV_PYTHON } from "../../bench/paths.ts";
import { ignoreKafka } from "./with_kafka.ts";

const CLIENT = fileURLToPath(new URL("confluent_client.py", import.meta.url));
const utf8 = new TextEncoder();

/** A record to produce, or one that was consumed. */
export interface ClientLine {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** In the unit that the test is about; the present when absent. */
  readonly timestamp?: number | bigint;
  /** By the key when absent. */
  readonly partition?: number;
}

/** Where a record came to lie. */
export interface ClientPlace {
  readonly partition: number;
  readonly offset: number;
}

const hasClient = await runs(VENV_PYTHON, ["-c", "import confluent_kafka"]);
if (!hasClient) console.warn("SKIPPED: another client over Kafka; run `deno task bench:env` first");
/** Without the client or Java these tests are left out, but never where everything was to be installed. */
export const ignoreClient = ignoreKafka || (!hasClient && !Deno.env.get("CI"));

async function runs(command: string, args: readonly string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(command, {
      ...{ args: [...args], stdin: "null", stdout: "null", stderr: "null" },
    }).output();
    return success;
  } catch {
    return false;
  }
}

/** What it says on standard output when it is given these lines. */
export async function runClient(
  args: readonly string[],
  lines: readonly ClientLine[] = [],
): Promise<string> {
  const child = new Deno.Command(VENV_PYTHON, {
    ...{ args: [CLIENT, ...args], stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const writer = child.stdin.getWriter();
  const input = lines.map(lineOf).join("");
  const [{ success, stdout, stderr }] = await Promise.all([
    child.output(),
    writer.write(utf8.encode(input)).then(() => writer.close()),
  ]);
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** Produces; where the records came to lie, in their order. */
export async function produceByClient(
  { bootstrap, topic, codec = "none", transaction = "none" }: {
    readonly bootstrap: string;
    readonly topic: string;
    readonly codec?: string;
    readonly transaction?: "none" | "commit" | "abort";
  },
  lines: readonly ClientLine[],
): Promise<readonly ClientPlace[]> {
  return JSON.parse(await runClient(["produce", bootstrap, topic, codec, transaction], lines));
}

/** Runs it until it says this word; what ends it sends a line, and waits. */
export async function startClient(
  args: readonly string[],
  { says, lines = [] }: { readonly says: string; readonly lines?: readonly ClientLine[] },
): Promise<() => Promise<void>> {
  const child = new Deno.Command(VENV_PYTHON, {
    ...{ args: [CLIENT, ...args], stdin: "piped", stdout: "piped", stderr: "inherit" },
  }).spawn();
  const writer = child.stdin.getWriter();
  if (lines.length > 0) await writer.write(utf8.encode(lines.map(lineOf).join("") + "\n"));
  const heard = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (text.includes(says)) heard.resolve();
    }
    heard.reject(new Error(`it ended before it said ${says}`));
  })();
  await heard.promise;
  return async () => {
    await writer.write(utf8.encode("\n"));
    await writer.close();
    await reading;
    assert.ok((await child.status).success);
  };
}

/** By `partition/offset`, a field of the JSON of every record that the topic holds. */
export async function dumpByClient(
  { bootstrap, topic, field }: {
    readonly bootstrap: string;
    readonly topic: string;
    readonly field: string;
  },
): Promise<Map<string, string>> {
  const lines = (await runClient(["dump", bootstrap, topic, field])).split("\n").filter(Boolean);
  return new Map(lines.map((line) => {
    const [partition, offset, value] = JSON.parse(line);
    return [`${partition}/${offset}`, value];
  }));
}

function lineOf(line: ClientLine): string {
  return asJson({ headers: null, ...line }) + "\n";
}

/** JSON whose whole numbers may be larger than a double can hold. */
function asJson(line: object): string {
  return JSON.stringify(
    line,
    (_, value) => typeof value === "bigint" ? `bigint:${value}` : value,
  ).replace(/"bigint:(-?\d+)"/g, "$1");
}
