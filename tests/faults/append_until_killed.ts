// A process that appends to a log until it is killed, and prints each acknowledgement as one line.

import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";

/** One line of output: the record with this serial number is durable at this place. */
export interface PrintedAcknowledgement {
  readonly serial: number;
  readonly partition: number;
  readonly offset: number;
}

const WRITERS = 3;

/** Several writers at once, each record appended by itself. */
async function appendUntilKilled(root: string, firstSerial: number): Promise<void> {
  const log = await EmbeddedLog.open(root);
  await log.createTopic("kill", { partitions: 2 });
  let serial = firstSerial;
  const encoder = new TextEncoder();
  await Promise.all(Array.from({ length: WRITERS }, async () => {
    for (;;) {
      const mine = serial++;
      const value = encoder.encode(JSON.stringify({ serial: mine, rest: "x".repeat(mine % 200) }));
      const [range] = await log.append("kill", [{ key: `user-${mine % 11}`, value }]);
      const { partition, baseOffset: offset } = range!;
      const line: PrintedAcknowledgement = { serial: mine, partition, offset };
      Deno.stdout.writeSync(encoder.encode(JSON.stringify(line) + "\n"));
    }
  }));
}

if (import.meta.main) await appendUntilKilled(Deno.args[0]!, Number(Deno.args[1]));
