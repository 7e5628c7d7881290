// The catalog that belongs to generated rows: every show with its runtime and genre, as CSV.

import { csvCell } from "./csv_writer.ts";
import { type GenerateOptions, planGeneration } from "./generate_options.ts";
import { inventShows } from "./invent_shows.ts";

/**
 * `show_name,runtime_minutes,genre`, one line a show. It depends on `shows`, `days` and `seed` alone.
 *
 * @throws {UsageError} when an option is out of its limits
 * @example
 * ```ts
 * import { generateCatalog } from "./generate_catalog.ts";
 * if (generateCatalog({ shows: 2 }).split("\n").length !== 4) throw new Error("header and 2 shows");
 * ```
 */
export function generateCatalog(options: GenerateOptions = {}): string {
  const plan = planGeneration(options);
  const lines = inventShows(plan.shows, plan.days, plan.seed).map((show) =>
    `${csvCell(show.name)},${show.runtimeMinutes},${csvCell(show.genre)}\n`
  );
  return `show_name,runtime_minutes,genre\n${lines.join("")}`;
}
