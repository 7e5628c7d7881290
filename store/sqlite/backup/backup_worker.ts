// The thread that backs the store up: copying and checking a large file takes long.
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />

import { backUpStore, type StoreBackup } from "./back_up_store.ts";

/** What it answers: the backup, or why there is none. */
export type BackupReply =
  | { readonly kind: "done"; readonly backup: StoreBackup }
  | { readonly kind: "failed"; readonly message: string };

self.onmessage = async ({ data }: MessageEvent<{ dataPath: string; nowMs: number }>) => {
  let reply: BackupReply;
  try {
    reply = { kind: "done", backup: await backUpStore(data.dataPath, data.nowMs) };
  } catch (error) {
    reply = { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
};
