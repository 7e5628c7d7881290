// Takes an import back: its rows leave the log's history, its output goes, and its file is kept out of the way.

import { basename, dirname, join, relative, resolve } from "node:path";
import { sha256Of } from "../../../lake/disk/hash_file.ts";
import { moveBeside, touch } from "../../../lake/disk/move_beside.ts";
import { readText } from "../../../lake/disk/open_file.ts";
import { isAbsent, remove } from "../../../lake/disk/names.ts";
import { InputError, UsageError } from "../../../domain/errors.ts";
import { isLiveSource } from "../../../domain/live_source.ts";
import type { RunReport } from "../../../domain/report.ts";
import { type RetractLog, retractSource } from "../../../stream/publish/retract_source.ts";
import type { Telemetry } from "../../../telemetry/telemetry.ts";
import type { RemovedImport } from "../../ports.ts";
import type { StoreQueries } from "../../../store/port.ts";

/** What removing needs. */
export interface RemoveSettings {
  readonly log: RetractLog;
  readonly queries: () => Pick<StoreQueries, "ledger" | "runs"> | null;
  /** The watched folder; null where there is none. */
  readonly rawFolder: string | null;
  /** Output within these folders goes with its import; a person's own place is left alone. */
  readonly outputFolders: readonly string[];
  readonly telemetry: Telemetry;
  /** Lets go of the runtimes that were inferred from a source. */
  readonly forgetRuntimes: (source: string) => Promise<void>;
  /** Whether rows of the source are being sent. */
  readonly isBusy: (source: string) => boolean;
}

/** Within the watched folder, which is not looked into: what lies there is not picked up. */
const KEPT_FOLDER = "removed";
const OUTPUT_ENDINGS = [".parquet", ".quarantine.ndjson", ".report.html", ".report.json"];

/** Removes sources, one after the other. */
export class ImportRemover {
  readonly #settings: RemoveSettings;

  constructor(settings: RemoveSettings) {
    this.#settings = settings;
  }

  /**
   * Removes a source's rows; it may come again at once.
   *
   * @throws {UsageError} it is no import @throws {InputError} there is none of it, or it is being sent
   */
  async remove(source: string): Promise<RemovedImport> {
    const { queries, isBusy, forgetRuntimes, telemetry, log } = this.#settings;
    if (isLiveSource(source)) {
      throw new UsageError(
        `Cannot remove ${source} as only imports can be removed: it is what came in live`,
      );
    }
    const ledger = await queries()?.ledger(0, source);
    const rows = ledger?.sources.find((one) => one.source === source)?.read ?? 0;
    if (rows === 0) {
      throw new InputError(
        `Cannot remove ${source} as the ledger must have rows of it: GET /api/ledger lists its sources, ` +
          "and rows that were sent a moment ago may not be applied yet",
      );
    }
    if (isBusy(source)) {
      throw new InputError(
        `Cannot remove ${source} as its rows are being sent: wait, or cancel that`,
      );
    }
    // First: a removal that fails here can be asked for again, one that is in the log cannot.
    await forgetRuntimes(source);
    await retractSource(log, source, crypto.randomUUID());
    await this.#removeOutput(source);
    const kept_file = await this.#keepFile(source);
    telemetry.emit("import_removed", { source, rows });
    return { source, rows, kept_file };
  }

  /** The output of the runs that read this source alone; what another run wrote there is another's. */
  async #removeOutput(source: string): Promise<void> {
    const reports = await this.#settings.queries()?.runs() ?? [];
    for (const { inputs, output, run_id } of reports) {
      if (inputs.length !== 1 || inputs[0]!.path !== source) continue;
      if (!this.#settings.outputFolders.some((folder) => isWithin(output.path, folder))) continue;
      const stem = output.path.replace(/\.parquet$/, "");
      if (await runOf(`${stem}.report.json`) !== run_id) continue;
      for (const ending of OUTPUT_ENDINGS) remove(stem + ending);
    }
  }

  /** Moved out of the watched folder, with another date: put back, it is read like a new file. */
  async #keepFile(source: string): Promise<string | null> {
    const { rawFolder } = this.#settings;
    if (rawFolder === null || resolve(dirname(source)) !== resolve(rawFolder)) return null;
    try {
      const sha256 = await sha256Of(source);
      const target = join(rawFolder, KEPT_FOLDER, basename(source));
      const kept = await moveBeside({ path: source, sha256 }, target);
      await touch(kept);
      return kept;
    } catch (error) {
      if (isAbsent(error)) return null; // it went before
      throw error;
    }
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way !== "" && !way.startsWith("..");
}

async function runOf(reportPath: string): Promise<string | null> {
  try {
    return (JSON.parse(await readText(reportPath)) as RunReport).run_id;
  } catch {
    return null;
  }
}
