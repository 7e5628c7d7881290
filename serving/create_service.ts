// The service: log, consumer, store, API and live stream put together. main.ts gives it a port.

import { dirname, join } from "node:path";
import { DiskLake } from "../lake/disk/disk_lake.ts";
import { makeOwnFolder } from "../lake/disk/names.ts";
import type { ServiceConfig } from "../config.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { API_DEFAULTS, type ApiSettings } from "./api/api_settings.ts";
import { ProblemError } from "./api/problem.ts";
import { isLoopback } from "./is_origin_allowed.ts";
import type { PageHandler } from "./pages/load_pages.ts";
import type { LiveHub } from "./live/live_hub.ts";
import { serveLive } from "./live/serve_live.ts";
import { AnsweredKeysStore } from "./service/answered_keys_store.ts";
import { createContractFile } from "./service/contract_file.ts";
import { createRunAgain } from "./service/run_again.ts";
import { SavedRepairsFile } from "./service/saved_repairs_file.ts";
import { registerQualityGauges } from "./service/quality_gauges.ts";
import { registerGauges } from "./service/register_gauges.ts";
import type { ReplayFiles } from "./service/replay_files.ts";
import { RefusedFiles } from "./service/refused_files.ts";
import { routeRequests } from "./service/route_requests.ts";
import { composeApi, composePipeline } from "./compose.ts";
import { composeImports } from "./service/imports/compose_imports.ts";
import { partsOfService } from "./service/parts_of_service.ts";
import { prepareLog } from "./service/prepare_log.ts";
import { startBackground } from "./service/start_background.ts";
import { TimeMachine } from "./service/time_machine/time_machine.ts";
import { jumpText, watchClock } from "./service/watch_clock.ts";

/** What the service is made of. */
export interface ServiceOptions {
  readonly config: ServiceConfig;
  readonly telemetry: Telemetry;
  readonly loadPages: () => Promise<PageHandler>;
  /** Whether a first start makes sample data, and viewing of it is simulated. */
  readonly sample: boolean;
  /** History to send through the live path. */
  readonly replay: ReplayFiles | null;
}

/** The running service. */
export interface Service {
  /** Resolves once the store can be asked. */
  readonly ready: Promise<void>;
  readonly handle: (request: Request, info?: unknown) => Response | Promise<Response>;
  /** Stops taking in, finishes what is under way, closes log and store. */
  readonly stop: () => Promise<void>;
}

const NOT_READY = "The store is being made: ask again in a second.";

/** Opens everything. Work that takes long goes on behind it. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { config, telemetry } = options;
  const { dataPath, thresholds } = config;
  const stopping = new AbortController();
  makeOwnFolder(dataPath);
  const { log, isEmpty } = await prepareLog(config, telemetry);
  // While the consumer's thread starts, this one loads what answers.
  const [pipeline, { createApi }, pages] = await Promise.all([
    composePipeline({
      ...{ log, settings: config.log, dataPath, thresholds, telemetry, readers: config.workers },
      maxLong: Math.max(1, navigator.hardwareConcurrency - 1),
    }),
    import("./api/create_api.ts"),
    options.loadPages(),
  ]);
  const { records, consumer, store, feed } = pipeline;
  const answeredKeys = new AnsweredKeysStore(join(dataPath, "answered_keys.db"), telemetry);
  const apiSettings = apiSettingsOf(config);
  registerGauges(telemetry, { log: records, consumer, store, hub: () => feed.hub });
  const contract = createContractFile(config.contractPath ?? undefined);
  registerQualityGauges(telemetry, { queries: () => store.queries, contract, nowMs: Date.now });
  const live = streamOf(() => feed.hub, {
    notReady: () => new ProblemError("not-ready", NOT_READY, { retryAfterSeconds: 1 }),
    ...{ telemetry, origins: apiSettings },
  });
  const timeMachine = new TimeMachine({
    ...{ dataPath, thresholds, telemetry, queries: () => store.queries },
  });
  const publishing = new Set<string>();
  const { imports, remover } = composeImports(config, { pipeline, publishing, telemetry });
  const refusedFiles = await RefusedFiles.open(new DiskLake(dataPath));
  const liveReplay = streamOf(() => timeMachine.hub, {
    notReady: () => new ProblemError("not-ready", "No history is replayed."),
    ...{ telemetry, origins: apiSettings },
  });
  const ports = composeApi({
    ...{ thresholds, telemetry, settings: apiSettings, queries: () => store.queries },
    ...{ log: records, answeredKeys, contract, live, timeMachine, imports, refusedFiles },
    savedRepairs: new SavedRepairsFile(new DiskLake(dataPath)),
    output: new DiskLake(dirname(config.processedDataPath), { isConfined: true }),
    runAgain: createRunAgain({
      contractPath: config.contractPath,
      recordRun: (report) => consumer.recordRun(report),
      signal: stopping.signal,
    }),
    removeImport: (source) => remover.remove(source),
    parts: () =>
      partsOfService(consumer.status(), {
        ...{ log: records, hasStore: store.queries !== null },
        isShared: log.traits.sharesPartitions,
      }),
  });
  const api = createApi(ports);
  const ready = pipeline.startHub({ maxClients: config.maxLiveClients }).then(() => {});
  watchClock((byMs) => {
    telemetry.emit("clock_jumped", { byMs });
    feed.hub?.notify({ level: "warning", about: "log", text: jumpText(byMs) });
  }, stopping.signal);
  const background = startBackground(ready, {
    ...{ config, pipeline, ports, isEmpty, imports, refusedFiles, publishing },
    ...{ telemetry, sample: options.sample, replay: options.replay, signal: stopping.signal },
  });
  return {
    ready,
    handle: routeRequests({
      api: (request, info) => api.fetch(request, info as object),
      pages,
      live,
      replay: liveReplay,
    }, apiSettings),
    stop: async () => {
      stopping.abort();
      feed.hub?.close();
      await timeMachine.close();
      await imports.close();
      await background.done();
      await pipeline.close();
      answeredKeys.close();
    },
  };
}

/** Serves a hub to whoever listens; a problem while there is none. */
function streamOf(
  hubOf: () => LiveHub | null,
  { notReady, telemetry, origins }: {
    readonly notReady: () => ProblemError;
    readonly telemetry: Telemetry;
    readonly origins: ApiSettings;
  },
): (request: Request) => Response {
  return (request) => {
    const hub = hubOf();
    if (hub === null) throw notReady();
    return serveLive(request, { hub, telemetry, origins });
  };
}

function apiSettingsOf(config: ServiceConfig): ApiSettings {
  return {
    ...API_DEFAULTS,
    isPublic: !isLoopback(config.host),
    token: config.token,
    corsOrigins: config.corsOrigins,
    maxLagRecords: config.maxLagRecords,
  };
}
