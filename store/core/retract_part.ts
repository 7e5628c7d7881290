// Removes what a source has in a partition of the log: its views, duplicates and quarantined rows leave, and what
// they stood in the way of comes back.

import type { Commit } from "./commit.ts";
import { EVENTS, type SourcePart } from "./ledger_changes.ts";
import { placeRemoval } from "./place_user_views.ts";
import { removeQuarantined } from "./quarantine_book.ts";
import { ask, type Steps } from "./store_tables.ts";

/** Views that leave at once. */
const VIEWS_AT_ONCE = 50_000;

/** Applies a control record, once all that came before it is written. `removal` is one for all partitions. */
export function* retractPart(
  part: SourcePart,
  { removal, atMs }: { readonly removal: string; readonly atMs: number },
  commit: Commit,
): Steps<void> {
  if (part.topic === EVENTS) yield* removeViews(part, commit);
  else yield* ask("write", { forgetImports: part });
  const { ledger } = commit;
  const { changes, reopened, gone, elsewhere } = removeQuarantined(
    yield* ask("quarantineOf", part),
  );
  // A row that came back is counted where its repair lies; as removed it counts where it lay itself.
  for (const { place, rule } of reopened) {
    ledger.count(place, "quarantined");
    ledger.countReason(place, rule);
  }
  for (const { place, rule } of gone) ledger.countReason(place, rule, -1);
  yield* ask("write", { quarantine: changes });
  yield* commit.flush();
  const counted = yield* ask("ledgerOf", part);
  const note = { ...part, removal, rows: counted.read + elsewhere, atMs };
  yield* ask("write", { forgetLedger: part, removals: [note] });
  commit.addToLedger(counted, -1);
}

function* removeViews(part: SourcePart, commit: Commit): Steps<void> {
  yield* ask("write", { forgetShadows: part });
  for (let after = 0;;) {
    const users = yield* ask("viewsOf", { part, after, limit: VIEWS_AT_ONCE });
    if (users.length === 0) return;
    yield* commit.countRemoval(yield* placeRemoval(users, commit.placing));
    yield* commit.flush();
    after = users.at(-1)!.userId;
  }
}
