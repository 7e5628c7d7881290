// The sample of a first start: realistic viewing of the last 90 days up to now, and its catalog.

import { join } from "node:path";
import { isPlainObject } from "../../domain/parse_kept_json.ts";
import { DAY_MS } from "../../domain/time.ts";
import { Audience } from "../../pipeline/generate/audience.ts";
import { ByteSink } from "../../pipeline/generate/byte_sink.ts";
import { CsvWriter } from "../../pipeline/generate/csv_writer.ts";
import { generateCatalog } from "../../pipeline/generate/generate_catalog.ts";
import { type GenerateOptions, planGeneration } from "../../pipeline/generate/generate_options.ts";
import { inventShows } from "../../pipeline/generate/invent_shows.ts";
import { streamViews } from "../../pipeline/generate/stream_views.ts";
import { DiskLake } from "../../lake/disk/disk_lake.ts";
import { replaceFile, replaceText } from "../../lake/disk/replace_file.ts";
import { KeptJson } from "../../lake/kept_json.ts";

const DAYS = 90;

/** What the sample is made of; it ends with the day of `nowMs`. */
export function sampleOptions(nowMs: number): GenerateOptions {
  const start = new Date(nowMs - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  return {
    ...{ rows: 120_000, users: 3_000, shows: 200, days: DAYS, start, seed: 1 },
    ...{ errors: 0.005, duplicates: 0.01, episodes: true },
  };
}

/** Whether there is a sample, and of what. */
function markOf(dataPath: string): KeptJson<GenerateOptions> {
  return new KeptJson(new DiskLake(dataPath), "sample.json", isMarkWhole);
}

/** The catalog of the sample's shows. */
export function sampleCatalogPath(dataPath: string): string {
  return join(dataPath, "sample_catalog.csv");
}

/** What the sample in this folder was made of; null when there is none. */
export async function readSampleMark(dataPath: string): Promise<GenerateOptions | null> {
  return await markOf(dataPath).read();
}

/** Whether the file has its form. */
export function isMarkWhole(mark: unknown): boolean {
  return isPlainObject(mark) && typeof mark.seed === "number" && typeof mark.start === "string" &&
    ["rows", "users", "shows", "days"].every((name) => Number(mark[name]) > 0);
}

/** Writes catalog, rows and, last, the mark. */
export async function makeSample(
  { dataPath, rawDataPath }: { readonly dataPath: string; readonly rawDataPath: string },
  nowMs: number,
): Promise<GenerateOptions> {
  const options = sampleOptions(nowMs);
  await replaceText(sampleCatalogPath(dataPath), generateCatalog(options));
  await replaceFile(rawDataPath, rowsUntil(options, nowMs));
  await markOf(dataPath).write(options);
  return options;
}

/** What lies in the future is left out: it has not been watched yet. */
function* rowsUntil(options: GenerateOptions, nowMs: number): Generator<Uint8Array> {
  const plan = planGeneration(options);
  const shows = inventShows(plan.shows, plan.days, plan.seed);
  const audience = new Audience(plan.users, plan.seed);
  const writer = new CsvWriter({ plan, shows, audience });
  const sink = new ByteSink();
  writer.header(sink);
  for (const batch of streamViews(plan, shows, audience)) {
    for (let index = 0; index < batch.count; index++) {
      if (batch.startSecond[index]! * 1000 > nowMs) continue;
      writer.row(sink, batch, index);
      if (sink.isFull) yield sink.take();
    }
  }
  yield sink.take();
}
