// A process that appends to a log whose disk fails, and prints each acknowledged serial number as one line.

import { LogWriteError } from "../../log/errors.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";

const APPENDS = 30;

const [root = ""] = Deno.args;
const print = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(text + "\n"));
try {
  const log = await EmbeddedLog.open(root);
  await log.createTopic("disk", { partitions: 2 });
  for (let serial = 0; serial < APPENDS; serial++) {
    const records = [0, 1, 2].map((part) => ({
      key: `user-${part}`,
      value: new TextEncoder().encode(JSON.stringify({ serial, part, rest: "x".repeat(3_000) })),
    }));
    try {
      await log.append("disk", records);
      print(String(serial));
    } catch (error) {
      if (!(error instanceof LogWriteError && error.retriable)) throw error;
      print(`refused ${serial}`);
    }
  }
  await log.close();
  print("done");
} catch (error) {
  print(`failed ${error instanceof Error ? error.message : error}`);
}
Deno.exit(); // a log that could not be closed keeps its thread
