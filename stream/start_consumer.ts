// Starts the consumer in a worker and minds it: it is started again after a crash, for as long as it takes.

import { resolve } from "node:path";
import type { Thresholds } from "../domain/scoring.ts";
import type { LogProducer } from "../log/port.ts";
import type { LogSettings } from "../log/open_log.ts";
import { ConsumerMinder } from "./consume/consumer_minder.ts";
import type { ConsumerHandle } from "./consume/consumer_status.ts";

/** What the consumer of a service is given. */
export interface StartConsumerOptions {
  readonly log: LogSettings;
  /** The folder of store and catalog. */
  readonly dataPath: string;
  readonly thresholds: Thresholds;
  /** Takes the copies of what the consumer quarantines. */
  readonly producer: LogProducer;
  /** Milliseconds between looks at a log that another process writes to. */
  readonly lookEveryMs?: number;
  /** Threads that read the log once many records wait; 1 by default. */
  readonly readers?: number;
  /** The worker's module; another one in tests. */
  readonly workerUrl?: URL;
}

/** Starts the consumer; the log's topics must be there. */
export function startConsumer(options: StartConsumerOptions): ConsumerHandle {
  const dataPath = resolve(options.dataPath);
  const { thresholds, producer, lookEveryMs, readers = 1 } = options;
  return new ConsumerMinder({
    settings: {
      startedMs: Date.now(),
      log: { ...options.log, dataPath },
      dataPath,
      thresholds,
      readers,
      ...lookEveryMs === undefined ? {} : { lookEveryMs },
    },
    producer,
    workerUrl: options.workerUrl ?? new URL("./consumer_worker.ts", import.meta.url),
    readerUrl: new URL("./reader_worker.ts", import.meta.url),
  });
}
