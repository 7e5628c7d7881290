// Views that come late: each case, in every order of its views, with one of them twice, is the batch's.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import type { LogBatch } from "../../log/port.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import { ADVERSARIAL_NOW_MS } from "../oracle/adversarial_values.ts";
import { oracleEtl } from "../oracle/oracle_etl.ts";
import { checkStore } from "../stores/check_store.ts";
import { STORE_KINDS, type TrialStore } from "../stores/trial_store.ts";

const THRESHOLDS: Thresholds = { ...DEFAULT_THRESHOLDS, runtimeMinViews: 1e9, bingeEpisodes: 3 };

interface Case {
  readonly name: string;
  /** When each view starts, and what it is of. */
  readonly views: readonly (readonly [watchDate: string, episode: string])[];
  /** What the batch makes of them, so that the case is what it says it is. */
  readonly sittings: number;
  readonly binges: number;
}

const CASES: readonly Case[] = [
  {
    name: "a view that bridges two sittings",
    views: [
      ["2024-03-01T18:00:00Z", "e1"],
      ["2024-03-01T20:10:00Z", "e1"],
      ["2024-03-01T19:05:00Z", "e2"],
    ],
    ...{ sittings: 1, binges: 0 },
  },
  {
    name: "a view that makes a binge of the two before it",
    views: [
      ["2024-03-01T18:00:00Z", "e1"],
      ["2024-03-01T18:50:00Z", "e2"],
      ["2024-03-01T19:40:00Z", "e3"],
    ],
    ...{ sittings: 1, binges: 3 },
  },
  {
    name: "a view that bridges two sittings to a binge over midnight",
    views: [
      ["2024-02-29T22:30:00Z", "e1"],
      ["2024-03-01T00:40:00Z", "e3"],
      ["2024-02-29T23:35:00Z", "e2"],
      ["2024-03-01T12:00:00Z", "e4"],
    ],
    ...{ sittings: 2, binges: 3 },
  },
  {
    name: "a view that is years old",
    views: [
      ["2024-03-01T18:00:00Z", "e1"],
      ["2024-03-01T18:50:00Z", "e2"],
      ["2009-12-31T23:59:59Z", "e1"],
      ["1999-01-01T00:00:00Z", "e1"],
    ],
    ...{ sittings: 3, binges: 0 },
  },
];

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest])
  );
}

function line([watchDate, episode]: Case["views"][number]): string {
  const of = { user_id: "ann", show_name: "Dark", episode };
  return JSON.stringify({ ...of, watch_duration_minutes: 45, watch_date: watchDate });
}

/** Each line in a commit of its own. */
function apply(store: TrialStore, lines: readonly string[]): void {
  lines.forEach((text, offset) => {
    const value = new TextEncoder().encode(text), nextOffset = offset + 1;
    const batch: LogBatch = {
      ...{ topic: EVENTS_TOPIC, partition: 0, nextOffset, endOffset: nextOffset },
      records: [{ offset, key: "ann", value, headers: {}, ingestTimeMs: ADVERSARIAL_NOW_MS }],
    };
    store.apply([batch]);
  });
}

for (const { name, views, sittings, binges } of CASES) {
  for (const kind of STORE_KINDS) {
    Deno.test(`a store in ${kind.name} is exact about ${name}, in any order`, () => {
      for (const order of permutations(views.map(line))) {
        const lines = [...order, order[0]!]; // and the first comes again
        const bytes = new TextEncoder().encode(lines.join("\n"));
        const options = { nowMs: ADVERSARIAL_NOW_MS, thresholds: THRESHOLDS };
        const expected = oracleEtl([{ name: "rows.ndjson", bytes }], options);
        using store = kind.open({ thresholds: THRESHOLDS, catalog: null });
        apply(store, lines);
        const content = store.content();
        checkStore(content, expected, THRESHOLDS);
        const starts = new Set(content.rows.map(({ sittingStartMs }) => sittingStartMs));
        const ofBinges = content.rows.filter(({ isBingeSession }) => isBingeSession);
        assert.deepEqual([starts.size, ofBinges.length], [sittings, binges]);
      }
    });
  }
}
