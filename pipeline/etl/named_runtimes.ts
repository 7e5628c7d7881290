// Translates a run's inferred runtimes from its codes back to names.

import { textAt } from "../transform/scan/text_at.ts";
import type { TextTable } from "../transform/scan/text_interner.ts";

/** Minutes by show name; `minutes` are by show code, NaN where nothing was inferred. */
export function namedRuntimes(minutes: Float64Array, names: TextTable): Map<string, number> {
  const named = new Map<string, number>();
  minutes.forEach((runtime, show) => {
    if (!Number.isNaN(runtime)) named.set(textAt(names, show), runtime);
  });
  return named;
}
