// Generates realistic viewing events as the bytes of a CSV or NDJSON file.

import { Audience } from "./audience.ts";
import { ByteSink } from "./byte_sink.ts";
import { CsvWriter } from "./csv_writer.ts";
import { type GenerateOptions, planGeneration } from "./generate_options.ts";
import { inventShows } from "./invent_shows.ts";
import { NdjsonWriter } from "./ndjson_writer.ts";
import { streamViews } from "./stream_views.ts";

/**
 * Yields the file in chunks of about 256 KiB, each with bytes of its own, which end at a row's end.
 * Exactly `rows` data rows, errors and repeats included, ordered by `watch_date` but for the repeats.
 * Memory depends on users and shows, not on rows. The same options give the same bytes everywhere.
 *
 * @throws {UsageError} when an option is out of its limits
 * @example
 * ```ts
 * import { generateRows } from "./generate_rows.ts";
 * const decoder = new TextDecoder();
 * let text = "";
 * for (const chunk of generateRows({ rows: 3 })) text += decoder.decode(chunk, { stream: true });
 * if (text.split("\n").length !== 5) throw new Error("a header, three rows, and the last line end");
 * ```
 */
export function* generateRows(options: GenerateOptions = {}): Generator<Uint8Array<ArrayBuffer>> {
  const plan = planGeneration(options);
  const shows = inventShows(plan.shows, plan.days, plan.seed);
  const audience = new Audience(plan.users, plan.seed);
  const world = { plan, shows, audience };
  const writer = plan.format === "csv" ? new CsvWriter(world) : new NdjsonWriter(world);
  const sink = new ByteSink();
  writer.header(sink);
  for (const batch of streamViews(plan, shows, audience)) {
    for (let index = 0; index < batch.count; index++) {
      writer.row(sink, batch, index);
      if (sink.isFull) yield sink.take();
    }
  }
  if (!sink.isEmpty) yield sink.take();
}
