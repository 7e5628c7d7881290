// What goes on beside answering: the sample of a first start, the watched folder, simulated viewing.

import { dirname } from "node:path";
import { DamagedFileError } from "../../domain/errors.ts";
import { isThere } from "../../lake/disk/names.ts";
import { setAside } from "../../lake/disk/set_aside.ts";
import { watchFolder } from "../../lake/disk/watch_folder.ts";
import type { ServiceConfig } from "../../config.ts";
import { EVENTS_TOPIC, SOURCE_HEADER } from "../../log/topics.ts";
import type { StoreQueries } from "../../store/port.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { EventRecord, RowReader } from "../ports.ts";
import { rereadOlder } from "./imports/reread_older.ts";
import { makeSample, readSampleMark, sampleCatalogPath } from "./make_sample.ts";
import { PickedUpFiles, pickedUpPath } from "./picked_up_files.ts";
import type { PipelineRuns } from "./pipeline_runs.ts";
import type { RefusedFiles } from "./refused_files.ts";
import type { ServiceLog } from "./service_log.ts";
import { simulateViewing } from "./simulate_viewing.ts";

/** What the work needs. */
export interface BackgroundOptions {
  readonly config: ServiceConfig;
  readonly log: ServiceLog;
  readonly runs: PipelineRuns;
  readonly refusedFiles: RefusedFiles;
  readonly readRow: RowReader;
  readonly telemetry: Telemetry;
  /** Whether nothing was ever taken in. */
  readonly isEmpty: boolean;
  readonly queries: () => StoreQueries | null;
  /** Whether sample data may be made and simulated. */
  readonly wantsSample: boolean;
  readonly onSample: () => void;
  readonly signal: AbortSignal;
}

/** Works until the signal is given. */
export async function workInBackground(options: BackgroundOptions): Promise<void> {
  const { config, wantsSample, isEmpty, onSample, telemetry } = options;
  const files = await openPickedUp(options);
  let sample = await readSampleMark(config.dataPath).catch((error) => {
    if (!(error instanceof DamagedFileError)) throw error;
    telemetry.emit("file_damaged", { error: error.message });
    return null; // without it nothing is simulated
  });
  const hasInput = isThere(config.rawDataPath);
  if (sample === null && wantsSample && isEmpty && !hasInput) {
    sample = await makeSample(config, Date.now());
    telemetry.emit("sample_made", { path: config.rawDataPath, rows: sample.rows });
  }
  if (sample !== null) onSample();
  const simulation = sample !== null && wantsSample
    ? simulateViewing(sample, (rows) => appendSimulated(options, rows), options)
    : Promise.resolve();
  await Promise.all([simulation, pickUpFiles(options, files)]);
}

/** Without the file all is picked up again, and rows that are known count as duplicates. */
async function openPickedUp({ config, telemetry }: BackgroundOptions): Promise<PickedUpFiles> {
  const { dataPath } = config;
  try {
    return await PickedUpFiles.open(dataPath);
  } catch (error) {
    if (!(error instanceof DamagedFileError)) throw error;
    const path = setAside(pickedUpPath(dataPath), Date.now());
    telemetry.emit("file_damaged", {
      path,
      detail:
        "picked_up.json was set aside: all files are picked up again, known rows count as duplicates",
    });
    return await PickedUpFiles.open(dataPath);
  }
}

async function pickUpFiles(options: BackgroundOptions, files: PickedUpFiles): Promise<void> {
  const { config, runs, refusedFiles, signal, telemetry } = options;
  const folder = dirname(config.rawDataPath);
  const catalogOfSample = sampleCatalogPath(config.dataPath);
  const settingsOf = (path: string) =>
    Promise.resolve(
      path === config.rawDataPath && isThere(catalogOfSample)
        ? { catalogPath: catalogOfSample }
        : {},
    );
  await rereadOlder({
    olderImports: async () => await options.queries()?.olderImports() ?? [],
    pending: () => options.log.pending(),
    ...{ runs, files, refusedFiles, settingsOf, rawFolder: folder, signal },
  });
  for await (const { path, mark } of watchFolder(folder, { signal, taken: files.marks })) {
    telemetry.emit("file_picked_up", { path });
    if (await refusedFiles.begin(path, mark)) {
      const ended = await runs.run(path, { signal, ...await settingsOf(path) });
      if (ended === null) continue; // the service ends, and reads the file at its next start
      const reason = ended.isStopped ? null : ended.problem;
      await refusedFiles.end(path, { reason, runId: ended.runId });
    }
    // Last: a crash before it runs the file again, as a full disk does at the next start.
    await files.add(path, mark).catch((error) => telemetry.emit("file_not_kept", { path, error }));
  }
}

async function appendSimulated(
  { log, readRow, telemetry, signal }: BackgroundOptions,
  rows: readonly Uint8Array[],
): Promise<void> {
  if (signal.aborted) return;
  try {
    await log.append(EVENTS_TOPIC, eventRecords(rows, readRow, "sample"));
    telemetry.emit("events_appended", { source: "sample", records: rows.length });
  } catch (error) {
    telemetry.emit("append_failed", { retriable: true, error }); // viewing goes on, with the next rows
  }
}

/** Records of these rows; a row without a user has an empty key. */
function eventRecords(
  rows: readonly Uint8Array[],
  readRow: RowReader,
  source: string,
): readonly EventRecord[] {
  const headers = { [SOURCE_HEADER]: source }, nowMs = Date.now();
  return rows.map((value) => {
    const row = readRow(value, nowMs);
    return { key: row.kind === "row" ? row.key : "", value, headers };
  });
}
