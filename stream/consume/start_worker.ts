// Starts a worker of the consumer with the permissions it needs and no others.

import { consumerPermissions } from "../../log/open_log.ts";
import type { ConsumerSettings } from "./consumer_protocol.ts";

/**
 * A crash is told on a way of its own and can overtake what the worker posted before it: that is waited
 * for, so that the record it was trying is known. It lies in this thread already; a turn or two are enough.
 */
const HEAR_OUT_MS = 20;

/** Starts a worker; `hear` gets what it reports, `lost` why it is gone when it could not say so itself. */
export function startWorker<Report>(
  url: URL,
  name: string,
  { log, dataPath }: Pick<ConsumerSettings, "log" | "dataPath">,
  on: { readonly hear: (report: Report) => void; readonly lost: (error: string) => void },
): Worker {
  const worker = new Worker(url, {
    type: "module",
    name,
    deno: {
      permissions: {
        ...{ run: false, ffi: false, sys: false, import: false },
        ...consumerPermissions(log),
        read: [dataPath],
        write: [dataPath],
      },
    },
  });
  worker.onmessage = (event: MessageEvent<Report>) => on.hear(event.data);
  worker.onerror = (event) => {
    event.preventDefault();
    setTimeout(() => on.lost(event.message), HEAR_OUT_MS);
  };
  return worker;
}
