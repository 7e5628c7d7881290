// Shows that share users with a show.

import type { ShowDetail } from "../../../domain/answers.ts";
import type { StoreContext } from "./store_context.ts";
import { compareTexts } from "../compare_texts.ts";
import { eachId } from "./id_list.ts";
import { IdMarks } from "./id_marks.ts";

const MAX_SHOWS = 10;

/** A show's users: they stay the same while their number does and no view moves. */
interface ShowUsers {
  readonly version: string;
  readonly ids: Uint32Array;
}

/** Kept for each connection, as reading all pairs of show and user anew takes long. */
const kept = new WeakMap<StoreContext, Map<number, ShowUsers>>();

const own = new IdMarks();

/** The shows that most users of the show have a view of too. */
export function watchedWith(context: StoreContext, showId: number): ShowDetail["watched_with"] {
  const { reader, names } = context;
  const sql = `SELECT id, users FROM shows WHERE accepted > 0`;
  const shows = reader.rows(sql).map(([id, users]) => [id, `${reader.moved} ${users}`] as const);
  const version = shows.find(([id]) => id === showId)![1];
  own.clear();
  for (const id of usersOf(context, showId, version)) own.add(id);
  const shared: { show_name: string; shared_users: number }[] = [];
  for (const [id, version] of shows) {
    if (id === showId) continue;
    const users = own.countOf(usersOf(context, id, version));
    if (users > 0) shared.push({ show_name: names.show(id), shared_users: users });
  }
  shared.sort((a, b) => b.shared_users - a.shared_users || compareTexts(a.show_name, b.show_name));
  return shared.slice(0, MAX_SHOWS);
}

function usersOf(context: StoreContext, showId: number, version: string): Uint32Array {
  let shows = kept.get(context);
  if (shows === undefined) kept.set(context, shows = new Map());
  const found = shows.get(showId);
  if (found?.version === version) return found.ids;
  const sql = `SELECT group_concat(user_id) FROM user_shows WHERE show_id = ?`;
  const [text] = context.reader.first<[string | null]>(sql, showId)!;
  const ids: number[] = [];
  eachId(text, (id) => ids.push(id));
  const users = { version, ids: Uint32Array.from(ids) };
  shows.set(showId, users);
  return users.ids;
}
