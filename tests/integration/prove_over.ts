// `deno task prove` over a Kafka cluster.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const TASK = fileURLToPath(new URL("../../tasks/prove.ts", import.meta.url));

/** What it prints; it must end well. */
export async function proveOver(
  bootstrap: string,
  { rows, kills, workers }: {
    readonly rows: number;
    readonly kills: number;
    readonly workers: number;
  },
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--frozen", "--no-prompt", "--allow-all", TASK, "--quiet"],
      ...["--rows", String(rows), "--kills", String(kills)],
    ],
    env: { KAFKA_BOOTSTRAP_SERVERS: bootstrap, CONSUMER_WORKERS: String(workers) },
  }).output();
  const told = new TextDecoder().decode(stdout);
  assert.equal(code, 0, told + new TextDecoder().decode(stderr));
  return told;
}
