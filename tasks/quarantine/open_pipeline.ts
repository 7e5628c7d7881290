// What asks the API from the command line: the service that has the log, or the same API over log and store.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { LakeCatalog } from "../../lake/catalog.ts";
import { DiskLake } from "../../lake/disk/disk_lake.ts";
import type { StreamConfig } from "../../config.ts";
import { InputError, UsageError } from "../../domain/errors.ts";
import { API_DEFAULTS } from "../../serving/api/api_settings.ts";
import { createApi } from "../../serving/api/create_api.ts";
import { AnsweredKeysFile } from "../../serving/service/answered_keys.ts";
import { ImportRemover } from "../../serving/service/imports/remove_import.ts";
import { SavedRepairsFile } from "../../serving/service/saved_repairs_file.ts";
import { LogLockedError } from "../../log/errors.ts";
import type { OpenLog } from "../../log/open_log.ts";
import { composeApi, composeLog, composeStore } from "../../serving/compose.ts";
import { StoreDamagedError } from "../../store/errors.ts";
import type { StoreView } from "../../store/port.ts";
import { silentLogger } from "../../telemetry/logger.ts";
import { Telemetry } from "../../telemetry/telemetry.ts";
import { storePath } from "../../store/open_store.ts";

/** Answers the API's questions. */
export interface Pipeline {
  /** Whether a service is there, which applies what is replayed at once. */
  readonly isService: boolean;
  /** @throws {InputError} the API's own sentence when it refuses */
  ask<Answer>(path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** A service to ask. */
export interface ServiceAddress {
  readonly url: string | null;
  readonly token: string | null;
}

const LOCAL_SERVICE = "http://127.0.0.1:8000";

/**
 * The service at `url`. Without one, log and store of the data folder; while another process has that log,
 * it must be a service, and it is asked: so nobody ever writes beside somebody else.
 */
export async function openPipeline(
  config: StreamConfig,
  { url, token }: ServiceAddress,
): Promise<Pipeline> {
  if (url !== null) return overHttp(url, token);
  // A log would be made in a folder whose name is mistaken.
  if (!existsSync(config.dataPath)) throw noStore(storePath(config.dataPath));
  let log: OpenLog;
  try {
    log = await composeLog(config.log, config.partitions);
  } catch (error) {
    if (!(error instanceof LogLockedError)) throw error;
    return overHttp(LOCAL_SERVICE, token);
  }
  try {
    return overStore(config, log);
  } catch (error) {
    await log.close();
    throw error;
  }
}

function overHttp(url: string, token: string | null): Pipeline {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new UsageError(
      `Cannot parse --to as it must be an http:// or https:// address: current value is "${url}"`,
    );
  }
  const headers = token === null ? undefined : { authorization: `Bearer ${token}` };
  return {
    isService: true,
    ask: (path, body) =>
      read(
        fetch(new URL(path, url), { ...initOf(body), headers: { ...headers } }).catch((cause) => {
          throw new UsageError(
            `Cannot ask the pipeline as no service answers at ${url}: name its address with --to`,
            { cause },
          );
        }),
      ),
    close: () => Promise.resolve(),
  };
}

function overStore({ dataPath, thresholds }: StreamConfig, log: OpenLog): Pipeline {
  const view = openStore(dataPath), queries = view.queries!;
  const telemetry = new Telemetry(silentLogger);
  const remover = new ImportRemover({
    ...{ log, queries: () => queries, telemetry, isBusy: () => false },
    rawFolder: join(dataPath, "raw"),
    outputFolders: [dataPath],
    forgetRuntimes: async (source) => {
      await new LakeCatalog(new DiskLake(dataPath)).forget(source); // the store derives anew when it is opened next
    },
  });
  const answeredKeys = AnsweredKeysFile.inMemory(); // a terminal sends nothing a second time
  const api = createApi(composeApi({
    queries: () => queries,
    log: {
      append: (topic, records) => log.producer.append(topic, records),
      topics: () => Promise.reject(new Error("Topics are the service's to tell")),
      messages: () => Promise.resolve(null),
      pending: () => 0,
      pendingBytes: () => 0,
    },
    ...{ thresholds, answeredKeys, telemetry },
    savedRepairs: new SavedRepairsFile(new DiskLake(dataPath)),
    removeImport: (source) => remover.remove(source),
    output: new DiskLake(dataPath, { isConfined: true }),
    settings: API_DEFAULTS,
  }));
  return {
    isService: false,
    ask: (path, body) => read(Promise.resolve(api.request(path, initOf(body)))),
    close: async () => {
      view.close();
      answeredKeys.close();
      await log.close();
    },
  };
}

function openStore(dataPath: string): StoreView {
  const view = composeStore(dataPath);
  try {
    view.open();
    return view;
  } catch (cause) {
    throw cause instanceof StoreDamagedError ? cause : noStore(storePath(dataPath), cause);
  }
}

function noStore(path: string, cause?: unknown): UsageError {
  return new UsageError(
    `Cannot read ${path} as it must be a store: run deno task start or deno task consume first, or name ` +
      `another folder by PLAYHEAD_DATA`,
    { cause },
  );
}

function initOf(body: unknown): RequestInit {
  return body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
}

async function read<Answer>(asked: Promise<Response>): Promise<Answer> {
  const answer = await asked;
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  throw new InputError(
    detailOf(text) ?? `The API answered ${answer.status}: ${text.slice(0, 200)}`,
  );
}

function detailOf(text: string): string | null {
  try {
    return JSON.parse(text).detail ?? null;
  } catch {
    return null;
  }
}
