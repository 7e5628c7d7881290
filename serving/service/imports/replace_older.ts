// Imports of older rules give way to the same views read anew: an old and a new copy never count together.

import { InputError } from "../../../domain/errors.ts";
import { inTurns } from "../../../clock/in_turns.ts";
import type { RowBatch } from "../../../pipeline/read_rows.ts";
import { OlderViews } from "../../../stream/publish/find_replaced.ts";
import { type RetractLog, retractSource } from "../../../stream/publish/retract_source.ts";
import type { Telemetry } from "../../../telemetry/telemetry.ts";
import type { StoreQuestions } from "../../../store/port.ts";

/** What the store says of imports of older rules. */
export type OlderStore = Pick<StoreQuestions, "olderImports" | "sourceViews">;

/** A file that is about to be published. */
export interface NewImport {
  /** Its name in the ledger. */
  readonly source: string;
  /** Its rows, some at a time: requests are answered in between. */
  readonly batches: () => Iterable<Pick<RowBatch, "views">>;
}

/** The sources that a file takes the place of. @throws {InputError} it has some views of one, but not all */
export async function findReplaced(
  store: OlderStore | null,
  { source, batches }: NewImport,
  known: readonly string[] = [],
): Promise<string[]> {
  const replaced: string[] = [],
    unsure: { readonly name: string; readonly older: OlderViews }[] = [];
  for (const { source: name } of await store?.olderImports() ?? []) {
    if (name === source || known.includes(name)) replaced.push(name);
    else unsure.push({ name, older: new OlderViews(await store!.sourceViews(name)) });
  }
  if (unsure.length === 0) return replaced;
  for await (const { views } of inTurns(batches())) {
    for (const { older } of unsure) {
      for (const view of views) older.meet(view);
    }
  }
  const part = unsure.find(({ older }) => older.verdict === "part");
  if (part !== undefined) {
    throw new InputError(
      `Cannot publish ${source} as it has some views of ${part.name}, read under older rules, but not ` +
        `all: they would count twice. Remove that import first: deno task runs remove ${part.name}`,
    );
  }
  const whole = unsure.filter(({ older }) => older.verdict === "whole").map(({ name }) => name);
  return [...replaced, ...whole];
}

/** Takes the sources back; what comes in their place is published behind it. */
export async function replaceOlder(
  log: RetractLog,
  sources: readonly string[],
  { telemetry, by }: { readonly telemetry: Telemetry | null; readonly by: string },
): Promise<void> {
  for (const source of sources) {
    await retractSource(log, source, crypto.randomUUID());
    telemetry?.emit("import_replaced", { source, by });
  }
}
