// Runs a law of the queries over random stores, at each commit of their lives.

import fc from "fast-check";
import type { EnrichedView } from "../../domain/view.ts";
import type { SqliteQueries } from "../../store/sqlite/queries.ts";
import { type Commit, openWorld, standing, type World, world } from "./store_queries_world.ts";

const LAW = { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 40) };

/** A moment of a store's life. */
export interface Moment<Asked> {
  readonly views: readonly EnrichedView[];
  readonly world: World;
  /** Those so far, without the rows that were removed. */
  readonly commits: readonly Commit[];
  readonly asked: Asked;
}

/** Asks after each commit, so that what is kept from before it is asked for again. */
export function holds<Asked>(
  name: string,
  asked: (anchors: readonly number[]) => fc.Arbitrary<Asked>,
  check: (queries: SqliteQueries, moment: Moment<Asked>) => void,
): void {
  const scenario = world.chain((world) =>
    fc.record({
      world: fc.constant(world),
      asks: fc.array(asked(world.anchors), { minLength: 1, maxLength: 6 }),
    })
  );
  Deno.test(name, () => {
    const law = fc.property(scenario, ({ world, asks }) => {
      using at = openWorld(world);
      for (let made = 0; made <= world.commits.length; made++) {
        if (made > 0) at.apply(world.commits[made - 1]!);
        const views = [...at.queries.rows()];
        const commits = standing(world.commits.slice(0, made));
        for (const asked of asks) check(at.queries, { views, world, commits, asked });
      }
    });
    fc.assert(law, LAW);
  });
}
