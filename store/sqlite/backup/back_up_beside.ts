// Backs the store up in a thread of its own: copying and checking a large file takes long.

import type { StoreBackup } from "./back_up_store.ts";
import type { BackupReply } from "./backup_worker.ts";

/** As backUpStore(), in a thread that may read and write the data folder alone. */
export function backUpBeside(dataPath: string, nowMs: number): Promise<StoreBackup> {
  const { promise, resolve, reject } = Promise.withResolvers<StoreBackup>();
  const worker = new Worker(new URL("./backup_worker.ts", import.meta.url), {
    type: "module",
    name: "backup",
    deno: {
      permissions: {
        ...{ net: false, env: false, run: false, ffi: false, sys: false, import: false },
        read: [dataPath],
        write: [dataPath],
      },
    },
  });
  worker.onmessage = ({ data }: MessageEvent<BackupReply>) => {
    if (data.kind === "done") resolve(data.backup);
    else reject(new Error(`Cannot back the store up: ${data.message}`));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`Cannot back the store up: ${event.message}`));
  };
  worker.postMessage({ dataPath, nowMs });
  return promise.finally(() => worker.terminate());
}
