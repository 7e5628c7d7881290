// One run of the ETL, step by step: open, scan, settle, encode, audit, publish.

import type { ColumnName } from "../../domain/columns.ts";
import type { SkippedInput } from "../../domain/report.ts";
import type { InputFile } from "../io/expand_inputs.ts";
import { readCatalog } from "../io/read_catalog.ts";
import { readContract } from "../io/read_contract.ts";
import { type OutputColumn, outputColumns } from "../io/parquet/output_schema.ts";
import { QuarantineSink } from "../io/quarantine_sink.ts";
import { followLink } from "../../lake/disk/follow_link.ts";
import type { Catalog } from "../transform/catalog.ts";
import { columnOf, EPISODE, SHOW, TEXT_COLUMNS } from "../transform/scan/view_columns.ts";
import type { ViewTable } from "../transform/settle/view_table.ts";
import type { EtlCalls, InputLayout, Runtimes } from "../workers/etl_protocol.ts";
import { presentColumns } from "../workers/scan_blocks.ts";
import type { WorkerPool } from "../workers/worker_pool.ts";
import { mergeDictionaries, type MergedViews } from "./merge_dictionaries.ts";
import { type OpenedInputs, openInputs } from "./open_inputs.ts";
import { concludeRun, type RunOutcome } from "./conclude_run.ts";
import { RunFolder } from "../../lake/disk/publish/run_folder.ts";
import type { EtlSettings } from "./run_settings.ts";
import { scanInputs, type ScanTotals } from "./scan_inputs.ts";
import { settleViews } from "./settle_views.ts";
import { OutputWriter } from "./write_output.ts";
import { findText } from "../transform/scan/merge_texts.ts";
import type { TextTable } from "../transform/scan/sort_texts.ts";
import { textAt } from "../transform/scan/text_at.ts";

/** Share of the memory that scanned views may take; grouping them takes as much again. */
const SCAN_SHARE = 0.4;
/** Offsets of a dictionary that has the empty text alone. */
const NO_TEXTS = 2;

/** A run and what it holds open. */
export class EtlRun {
  readonly #settings: EtlSettings;
  readonly #startedMs: number;
  readonly #runId = crypto.randomUUID();
  readonly #folder: RunFolder;
  readonly #pool: WorkerPool<EtlCalls>;
  /** Files being written, which a run that fails leaves open. */
  readonly #sinks: { abort(): void }[] = [];

  private constructor(settings: EtlSettings, startedMs: number, pool: WorkerPool<EtlCalls>) {
    this.#settings = settings;
    this.#startedMs = startedMs;
    // Beside what a link leads to: a rename must not cross file systems.
    this.#folder = RunFolder.create(followLink(settings.outPath), this.#runId, settings.files);
    this.#pool = pool;
  }

  /** Makes the run's folder; `pool` are its threads, which the caller ends at last. */
  static open(settings: EtlSettings, startedMs: number, pool: WorkerPool<EtlCalls>): EtlRun {
    return new EtlRun(settings, startedMs, pool);
  }

  /** Runs to the end. `unnamed`: what is skipped for its name alone. */
  async execute(
    files: readonly InputFile[],
    unnamed: readonly SkippedInput[] = [],
  ): Promise<RunOutcome> {
    const settings = this.#settings;
    const contract = await readContract(settings.contractPath);
    const catalog = settings.catalogPath === null ? null : await readCatalog(settings.catalogPath);
    const tell = ({ path, reason }: SkippedInput) =>
      settings.onNotice(`${path} is skipped, as ${reason}`);
    unnamed.forEach(tell);
    const inputs = await openInputs(files, this.#folder.file("spool"), tell);
    const quarantine = new QuarantineSink(this.#folder.file("quarantine.ndjson"), settings.files);
    this.#sinks.push(quarantine);
    await this.#startWorkers();
    const [totals] = await Promise.all([this.#scan(inputs, quarantine), inputs.hash()]);
    inputs.assertUnchanged();
    quarantine.finish();
    const { writer, users, inferred } = await this.#settleAndWrite(inputs, catalog);
    await this.#pool.all("finish", () => undefined);
    this.#pool.close();
    settings.onProgress({ stage: "check", share: 0, rows: totals.read });
    const outcome = await concludeRun({
      settings,
      contract,
      catalog,
      inputs,
      skipped: [...unnamed, ...inputs.skipped],
      totals,
      quarantine,
      writer,
      users: users.count,
      showNames: users.showNames,
      folder: this.#folder,
      runId: this.#runId,
      startedMs: this.#startedMs,
    });
    if (outcome.published) {
      await settings.afterPublished({
        runId: this.#runId,
        nowMs: settings.nowMs,
        inputs: inputs.scannable,
        rows: totals.read,
        catalog,
        inferredRuntimes: namedRuntimes(inferred, users.showNames),
      });
      inputs.assertUnchanged();
    }
    return outcome;
  }

  /** Removes what was not published. */
  close(): void {
    for (const sink of this.#sinks) sink.abort();
    this.#folder.remove();
  }

  async #startWorkers(): Promise<void> {
    const { nowMs, thresholds, memoryBytes, workers, scanner } = this.#settings;
    await this.#pool.all("start", (worker) => ({
      nowMs,
      thresholds,
      scanner,
      budgetBytes: memoryBytes * SCAN_SHARE / workers,
      spillPath: this.#folder.file(`views-${worker}`),
    }));
  }

  async #scan(inputs: OpenedInputs, quarantine: QuarantineSink): Promise<ScanTotals> {
    const { blockBytes, onProgress } = this.#settings;
    const sizeBytes = inputs.scannable.reduce((sum, { dataBytes }) => sum + dataBytes, 0);
    return await scanInputs(this.#pool, inputs.scannable, {
      blockBytes,
      quarantine,
      onProgress: (bytesDone, rows) => {
        onProgress({ stage: "read", share: sizeBytes === 0 ? 1 : bytesDone / sizeBytes, rows });
      },
    });
  }

  async #settleAndWrite(inputs: OpenedInputs, catalog: Catalog | null) {
    const { memoryBytes, partitionBy, files } = this.#settings;
    const views = await mergeDictionaries(this.#pool);
    const named = presentInAny(inputs);
    // What no row has needs no memory, whatever the inputs' layouts allow.
    const present = named.map((has, column) =>
      has && (column <= EPISODE || views.texts[column].offsets.length > NO_TEXTS)
    );
    const shows = views.texts[SHOW].offsets.length - 1;
    const known = catalogRuntimes(catalog, views.texts);
    const inferred = known.byShow.map((runtime) => Number.isNaN(runtime) ? 1 : 0);
    const options = { present, tableBytes: memoryBytes * SCAN_SHARE };
    const settle = (last: boolean, inferredShows: Uint8Array) =>
      settleViews(this.#pool, views, {
        ...options,
        inferred: inferredShows,
        keepScanned: views.isSpilled && !last,
      });
    const tables: ViewTable[] = [];
    for await (const table of settle(false, Uint8Array.from(inferred))) {
      // One table is kept; several do not fit in memory together and are settled again below.
      if (!views.isSpilled) tables.push(table);
    }
    const inferredMinutes = (await this.#infer(shows))
      .map((minutes, show) => Number.isNaN(known.byShow[show]) ? minutes : NaN);
    const runtimes: Runtimes = {
      byShow: known.byShow.map((minutes, show) =>
        Number.isNaN(minutes) ? inferredMinutes[show] : minutes
      ),
      byEpisode: known.byEpisode,
    };
    const columns = outputColumns((name) =>
      present[columnOf(name)] || inputs.scannable.some(({ layout }) => isNamed(layout, name))
    );
    const writer = new OutputWriter(this.#pool, {
      path: this.#folder.file("output"),
      partitionBy,
      files,
      columns,
    });
    this.#sinks.push(writer);
    await this.#setUpEncoding(views, runtimes, columns);
    const nothing = new Uint8Array(shows);
    let users = 0;
    for await (const table of views.isSpilled ? settle(true, nothing) : tables) {
      users += table.kept.reduce((count, kept) => count + (kept > 0 ? 1 : 0), 0);
      await writer.append(table);
    }
    return {
      writer,
      users: { count: users, showNames: views.texts[SHOW] },
      inferred: inferredMinutes,
    };
  }

  /** Runtimes by show, each thread inferring those of its share. */
  async #infer(shows: number): Promise<Float64Array> {
    const parts = await this.#pool.all("durations", () => undefined);
    const step = this.#pool.size;
    const shares = await this.#pool.all("infer", (first) => ({ parts, shows, first, step }));
    return Float64Array.from({ length: shows }, (_, show) => shares[show % step]![show]!);
  }

  async #setUpEncoding(
    views: MergedViews,
    runtimes: Runtimes,
    columns: readonly OutputColumn[],
  ): Promise<void> {
    const { compression } = this.#settings;
    const setup = {
      texts: views.texts,
      runtimes,
      compression,
      columns,
      processedAtMs: this.#settings.nowMs,
    };
    await this.#pool.all("setup", () => setup);
  }
}

/** Whether the header of an input has a column. */
function isNamed(layout: InputLayout, name: ColumnName): boolean {
  return layout.kind === "columns" && layout.columns[name] >= 0;
}

function presentInAny(inputs: OpenedInputs): boolean[] {
  const layouts = inputs.scannable.map(({ layout }) => presentColumns(layout));
  return TEXT_COLUMNS.map((_, column) => layouts.some((present) => present[column]));
}

/** The runtimes that a catalog knows, in minutes; NaN for shows that it does not have. */
function catalogRuntimes(catalog: Catalog | null, texts: readonly TextTable[]): Runtimes {
  const byShow = new Float64Array(texts[SHOW].offsets.length - 1).fill(NaN);
  const byEpisode = new Map<number, Map<number, number>>();
  for (const { showName, episode, runtimeMinutes } of catalog?.entries ?? []) {
    const show = findText(texts[SHOW], showName);
    if (show < 0) continue;
    if (episode === null) byShow[show] = runtimeMinutes;
    else {
      const code = findText(texts[EPISODE], episode);
      if (code < 0) continue;
      const episodes = byEpisode.get(show) ?? new Map<number, number>();
      byEpisode.set(show, episodes.set(code, runtimeMinutes));
    }
  }
  return { byShow, byEpisode };
}

/** Minutes by show name; `minutes` are by show code, NaN where nothing was inferred. */
function namedRuntimes(minutes: Float64Array, names: TextTable): Map<string, number> {
  const named = new Map<string, number>();
  minutes.forEach((runtime, show) => {
    if (!Number.isNaN(runtime)) named.set(textAt(names, show), runtime);
  });
  return named;
}
