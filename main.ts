// `deno task start`: the service on its port, until it is told to stop.

import { within } from "./clock/wait.ts";
import {
  CONSUMER_SETTINGS,
  type Environment,
  FLAG_SETTINGS,
  loadServiceConfig,
  PATH_SETTINGS,
  SERVICE_SETTINGS,
  type ServiceConfig,
  STREAM_SETTINGS,
  THRESHOLD_SETTINGS,
} from "./config.ts";
import { UsageError } from "./domain/errors.ts";
import { createService, type Service, type ServiceOptions } from "./serving/create_service.ts";
import { loadPages } from "./serving/pages/load_pages.ts";
import { providePipeline } from "./serving/pages/pipeline.ts";
import { keepListening } from "./serving/service/keep_listening.ts";
import { LogLockedError } from "./log/errors.ts";
import type { CommandSpec } from "./tasks/command_line.ts";
import { parseSpeed } from "./tasks/replay/parse_speed.ts";
import { runCommand } from "./tasks/run_command.ts";
import { withInterrupt } from "./tasks/with_interrupt.ts";
import { createLogger, writeToConsole } from "./telemetry/logger.ts";
import { Telemetry } from "./telemetry/telemetry.ts";
import { checkStoreFree } from "./store/open_store.ts";

const { CATALOG_PATH, DATA_CONTRACT_PATH, PROCESSED_DATA_PATH } = FLAG_SETTINGS;

const SPEC = {
  command: "deno task start",
  summary: "Serves the pages, the API and the live stream, with the pipeline beside them.",
  flags: {
    "no-sample": { kind: "switch", help: "start empty: no sample data, no simulated viewing" },
    replay: {
      kind: "text",
      value: "FILE",
      help: "send its views through the live path, in the order they happened; no sample then",
    },
    speed: {
      kind: "text",
      value: "N|max",
      default: "max",
      help: "of --replay: times the pace at which the views happened",
    },
  },
  settings: {
    ...{ ...SERVICE_SETTINGS, ...STREAM_SETTINGS, ...CONSUMER_SETTINGS, ...PATH_SETTINGS },
    ...{ CATALOG_PATH, DATA_CONTRACT_PATH, PROCESSED_DATA_PATH, ...THRESHOLD_SETTINGS },
  },
  exitCodes: { 0: "stopped", 1: "it did not stop within 10 s", 2: "usage, or data in use" },
  examples: [
    "deno task start",
    "PORT=9000 deno task start --no-sample",
    "deno task start --replay ViewingActivity.csv --speed 3600",
  ],
} as const satisfies CommandSpec;

/** A stop that takes longer is cut short: what was acknowledged is durable all along. */
const STOP_WITHIN_MS = 10_000;
/** Requests that are not whole by then are cut off: a client that never ends its own keeps nobody waiting. */
const FINISH_WITHIN_MS = 3_000;

async function serve(
  config: ServiceConfig,
  given: Pick<ServiceOptions, "sample" | "replay">,
  signal: AbortSignal,
): Promise<number> {
  const format = config.logFormat === "auto"
    ? (Deno.stdout.isTerminal() ? "text" : "json")
    : config.logFormat;
  const log = createLogger({
    ...{ format, level: config.logLevel, nowMs: Date.now, write: writeToConsole },
  });
  const telemetry = new Telemetry(log);
  const service = await open({
    ...{ config, telemetry, ...given },
    loadPages: () => loadPages(import.meta.dirname!),
  });
  providePipeline(service.handle);
  const server = keepListening(service.handle, {
    ...{ port: config.port, hostname: config.host },
    onListen: ({ hostname, port }) => {
      const shown = hostname.includes(":") ? `[${hostname}]` : hostname;
      telemetry.emit("service_listening", { url: `http://${shown}:${port}/` });
    },
    onFailure: (error) => telemetry.emit("listener_failed", { error }),
  });
  service.ready.then(() => telemetry.emit("service_ready"));
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  telemetry.emit("service_stopping");
  const late = setTimeout(() => Deno.exit(1), STOP_WITHIN_MS);
  const requests = server.shutdown(); // takes no more; waits for those under way
  const finished = within(FINISH_WITHIN_MS, requests, () => {});
  await service.stop();
  await finished;
  clearTimeout(late);
  telemetry.emit("service_stopped");
  return 0;
}

async function open(options: Parameters<typeof createService>[0]): Promise<Service> {
  try {
    checkThere("CATALOG_PATH", options.config.catalogPath);
    checkStoreFree(options.config.dataPath);
    return await createService(options);
  } catch (error) {
    if (error instanceof LogLockedError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** A file that is named and missing would be missed only by the first run of the ETL. */
function checkThere(name: string, path: string | null): void {
  if (path === null) return;
  try {
    Deno.statSync(path);
  } catch (cause) {
    throw new UsageError(`Cannot read ${name} as it must be a file: current value is "${path}"`, {
      cause,
    });
  }
}

await runCommand(SPEC, ({ flags }, environment: Environment) => {
  const config = loadServiceConfig(environment);
  const speed = parseSpeed(flags.speed);
  const replay = flags.replay === undefined ? null : { files: [flags.replay], speed };
  const sample = replay === null && !flags["no-sample"];
  return withInterrupt((signal) => serve(config, { sample, replay }, signal));
});
