// Attacks on what lies on the disk: a copy taken while it was written to, and a disk that is full.

import { join } from "node:path";
import { applied, post, statusOf } from "../../ask_service.ts";
import { startService } from "../../start_service.ts";
import { askAll, type Attack, send, viewsOf } from "./attack.ts";

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(join(from, name), join(to, name));
    else if (!name.endsWith(".lock")) await Deno.copyFile(join(from, name), join(to, name));
  }
}

const copies: Attack = {
  name: "a service on a log copied before its store",
  maxMemoryMb: 600,
  async run({ service, dataPath }) {
    const copy = await Deno.makeTempDir({ prefix: "playhead-copy-" });
    try {
      const some = (part: number) => viewsOf(500, (n) => ({ event_id: `${part}-${n}` }));
      await send(service, "api/events", some(1));
      await applied(service);
      await copyFolder(join(dataPath, "log"), join(copy, "log"));
      await send(service, "api/events", some(2));
      await applied(service);
      for await (const { name } of Deno.readDir(dataPath)) {
        const isStore = name.startsWith("store.db") && !name.endsWith(".lock");
        if (isStore) await Deno.copyFile(join(dataPath, name), join(copy, name));
      }
      const other = await startService(copy, {}, { awaitReady: false });
      try {
        const { status } = await statusOf(post(other, some(3)));
        const ready = await fetch(`${other.url}readyz`), told = await ready.text();
        if (status !== 503 || ready.status !== 503) {
          throw new Error(`it must take nothing in: ${status}, /readyz ${ready.status} ${told}`);
        }
        return "it takes nothing in, and /readyz says why";
      } finally {
        other.kill("SIGTERM");
        await other.ended;
      }
    } finally {
      await Deno.remove(copy, { recursive: true });
    }
  },
};

const fullDisk: Attack = {
  name: "a disk of 60 MB that is full, then larger",
  ...{ diskSize: "60m", mayRefuse: true, maxMemoryMb: 700 },
  async run({ service, disk }) {
    const filling = (n: number) =>
      viewsOf(200, (row) => ({ event_id: `${n}-${row}`, episode: "x".repeat(500) }));
    let sent = 0;
    for (;; sent++) {
      const { status } = await send(service, "api/events", filling(sent));
      if (status === 429) await new Promise((resolve) => setTimeout(resolve, 100));
      else if (status !== 202) break;
    }
    await askAll(service, ["", "api/ledger", "api/overview", "healthz", "api/users"]);
    const key = { "idempotency-key": "while-full" }, body = viewsOf(3, () => ({}));
    const during = await statusOf(post(service, body, key));
    await disk!.grow("400m");
    for (;;) {
      const { status } = await statusOf(post(service, body, key));
      if (status === 202) break;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return `full after ${sent} requests (then ${during.status}), goes on once there is room`;
  },
};

/** Those of this kind. */
export const STORAGE_ATTACKS: readonly Attack[] = [copies, fullDisk];
