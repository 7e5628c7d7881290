// How completion and durations are spread over the views of a range.

import type { Distributions } from "../../../domain/answers.ts";
import { dataRange } from "./data_range.ts";
import { histogramBins } from "./histogram_bins.ts";
import type { StoreContext } from "./store_context.ts";
import { ALL_VIEWS, filterOf } from "./view_filter.ts";
import type { EventRange, NamedFilter } from "../../port.ts";

/** Histograms of the qualified views that fit. */
export function distributions(
  context: StoreContext,
  { from, to, ...named }: EventRange & NamedFilter,
): Distributions {
  const filter = filterOf(context, named);
  // Open ends are borders of days, so that no part of a day has to be read row by row for them.
  const interval = filter === null
    ? { fromMs: 0, toMs: 0 }
    : dataRange(context.reader, { from, to });
  const { completion, curve, duration } = histogramBins(context, filter ?? ALL_VIEWS, interval);
  return { completion_bins: completion, completion_curve: curve, duration_bins: duration };
}
