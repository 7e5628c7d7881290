// Law: lists of the store hold everything once, in their order, page by page, also when commits come
// between the pages; ledger and quarantine are those of a slow reading of the same records.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { EnrichedView } from "../../domain/view.ts";
import { compareUtf8, firstDifference } from "../oracle/compare_utf8.ts";
import {
  naiveRetention,
  naiveSittings,
  naiveUserDetail,
  naiveView,
} from "../oracle/naive_people.ts";
import { naiveShow, naiveUser, qualifiedOf } from "../oracle/naive_sums.ts";
import { holds } from "./holds_for_stores.ts";
import { range, THRESHOLDS, type World, ZONES } from "./store_queries_world.ts";
import { SHOW_SORTS, type ShowSort, USER_SORTS } from "../../store/port.ts";

const limit = fc.constantFrom(1, 2, 3, 50);
const search = fc.constantFrom(null, null, "", "d", "U1", "\u{1F600}", "%", "nothing");

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

/** Follows the cursors; a page is full unless it is the last. */
function allPages<Item>(limit: number, ask: (cursor: string | null) => Page<Item>): Item[] {
  const all: Item[] = [];
  for (let cursor: string | null = null;;) {
    const page = ask(cursor);
    all.push(...page.items);
    if (page.next_cursor === null) return all;
    assert.equal(page.items.length, limit);
    cursor = page.next_cursor;
  }
}

const byText = <T>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function genreOf({ catalog }: World, name: string): string | null {
  return catalog.shows.find(({ show_name }) => show_name === name)?.genre ?? null;
}

/** In minutes, as the catalog of the world has it. */
const runtimeOf = ({ catalog }: World) => ({ showName, episode }: EnrichedView): number | null => {
  const show = catalog.shows.find(({ show_name }) => show_name === showName);
  return show?.episodes?.[episode ?? ""] ?? show?.runtime_minutes ?? null;
};

holds(
  "shows() lists each show of the range once, sorted and searched",
  (anchors) =>
    fc.record({
      range: range(anchors),
      ...{ limit, search, sort: fc.constantFrom<ShowSort>(...SHOW_SORTS) },
    }),
  (queries, { views, world, asked: { range, limit, search, sort } }) => {
    const within = views.filter(({ startMs }) =>
      startMs >= (range.from ?? -Infinity) && startMs < (range.to ?? Infinity)
    );
    const expected = [...Map.groupBy(within, (view) => view.showName)]
      .map(([name, ofShow]) => naiveShow(ofShow, { name, genre: genreOf(world, name) }, THRESHOLDS))
      .filter((show) => show.show_name.toLowerCase().includes((search ?? "").toLowerCase()))
      .sort((a, b) =>
        firstDifference(
          () => sort === "show_name" ? 0 : (b[sort] ?? -1) - (a[sort] ?? -1),
          () => compareUtf8(a.show_name, b.show_name),
        )
      );
    const found = allPages(limit, (cursor) => {
      const { shows: items, next_cursor } = queries.shows({
        ...range,
        sort,
        search,
        limit,
        cursor,
      });
      return { items, next_cursor };
    });
    assert.deepEqual(found, expected);
  },
);

/** SQLite's own lower case is that of ASCII. */
const lowerAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

holds(
  "users() lists each user once, sorted and searched; user() tells each one whole",
  (anchors) =>
    fc.record({
      ...{ limit, search, sort: fc.constantFrom(...USER_SORTS), tz: fc.constantFrom(...ZONES) },
      range: range(anchors),
    }),
  (queries, { views, world, asked: { limit, search, sort, tz, range: { from, to } } }) => {
    const users = Map.groupBy(views, (view) => view.userId);
    const expected = [...users.values()].map((ofUser) => naiveUser(ofUser, THRESHOLDS))
      .filter(({ user_id }) => lowerAscii(user_id).includes(lowerAscii(search ?? "")));
    const valueOf = (user: typeof expected[number]) =>
      sort === "user_id" ? 0 : sort === "last_watch_date" ? Date.parse(user[sort]!) : user[sort];
    expected.sort((a, b) =>
      firstDifference(
        () => valueOf(b) - valueOf(a),
        () => compareUtf8(a.user_id, b.user_id),
      )
    );
    const found = allPages(limit, (cursor) => {
      const { users: items, next_cursor } = queries.users({ sort, search, limit, cursor });
      return { items, next_cursor };
    });
    assert.deepEqual(found, expected);
    for (const [id, ofUser] of users) {
      const whole = queries.user(id, { limit: 100, cursor: null, tz });
      const by = { thresholds: THRESHOLDS, runtimeOf: runtimeOf(world) };
      assert.deepEqual(whole, naiveUserDetail(ofUser, tz, by));
      const sittings = allPages(limit, (cursor) => {
        const { sittings: items, next_cursor } = queries.user(id, { limit, cursor, tz })!;
        return { items, next_cursor };
      });
      assert.deepEqual(sittings, whole!.sittings);
      const within = ofUser.filter(({ startMs }) =>
        startMs >= (from ?? -Infinity) && startMs < (to ?? Infinity)
      );
      const part = queries.user(id, { from, to, limit: 100, cursor: null, tz })!;
      if (within.length > 0) assert.deepEqual(part, naiveUserDetail(within, tz, by));
      else assert.deepEqual([part.qualified_views, part.first_watch_date], [0, null]);
    }
  },
);

holds(
  "sittings(), retention(), latestViews() and viewsPerMinute() are those of the rows",
  (anchors) =>
    fc.record({
      ...{ limit, range: range(anchors), minutes: fc.nat({ max: 90 }) },
      show: fc.constantFrom(null, null, "Dark", "Never"),
    }),
  (queries, { views, asked: { limit, range: { from, to }, show, minutes } }) => {
    const binges = naiveSittings(views, THRESHOLDS).filter(({ sitting_start, binge_of }) =>
      (show === null ? binge_of.length > 0 : binge_of.includes(show)) &&
      Date.parse(sitting_start) >= (from ?? -Infinity) &&
      Date.parse(sitting_start) < (to ?? Infinity)
    );
    const found = allPages(limit, (cursor) => {
      const { sittings: items, next_cursor } = queries.sittings({ from, to, limit, cursor, show });
      return { items, next_cursor };
    });
    assert.deepEqual(byText(found), byText(binges));
    if (show === null) {
      assert.deepEqual(found.map((s) => s.sitting_start), binges.map((s) => s.sitting_start));
    }
    assert.deepEqual(queries.retention(), naiveRetention(views, THRESHOLDS));
    const newest = views.toSorted((a, b) => b.startMs - a.startMs).slice(0, limit);
    const latest = queries.latestViews(limit);
    assert.deepEqual(
      latest.map(({ watch_date }) => Date.parse(watch_date)),
      newest.map(({ startMs }) => startMs),
    );
    const all = new Set(views.map((view) => JSON.stringify(naiveView(view))));
    for (const view of latest) assert.ok(all.has(JSON.stringify(view)));
    const untilMs = (newest[0]?.startMs ?? 0) + 1, lastMinute = Math.ceil(untilMs / 60_000) - 1;
    assert.deepEqual(
      queries.viewsPerMinute({ lastMinutes: minutes, untilMs }),
      Array.from({ length: minutes }, (_, i) => {
        const startMs = (lastMinute - minutes + 1 + i) * 60_000;
        const inIt = qualifiedOf(views, THRESHOLDS).filter((view) =>
          Math.floor(view.startMs / 60_000) * 60_000 === startMs
        );
        return { startMs, views: inIt.length };
      }),
    );
  },
);
