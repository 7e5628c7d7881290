// Addresses of people's pages: names percent-encoded, the view's state (range, zone, filter) kept.

import { FILTER_COLUMNS } from "../../domain/columns.ts";

/** What of an address holds for every page, and so is kept by links to another one. */
const OF_ALL_PAGES: readonly string[] = ["from", "to", "range", "tz", ...FILTER_COLUMNS, "hour"];

/** The page of a show, with the range and zone of the address that links to it. */
export function showHref(name: string, search = ""): string {
  return hrefOf("/shows", name, search);
}

/** The page of a user, with the range and zone of the address that links to it. */
export function userHref(id: string, search = ""): string {
  return hrefOf("/users", id, search);
}

/** A list with the range and zone of the address that links to it. */
export function listHref(list: "/shows" | "/users", search: string): string {
  return hrefOf(list, null, search);
}

/**
 * The same page with other parameters; null takes one away. Paging begins anew unless it is given. Without the
 * path, as Fresh would mark a link to its own path as the chosen one, whatever its parameters.
 */
export function sameHref(url: URL, changes: Readonly<Record<string, string | null>>): string {
  const kept = new URLSearchParams(url.search);
  kept.delete("cursor");
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") kept.delete(name);
    else kept.set(name, value);
  }
  return `?${kept}`;
}

function hrefOf(list: string, name: string | null, search: string): string {
  const kept = new URLSearchParams(
    [...new URLSearchParams(search)].filter(([parameter]) => OF_ALL_PAGES.includes(parameter)),
  );
  // A browser takes these two for folders, however they are written: the list shows them.
  if (name === "." || name === "..") {
    kept.set("search", name);
    return `${list}?${kept}`;
  }
  const path = name === null ? list : `${list}/${encodeURIComponent(name.toWellFormed())}`;
  return path + (kept.size > 0 ? `?${kept}` : "");
}
