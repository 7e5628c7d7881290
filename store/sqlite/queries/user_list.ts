// Users with their totals, sorted.

import type { UserListOptions, UserSort } from "../../port.ts";
import type { UserList, UserSummary } from "../../../domain/answers.ts";
import { hoursOf } from "../../../domain/fixed_sum.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { readText, storedText } from "../../core/stored_text.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { StoreContext } from "./store_context.ts";

const SORT_COLUMNS: Readonly<Record<Exclude<UserSort, "user_id">, string>> = {
  qualified_views: "qualified",
  watch_hours: "minute_units",
  last_watch_date: "last_ms",
};

/** Columns of `users` that {@link userSummary} reads. */
export const USER_COLUMNS =
  "name, qualified, minute_units / 1000000, minute_units % 1000000, last_ms";

/** A row of {@link USER_COLUMNS}. */
export type UserRow = readonly [string, number, number, number, number | null];

/** A user's totals. */
export function userSummary([name, qualified, millions, rest, lastMs]: UserRow): UserSummary {
  return {
    user_id: readText(name),
    qualified_views: qualified,
    watch_hours: hoursOf(BigInt(millions) * 1_000_000n + BigInt(rest)),
    last_watch_date: lastMs === null ? null : formatInstant(lastMs),
  };
}

/** A page of users. */
export function userList({ reader }: StoreContext, options: UserListOptions): UserList {
  const { search, limit, sort = "user_id" } = options;
  const column = sort === "user_id" ? null : SORT_COLUMNS[sort];
  const terms = ["accepted > 0"], given: (string | number)[] = [];
  addCursor(options.cursor, column, { terms, given });
  if (search !== null && search !== "") {
    terms.push("instr(lower(name), lower(?)) > 0");
    given.push(storedText(search));
  }
  const order = column === null ? "name" : `${column} DESC, name`;
  // As text, since a sum past 2^53 is no exact number here.
  const rows = reader.rows<readonly [...UserRow, string]>(
    `SELECT ${USER_COLUMNS}, CAST(${column ?? "0"} AS TEXT) FROM users WHERE ${
      terms.join(" AND ")
    } ORDER BY ${order} LIMIT ?`,
    ...given,
    limit + 1,
  );
  const page = rows.slice(0, limit), last = page.at(-1);
  if (rows.length <= limit || last === undefined) {
    return { users: page.map(toSummary), next_cursor: null };
  }
  const key = column === null ? [readText(last[0])] : [last[5], readText(last[0])];
  return { users: page.map(toSummary), next_cursor: writeCursor(key) };
}

function addCursor(
  cursor: string | null,
  column: string | null,
  { terms, given }: { readonly terms: string[]; readonly given: (string | number)[] },
): void {
  if (column === null) {
    const after = readCursor<[string]>(cursor, ["string"]);
    if (after === null) return;
    terms.push("name > ?");
    given.push(storedText(after[0]));
    return;
  }
  const after = readCursor<[string, string]>(cursor, ["string", "string"]);
  if (after === null) return;
  const value = "CAST(? AS INTEGER)";
  terms.push(`(${column} < ${value} OR (${column} = ${value} AND name > ?))`);
  given.push(after[0], after[0], storedText(after[1]));
}

function toSummary(row: readonly [...UserRow, string]): UserSummary {
  return userSummary([row[0], row[1], row[2], row[3], row[4]]);
}
