// The composition root: puts log, consumer, store and what is asked of them together, for the service, the time
// machine's copies, tasks and tests. Which log and which store it is, their doors decide.

import { DEFAULT_THRESHOLDS, type Thresholds } from "../domain/scoring.ts";
import { type LogSettings, type OpenLog, openLog } from "../log/open_log.ts";
import { createTopics } from "../log/topics.ts";
import { viewStore } from "../store/open_view.ts";
import type { StoreView } from "../store/port.ts";
import type { ConsumerHandle } from "../stream/consume/consumer_status.ts";
import { startConsumer } from "../stream/start_consumer.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import type { ApiPorts } from "./api/api_ports.ts";
import { HubFeed } from "./live/hub_feed.ts";
import type { LiveStart } from "./live/live_commit.ts";
import { LiveHub } from "./live/live_hub.ts";
import { createContractFile } from "./service/contract_file.ts";
import { createHeaderFinder } from "./service/find_header.ts";
import { followConsumer, troubleOf } from "./service/follow_consumer.ts";
import { readLiveStart } from "./service/live_commits.ts";
import { logNotice } from "./service/parts_of_service.ts";
import { createRowReader } from "./service/read_row.ts";
import { createRepairMaker } from "./service/repair_rows.ts";
import { ServiceLog } from "./service/service_log.ts";
import { createTopShows } from "./service/top_shows.ts";

/** Opens a log and makes its topics. */
export async function composeLog(settings: LogSettings, partitions: number): Promise<OpenLog> {
  const log = await openLog(settings);
  try {
    await createTopics(log.admin, partitions);
    return log;
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** The store of a data folder, answered for in this thread: for whoever asks a few questions and ends. */
export function composeStore(dataPath: string): StoreView {
  return viewStore(dataPath);
}

/** What a pipeline is put together from. */
export interface PipelineParts {
  /** Open, with its topics there or being made. */
  readonly log: OpenLog;
  readonly settings: LogSettings;
  readonly dataPath: string;
  readonly thresholds: Thresholds;
  readonly telemetry: Telemetry;
  /** Threads that read the log once many records wait. */
  readonly readers?: number;
  /** Long questions that are answered at a time, beside this thread; without any, this one answers all. */
  readonly maxLong?: number;
}

/** A log whose records a consumer applies to a store, and the hub that tells of it. */
export interface Pipeline {
  readonly log: OpenLog;
  /** The log as the API sees it. */
  readonly records: ServiceLog;
  readonly consumer: ConsumerHandle;
  readonly store: StoreView;
  readonly feed: HubFeed;
  /** Says whether the store holds sample data, from now on. */
  setSample(isSample: boolean): void;
  /** Opens store and hub once they can be had. */
  startHub(options: { readonly maxClients: number }): Promise<LiveHub>;
  /** After the transaction under way. */
  close(): Promise<void>;
}

/** Starts the consumer first, so that its thread starts while the rest is put together. */
export async function composePipeline(parts: PipelineParts): Promise<Pipeline> {
  const { log, settings, dataPath, thresholds, telemetry, readers, maxLong } = parts;
  const consumer = startConsumer({
    ...{ log: settings, dataPath, thresholds, producer: log.producer },
    ...readers === undefined ? {} : { readers },
  });
  const feed = new HubFeed();
  const records = await ServiceLog.over(log, settings, stateOf(consumer), (isGone) => {
    telemetry.emit(isGone ? "log_away" : "log_back");
    feed.hub?.notify(logNotice(isGone));
  });
  const store = viewStore(dataPath, maxLong === undefined ? {} : { maxLong });
  let isSample = false;
  followConsumer(consumer, { store, telemetry, feed, isSample: () => isSample });
  return {
    ...{ log, records, consumer, store, feed },
    setSample: (value) => {
      isSample = value;
      feed.restart(() => readLiveStart(store.queries!, isSample))
        .catch((error) => telemetry.emit("service_failed", { error }));
    },
    startHub: async ({ maxClients }) => {
      await consumer.ready;
      const queries = store.open(), topShows = await createTopShows(() => store.queries);
      const hubOf = (start: LiveStart) =>
        new LiveHub({
          ...{ start, telemetry, maxClients, topShows, nowMs: Date.now },
          pending: () => records.pending(),
        });
      const hub = await feed.start(() => readLiveStart(queries, isSample), hubOf);
      if (records.isAway) hub.notify(logNotice(true));
      const trouble = troubleOf(consumer.status());
      if (trouble !== null) hub.notify(trouble);
      return hub;
    },
    close: async () => {
      await records.close();
      await consumer.stop();
      store.close();
      await log.close();
    },
  };
}

/** The consumer as the log's readers see it, whenever they look. */
function stateOf(consumer: ConsumerHandle): Parameters<typeof ServiceLog.over>[2] {
  return {
    get state() {
      return consumer.status().state;
    },
    get error() {
      return consumer.status().error;
    },
    get restarts() {
      return consumer.status().restarts;
    },
    positionOf: (topic, partition) => consumer.positionOf(topic, partition) ?? 0,
    owns: (topic, partition) =>
      consumer.status().owned?.some((one) => one.topic === topic && one.partition === partition) ??
        true,
  };
}

/** What every API needs. */
type NeededPorts = Pick<
  ApiPorts,
  "queries" | "log" | "answeredKeys" | "savedRepairs" | "output" | "telemetry" | "settings"
>;

/** An API's ports: what is not given is as where no service runs. */
export function composeApi(
  { thresholds = DEFAULT_THRESHOLDS, ...given }:
    & NeededPorts
    & Partial<ApiPorts>
    & { readonly thresholds?: Thresholds },
): ApiPorts {
  return {
    readRow: createRowReader(thresholds),
    makeRepair: createRepairMaker(thresholds, createHeaderFinder(Date.now)),
    contract: createContractFile(),
    ...{ runAgain: null, removeImport: null, live: null, timeMachine: null },
    ...{ imports: null, refusedFiles: null },
    parts: () => [],
    nowMs: Date.now,
    ...given,
  };
}
