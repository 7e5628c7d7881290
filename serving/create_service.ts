// The service: log, consumer, store, API and live stream put together. main.ts gives it a port.

import { dirname, join } from "node:path";
import { wait, within } from "../clock/wait.ts";
import type { ServiceConfig } from "../config.ts";
import { UsageError } from "../domain/errors.ts";
import { LOG_AWAY, LOG_BACK } from "../domain/live_message.ts";
import type { ConsumerStatus } from "../stream/consume/consumer_status.ts";
import { describeShare } from "../stream/consume/describe_share.ts";
import { LogAccessError, LogTopicError } from "../log/errors.ts";
import {
  findLogTrouble,
  isAway,
  type LogSettings,
  type OpenLog,
  openLog,
} from "../log/open_log.ts";
import { startConsumer } from "../stream/start_consumer.ts";
import { createTopics, PIPELINE_TOPICS } from "../log/topics.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import type { ApiPorts } from "./api/api_ports.ts";
import { API_DEFAULTS, type ApiSettings } from "./api/api_settings.ts";
import { ProblemError } from "./api/problem.ts";
import { isLoopback } from "./is_origin_allowed.ts";
import type { PageHandler } from "./pages/load_pages.ts";
import { LiveHub } from "./live/live_hub.ts";
import { serveLive } from "./live/serve_live.ts";
import { AnsweredKeysStore } from "./service/answered_keys_store.ts";
import { followConsumer, troubleOf } from "./service/follow_consumer.ts";
import { FileImports } from "./service/imports/file_imports.ts";
import { ImportRemover } from "./service/imports/remove_import.ts";
import { createContractFile } from "./service/contract_file.ts";
import { createHeaderFinder } from "./service/find_header.ts";
import { readLiveStart } from "./service/live_commits.ts";
import { createRunAgain } from "./service/run_again.ts";
import { SavedRepairsFile } from "./service/saved_repairs_file.ts";
import { registerQualityGauges } from "./service/quality_gauges.ts";
import { createRowReader } from "./service/read_row.ts";
import { registerGauges } from "./service/register_gauges.ts";
import type { ReplayFiles } from "./service/replay_files.ts";
import { RefusedFiles } from "./service/refused_files.ts";
import { routeRequests } from "./service/route_requests.ts";
import { ServiceLog } from "./service/service_log.ts";
import { createRepairMaker } from "./service/repair_rows.ts";
import { SqliteStoreView } from "../store/sqlite/store_view.ts";
import { HubFeed } from "./live/hub_feed.ts";
import type { LiveStart } from "./live/live_commit.ts";
import { TimeMachine } from "./service/time_machine/time_machine.ts";
import { jumpText, watchClock } from "./service/watch_clock.ts";
import { createTopShows } from "./service/top_shows.ts";

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
const LEAVE_WITHIN_MS = 2_000;
/** A cluster that answers makes its topics faster; one that went away again is waited for behind the pages. */
const TOPICS_WITHIN_MS = 10_000;
/** Answering the first page takes less, also over a million views. */
const FIRST_PAGE_MS = 600;

/** Opens everything. Work that takes long goes on behind it. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { config, telemetry } = options;
  const { dataPath, thresholds } = config;
  const stopping = new AbortController();
  const settings = config.log;
  await Deno.mkdir(dataPath, { recursive: true, mode: 0o700 });
  const openedLog = await openLog(
    settings,
    (detail) => telemetry.emit("log_taken_over", { detail }),
  );
  // A cluster may be away: what is stored is served meanwhile.
  const isThere = await isLogThere(settings);
  const isEmpty = prepareTopics(openedLog, config.partitions);
  isEmpty.catch(() => {}); // told by the work that waits for it
  if (settings.kind === "embedded") await isEmpty;
  else if (isThere) await within(TOPICS_WITHIN_MS, orUsageError(isEmpty), () => {});
  const consumer = startConsumer({
    log: settings,
    dataPath,
    thresholds,
    producer: openedLog.producer,
    readers: config.workers,
  });
  // While its thread starts, this one loads what answers.
  const [{ createApi }, pages] = await Promise.all([
    import("./api/create_api.ts"),
    options.loadPages(),
  ]);
  const feed = new HubFeed();
  let isSample = false;
  const log = await ServiceLog.over(openedLog, settings, {
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
  }, (isGone) => {
    telemetry.emit(isGone ? "log_away" : "log_back");
    feed.hub?.notify(noticeOf(isGone));
  });
  const store = new SqliteStoreView(join(dataPath, "store.db"), {
    maxLong: Math.max(1, navigator.hardwareConcurrency - 1),
  });
  const answeredKeys = new AnsweredKeysStore(join(dataPath, "answered_keys.db"), telemetry);
  const readRow = createRowReader(thresholds);
  const apiSettings = apiSettingsOf(config);
  const restartHub = () => {
    feed.restart(() => readLiveStart(store.queries!, isSample))
      .catch((error) => telemetry.emit("service_failed", { error }));
  };
  followConsumer(consumer, { store, telemetry, feed, isSample: () => isSample });
  registerGauges(telemetry, { log, consumer, store, hub: () => feed.hub });
  const contract = createContractFile(config.contractPath ?? undefined);
  registerQualityGauges(telemetry, { queries: () => store.queries, contract, nowMs: Date.now });
  const live = (request: Request) => {
    const { hub } = feed;
    if (hub === null) throw new ProblemError("not-ready", NOT_READY, { retryAfterSeconds: 1 });
    return serveLive(request, { hub, telemetry, origins: apiSettings });
  };
  const timeMachine = new TimeMachine({
    ...{ dataPath, thresholds, telemetry, queries: () => store.queries },
  });
  const imports = new FileImports({
    folder: join(dataPath, "imports"),
    rawFolder: dirname(config.rawDataPath),
    older: () => store.queries,
    ...{ contractPath: config.contractPath, catalogPath: config.catalogPath, thresholds },
    ledgerOf: async (source) => {
      const ledger = await store.queries?.ledger(0, source);
      return ledger?.sources.find((one) => one.source === source) ?? null;
    },
  });
  const publishing = new Set<string>();
  const remover = new ImportRemover({
    log: { producer: log, admin: openedLog.admin },
    queries: () => store.queries,
    rawFolder: dirname(config.rawDataPath),
    outputFolders: [dataPath, dirname(config.processedDataPath)],
    telemetry,
    forgetRuntimes: async (source) => {
      // Hardly ever asked for, and no part of a quick start.
      const { forgetRuntimes } = await import("./service/imports/forget_runtimes.ts");
      if (await forgetRuntimes(dataPath, source)) consumer.refreshCatalog();
    },
    isBusy: (source) => publishing.has(source),
  });
  const refusedFiles = RefusedFiles.open(dataPath);
  const liveReplay = (request: Request) => {
    const { hub } = timeMachine;
    if (hub === null) throw new ProblemError("not-ready", "No history is replayed.");
    return serveLive(request, { hub, telemetry, origins: apiSettings });
  };
  const ports: ApiPorts = {
    ...{
      log,
      readRow,
      live,
      timeMachine,
      imports,
      refusedFiles,
      telemetry,
      settings: apiSettings,
      nowMs: Date.now,
    },
    contract,
    savedRepairs: new SavedRepairsFile(join(dataPath, "repairs.json")),
    runAgain: createRunAgain({
      contractPath: config.contractPath,
      recordRun: (report) => consumer.recordRun(report),
      signal: stopping.signal,
    }),
    removeImport: (source) => remover.remove(source),
    answeredKeys,
    makeRepair: createRepairMaker(thresholds, createHeaderFinder(Date.now)),
    queries: () => store.queries,
    parts: () =>
      partsOf(consumer.status(), {
        ...{ log, hasStore: store.queries !== null, isShared: settings.kind === "kafka" },
      }),
  };
  const api = createApi(ports);
  const ready = consumer.ready.then(async () => {
    const queries = store.open(), topShows = await createTopShows(() => store.queries);
    const hubOf = (start: LiveStart) =>
      new LiveHub({
        ...{ start, telemetry, maxClients: config.maxLiveClients, nowMs: Date.now },
        pending: () => log.pending(),
        topShows,
      });
    const hub = await feed.start(() => readLiveStart(queries, isSample), hubOf);
    if (log.isAway) hub.notify(noticeOf(true));
    const trouble = troubleOf(consumer.status());
    if (trouble !== null) hub.notify(trouble);
  });
  watchClock((byMs) => {
    telemetry.emit("clock_jumped", { byMs });
    feed.hub?.notify({ level: "warning", about: "log", text: jumpText(byMs) });
  }, stopping.signal);
  const quiet = ready.then(() => waitForFirstPage(isEmpty.catch(() => false), stopping.signal));
  quiet.then(() => store.readAhead(), () => {}); // told by what else waits for it
  const repairing = quiet.then(async () => {
    if (stopping.signal.aborted) return null;
    const { AutoRepairs } = await import("./service/auto_repairs.ts");
    const repairs = new AutoRepairs(ports, stopping.signal);
    consumer.onApplied(({ applied }) => applied.quarantined.length > 0 && repairs.wake());
    repairs.wake();
    return repairs;
  });
  const work = quiet.then(async () => {
    if (stopping.signal.aborted) return;
    const { startWork } = await import("./service/start_work.ts");
    await startWork({
      ...{ config, log, consumer, readRow, telemetry, isEmpty, signal: stopping.signal },
      refusedFiles,
      ...{ wantsSample: options.sample, replay: options.replay, watcher: imports, publishing },
      ...{ admin: openedLog.admin, queries: () => store.queries },
      onSample: () => {
        isSample = true;
        restartHub();
      },
    });
  }).catch((error) => telemetry.emit("service_failed", { error }));
  const retaining = quiet.then(async () => {
    const { logRetentionDays: retentionDays } = config;
    if (retentionDays === null || stopping.signal.aborted) return;
    const { retainLog } = await import("./service/retain_log.ts");
    await retainLog({
      ...{ log: openedLog, dataPath, retentionDays, telemetry, signal: stopping.signal },
    });
  }).catch((error) => telemetry.emit("service_failed", { error }));
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
      // What waits for a cluster that is away ends with the process.
      await (settings.kind === "embedded" ? work : within(LEAVE_WITHIN_MS, work, () => {}));
      const repairs = await repairing.catch(() => null);
      if (settings.kind === "embedded") await repairs?.done();
      await retaining;
      await log.close();
      await consumer.stop(); // after the transaction under way
      store.close();
      answeredKeys.close();
      await openedLog.close();
    },
  };
}

/**
 * Who starts a service waits for its first page: what may come later neither loads its code nor works
 * before that is answered, unless there is nothing to show yet.
 */
async function waitForFirstPage(isEmpty: Promise<boolean>, signal: AbortSignal): Promise<void> {
  const soon = wait(FIRST_PAGE_MS, signal);
  if (await Promise.race([isEmpty, soon.then(() => false)])) return;
  await soon;
}

/**
 * Whether the log can be used at once. What a person has to change first is told before anything begins.
 *
 * @throws {UsageError} the cluster lets nobody in with these settings
 */
async function isLogThere(settings: LogSettings): Promise<boolean> {
  const trouble = await findLogTrouble(settings, { asMember: true });
  if (trouble !== null && !isAway(trouble)) throw new UsageError(trouble);
  return trouble === null;
}

/** Topics that cannot be made are for a person to change; what else fails may pass. */
async function orUsageError(preparing: Promise<unknown>): Promise<void> {
  await preparing.catch((error) => {
    if (!(error instanceof LogTopicError || error instanceof LogAccessError)) return;
    throw new UsageError(error.message, { cause: error });
  });
}

/** Makes the topics; whether they hold nothing. */
async function prepareTopics({ admin }: OpenLog, partitions: number): Promise<boolean> {
  await createTopics(admin, partitions);
  const offsets = await Promise.all(PIPELINE_TOPICS.map((topic) => admin.offsets(topic)));
  return offsets.flat().every(({ endOffset }) => endOffset === 0);
}

function apiSettingsOf(config: ServiceConfig): ApiSettings {
  return {
    ...API_DEFAULTS,
    outputFolder: dirname(config.processedDataPath),
    isPublic: !isLoopback(config.host),
    token: config.token,
    corsOrigins: config.corsOrigins,
    maxLagRecords: config.maxLagRecords,
  };
}

function noticeOf(isGone: boolean) {
  return isGone
    ? { level: "error", about: "log", text: LOG_AWAY } as const
    : { level: "info", about: "log", text: LOG_BACK } as const;
}

function partsOf(
  { state, error, owned, isMember }: Pick<
    ConsumerStatus,
    "state" | "error" | "owned" | "isMember"
  >,
  { log, hasStore, isShared }: {
    readonly log: ServiceLog;
    readonly hasStore: boolean;
    /** Whether the log shares its partitions out among a group. */
    readonly isShared: boolean;
  },
) {
  const isJoining = isShared && !isMember;
  return [
    {
      name: "log",
      ready: log.isReachable && state !== "blocked",
      detail: state === "blocked"
        ? `${error}`
        : log.isReachable
        ? "open"
        : log.trouble ?? "Kafka does not answer; tried again all the time",
    },
    {
      name: "consumer",
      ready: state === "running" && !isJoining,
      detail: state === "blocked" ? "waits for the right log" : error ?? [
        state,
        ...isJoining ? ["joins its group"] : owned === null ? [] : [describeShare(owned)],
        ...log.isReachable ? [] : ["waits for the log"],
      ].join("; "),
    },
    { name: "store", ready: hasStore, detail: hasStore ? "open" : "being made" },
  ];
}
