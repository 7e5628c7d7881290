// Users with their totals, by name.

import type { UserList, UserSummary } from "../../../domain/answers.ts";
import { hoursOf } from "../../../domain/fixed_sum.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { readText, storedText } from "../stored_text.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { StoreContext } from "./store_context.ts";

/** What is asked for. */
export interface UserListOptions {
  /** Part of the id, in any case of ASCII letters; null takes all. */
  readonly search: string | null;
  readonly limit: number;
  readonly cursor: string | null;
}

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

/** A page of users, in the order of their ids' bytes. */
export function userList({ reader }: StoreContext, options: UserListOptions): UserList {
  const { search, limit } = options, after = readCursor<[string]>(options.cursor, ["string"]);
  const terms = ["accepted > 0"], given: (string | number)[] = [];
  if (after !== null) {
    terms.push("name > ?");
    given.push(storedText(after[0]));
  }
  if (search !== null && search !== "") {
    terms.push("instr(lower(name), lower(?)) > 0");
    given.push(storedText(search));
  }
  const sql = `SELECT ${USER_COLUMNS} FROM users WHERE ${
    terms.join(" AND ")
  } ORDER BY name LIMIT ?`;
  const users = reader.rows<UserRow>(sql, ...given, limit + 1).map(userSummary);
  const isMore = users.length > limit;
  if (isMore) users.pop();
  const last = users.at(-1);
  return { users, next_cursor: isMore && last ? writeCursor([last.user_id]) : null };
}
