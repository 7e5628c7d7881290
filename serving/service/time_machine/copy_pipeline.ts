// A throw-away pipeline for history: a log, a consumer in its worker, a store and a hub in a folder of its own.

import { OWN_FOLDER } from "../../../lake/disk/own_file.ts";
import { join } from "node:path";
import { wait } from "../../../clock/wait.ts";
import { FIRST_INSTANT_MS } from "../../../domain/instant.ts";
import type { Thresholds } from "../../../domain/scoring.ts";
import type { View } from "../../../domain/view.ts";
import { type OpenLog, openLog } from "../../../log/open_log.ts";
import { eventRecord } from "../../../stream/publish/event_record.ts";
import { startConsumer } from "../../../stream/start_consumer.ts";
import type { ConsumerHandle } from "../../../stream/consume/consumer_status.ts";
import { createTopics, EVENTS_TOPIC } from "../../../log/topics.ts";
import { Telemetry } from "../../../telemetry/telemetry.ts";
import { HubFeed } from "../../live/hub_feed.ts";
import type { LiveStart } from "../../live/live_commit.ts";
import { LiveHub } from "../../live/live_hub.ts";
import { followConsumer } from "../follow_consumer.ts";
import { readLiveStart } from "../live_commits.ts";
import { ServiceLog } from "../service_log.ts";
import { SqliteStoreView } from "../../../store/sqlite/store_view.ts";
import { createTopShows } from "../top_shows.ts";

const PARTITIONS = 2, MAX_CLIENTS = 16;
/** With more records than this waiting to be applied, sending waits too. */
const MAX_PENDING = 20_000;

/** The copy. Its figures go to no metrics and no log of the service. */
export class CopyPipeline {
  readonly hub: LiveHub;
  readonly #log: OpenLog;
  readonly #records: ServiceLog;
  readonly #consumer: ConsumerHandle;
  readonly #store: SqliteStoreView;

  private constructor(
    parts: { log: OpenLog; records: ServiceLog; consumer: ConsumerHandle; store: SqliteStoreView },
    hub: LiveHub,
  ) {
    this.#log = parts.log;
    this.#records = parts.records;
    this.#consumer = parts.consumer;
    this.#store = parts.store;
    this.hub = hub;
  }

  /** Opens it in an empty folder; `catalogPath` is the store's own catalog, if it has one. */
  static async open(
    { dataPath, catalogPath, thresholds }: {
      readonly dataPath: string;
      readonly catalogPath: string;
      readonly thresholds: Thresholds;
    },
  ): Promise<CopyPipeline> {
    await Deno.mkdir(dataPath, { recursive: true, ...OWN_FOLDER });
    await Deno.copyFile(catalogPath, join(dataPath, "catalog.json")).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
    const settings = { kind: "embedded", dataPath } as const;
    const log = await openLog(settings);
    await createTopics(log.admin, PARTITIONS);
    const consumer = startConsumer({
      ...{ log: settings, dataPath, producer: log.producer },
      // What the store has was judged when it came.
      thresholds: { ...thresholds, earliestMs: FIRST_INSTANT_MS },
    });
    const records = await ServiceLog.over(log, settings, {
      ...{ state: "running", restarts: 0 },
      positionOf: (topic, partition) => consumer.positionOf(topic, partition) ?? 0,
    });
    const store = new SqliteStoreView(join(dataPath, "store.db"));
    const telemetry = new Telemetry(() => {}), feed = new HubFeed();
    followConsumer(consumer, { store, telemetry, feed, isSample: () => false });
    await consumer.ready;
    const queries = store.open(), topShows = await createTopShows(() => store.queries);
    const hubOf = (start: LiveStart) =>
      new LiveHub({
        start,
        ...{ telemetry, maxClients: MAX_CLIENTS, nowMs: Date.now },
        pending: () => records.pending(),
        topShows,
      });
    const hub = await feed.start(() => readLiveStart(queries, false), hubOf);
    return new CopyPipeline({ log, records, consumer, store }, hub);
  }

  pending(): number {
    return this.#records.pending();
  }

  /** Resolves once the views are durable and not too many wait to be applied. */
  async send(views: readonly View[], signal: AbortSignal): Promise<void> {
    await this.#records.append(EVENTS_TOPIC, views.map((view) => eventRecord(view, "history")));
    while (this.pending() > MAX_PENDING && await wait(20, signal));
  }

  /** What the copy's store says of all its views. */
  overview() {
    return this.#store.queries!.overview({ from: null, to: null });
  }

  async close(): Promise<void> {
    this.hub.close();
    await this.#records.close();
    await this.#consumer.stop();
    this.#store.close();
    await this.#log.close();
  }
}
