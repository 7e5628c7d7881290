// A throw-away pipeline for history: a log, a consumer in its worker, a store and a hub in a folder of its own.

import { join } from "node:path";
import { copyIfThere, makeOwnFolder } from "../../../lake/disk/names.ts";
import { wait } from "../../../clock/wait.ts";
import { FIRST_INSTANT_MS } from "../../../domain/instant.ts";
import type { Thresholds } from "../../../domain/scoring.ts";
import type { View } from "../../../domain/view.ts";
import { logInFolder } from "../../../log/open_log.ts";
import { eventRecord } from "../../../stream/publish/event_record.ts";
import { EVENTS_TOPIC } from "../../../log/topics.ts";
import { Telemetry } from "../../../telemetry/telemetry.ts";
import { LiveHub } from "../../live/live_hub.ts";
import { composeLog, composePipeline, type Pipeline } from "../../compose.ts";

const PARTITIONS = 2, MAX_CLIENTS = 16;
/** With more records than this waiting to be applied, sending waits too. */
const MAX_PENDING = 20_000;

/** The copy. Its figures go to no metrics and no log of the service. */
export class CopyPipeline {
  readonly hub: LiveHub;
  readonly #pipeline: Pipeline;

  private constructor(pipeline: Pipeline, hub: LiveHub) {
    this.#pipeline = pipeline;
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
    makeOwnFolder(dataPath);
    copyIfThere(catalogPath, join(dataPath, "catalog.json"));
    const settings = logInFolder(dataPath);
    const pipeline = await composePipeline({
      ...{ log: await composeLog(settings, PARTITIONS), settings, dataPath },
      // What the store has was judged when it came.
      thresholds: { ...thresholds, earliestMs: FIRST_INSTANT_MS },
      telemetry: new Telemetry(() => {}),
    });
    return new CopyPipeline(pipeline, await pipeline.startHub({ maxClients: MAX_CLIENTS }));
  }

  pending(): number {
    return this.#pipeline.records.pending();
  }

  /** Resolves once the views are durable and not too many wait to be applied. */
  async send(views: readonly View[], signal: AbortSignal): Promise<void> {
    await this.#pipeline.records.append(
      EVENTS_TOPIC,
      views.map((view) => eventRecord(view, "history")),
    );
    while (this.pending() > MAX_PENDING && await wait(20, signal));
  }

  /** What the copy's store says of all its views. */
  overview() {
    return this.#pipeline.store.queries!.overview({ from: null, to: null });
  }

  async close(): Promise<void> {
    this.hub.close();
    await this.#pipeline.close();
  }
}
