// The store's queries, where those that may read many rows are asked in threads beside the serving one.

import type { SqliteQueries } from "../../../store/sqlite/queries.ts";
import type { ApiQueries } from "../../ports.ts";
import type { ReaderPool } from "./reader_pool.ts";
import type { QuestionName } from "./reader_protocol.ts";

/** A question's way: at once from a few rows; by a reader, within moments; by a reader that reads views one by one. */
type Way = "at once" | "short" | "long";

type ViewOptions = Partial<Parameters<SqliteQueries["timeseries"]>[0]>;

/** Rollups do not know the hour of the week, nor two filters at a time: views are read one by one. */
function wayOfViews({ show, country, device, hour }: ViewOptions): "short" | "long" {
  const filters = [show, country, device].filter((one) => one !== undefined && one !== null);
  return filters.length > 1 || (hour !== undefined && hour !== null) ? "long" : "short";
}

const searched = ({ search }: { readonly search?: string | null | undefined }) =>
  search === null || search === undefined || search === "" ? "short" : "long";

const WAYS: {
  readonly [Name in QuestionName]: (...asked: Parameters<SqliteQueries[Name]>) => Way;
} = {
  overview: wayOfViews,
  timeseries: wayOfViews,
  heatmap: wayOfViews,
  distributions: wayOfViews,
  breakdown: wayOfViews,
  shows: searched,
  users: searched,
  show: () => "short",
  user: () => "short",
  sittings: () => "short",
  ledgerHours: () => "short",
  quarantine: (options) => searched(options) === "long" ? "long" : "at once",
  // Rows by their keys, and tables of a few hundred rows.
  quarantined: () => "at once",
  retention: () => "at once",
  ledger: () => "at once",
  quality: () => "at once",
  ingestWindows: () => "at once",
  runs: () => "at once",
  olderImports: () => "at once",
  sourceViews: () => "long",
  latestViews: () => "at once",
  viewsPerMinute: () => "at once",
};

/** The queries. Until a first thread is started, this one answers all but what is sure to take long. */
export function readBeside(queries: SqliteQueries, pool: ReaderPool): ApiQueries {
  /** Questions under way by what is asked of which commit: many who ask the same wait for one answer. */
  const underWay = new Map<string, Promise<unknown>>();
  const ask = (name: QuestionName) => (...options: readonly unknown[]): unknown => {
    const way = (WAYS[name] as (...options: readonly unknown[]) => Way)(...options);
    if (way === "at once" || (way === "short" && !pool.isStarted)) {
      return (queries[name] as (...options: readonly unknown[]) => unknown)(...options);
    }
    const key = `${queries.seq()} ${name} ${JSON.stringify(options)}`, found = underWay.get(key);
    if (found !== undefined) return found;
    const answer = pool.ask(name, options, way === "long").finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };
  const names = Object.keys(WAYS) as QuestionName[];
  const asked = Object.fromEntries(names.map((name) => [name, ask(name)]));
  return { ...asked as unknown as ApiQueries, seq: () => queries.seq() };
}
