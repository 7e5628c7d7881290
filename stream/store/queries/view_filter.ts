// Which views are asked for: all, or those of a show, a country, a device; by the ids of the store.

import { SCOPE_ALL, SCOPE_COUNTRY, SCOPE_DEVICE, SCOPE_SHOW } from "../schema.ts";
import type { StoreNames } from "./store_names.ts";
import type { Parameter } from "./store_reader.ts";

/** Names as they are asked for; null and absent take all. */
export interface NamedFilter {
  readonly show?: string | null;
  readonly country?: string | null;
  readonly device?: string | null;
}

/** Ids; null takes all. */
export interface ViewFilter {
  readonly showId: number | null;
  readonly countryId: number | null;
  readonly deviceId: number | null;
}

/** Takes every view. */
export const ALL_VIEWS: ViewFilter = { showId: null, countryId: null, deviceId: null };

/** The ids of names; null when the store knows one of the names not, so that no view can fit. */
export function filterOf(names: StoreNames, filter: NamedFilter): ViewFilter | null {
  const idOf = (table: "shows" | "labels", name: string | null | undefined) =>
    name === null || name === undefined ? null : names.idOf(table, name) ?? -1;
  const ids = {
    showId: idOf("shows", filter.show),
    countryId: idOf("labels", filter.country),
    deviceId: idOf("labels", filter.device),
  };
  return Object.values(ids).includes(-1) ? null : ids;
}

/** The cells that hold exactly these views, or null when no cells do. */
export function cellsOf(filter: ViewFilter): { scope: number; id: number } | null {
  const { showId, countryId, deviceId } = filter;
  const scopes = [
    { scope: SCOPE_SHOW, id: showId },
    { scope: SCOPE_COUNTRY, id: countryId },
    { scope: SCOPE_DEVICE, id: deviceId },
  ].filter((scope): scope is { scope: number; id: number } => scope.id !== null);
  if (scopes.length === 0) return { scope: SCOPE_ALL, id: 0 };
  return scopes.length === 1 ? scopes[0] : null;
}

/** The rows of `views` with `start_ms` in a range, by the index that holds fewest others. */
export function viewsWhere(
  filter: ViewFilter,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): { readonly from: string; readonly given: Parameter[] } {
  const terms = ["start_ms >= ?", "start_ms < ?"], given: Parameter[] = [fromMs, toMs];
  const columns = {
    show_id: filter.showId,
    country_id: filter.countryId,
    device_id: filter.deviceId,
  };
  for (const [column, id] of Object.entries(columns)) {
    if (id === null) continue;
    terms.push(`${column} = ?`);
    given.push(id);
  }
  const index = filter.showId === null ? "views_by_start" : "views_by_show";
  return { from: `views INDEXED BY ${index} WHERE ${terms.join(" AND ")}`, given };
}
