// How completion and durations are spread over the views of a range.

import type { Distributions } from "../../../domain/answers.ts";
import { dataSpan } from "./data_range.ts";
import { histogramBins } from "./histogram_bins.ts";
import type { EventRange, StoreContext } from "./store_context.ts";
import { ALL_VIEWS, filterOf, type NamedFilter } from "./view_filter.ts";

/** Histograms of the qualified views that fit. */
export function distributions(
  context: StoreContext,
  { from, to, ...named }: EventRange & NamedFilter,
): Distributions {
  const span = dataSpan(context.reader), filter = filterOf(context, named);
  const interval = span === null || filter === null ? { fromMs: 0, toMs: 0 } : {
    fromMs: Math.max(from ?? -Infinity, span.firstMs),
    toMs: Math.min(to ?? Infinity, span.lastMs + 1),
  };
  const { completion, curve, duration } = histogramBins(context, filter ?? ALL_VIEWS, interval);
  return { completion_bins: completion, completion_curve: curve, duration_bins: duration };
}
