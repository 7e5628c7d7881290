// Starts the consumer in a worker and minds it: it is started again after a crash, for as long as it takes.

import { resolve } from "node:path";
import type { RunReport } from "../domain/report.ts";
import type { Thresholds } from "../domain/scoring.ts";
import type { LogProducer } from "../log/port.ts";
import type { LogSettings } from "../log/open_log.ts";
import { ConsumerMinder } from "./consume/consumer_minder.ts";
import type { ConsumerNews, ConsumerStatus } from "./consume/consumer_status.ts";
import type { Applied } from "../store/core/applied.ts";

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

/** A commit, as its listeners hear of it. */
export interface AppliedNews {
  readonly applied: Applied;
  /** When the worker committed it, by its clock. */
  readonly committedMs: number;
}

/** The running consumer. */
export interface ConsumerHandle {
  /** Resolves once the consumer reads for the first time; the store's file is there then. */
  readonly ready: Promise<void>;
  /** Calls `listener` after each commit, in order, until the function it gives is called. */
  onApplied(listener: (news: AppliedNews) => void): () => void;
  /** Calls `listener` when the consumer's state changes, until the function it gives is called. */
  onNews(listener: (news: ConsumerNews) => void): () => void;
  status(): ConsumerStatus;
  /** The next offset that the store will apply; null for a partition that it has nothing of. */
  positionOf(topic: string, partition: number): number | null;
  /** Reads `catalog.json` again; if it is another one, everything is derived again. */
  refreshCatalog(): void;
  /** Keeps a run's report in the store. */
  recordRun(report: RunReport): Promise<void>;
  /** Ends after the transaction under way. */
  stop(): Promise<void>;
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
