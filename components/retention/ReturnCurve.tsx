// How a cohort thins out: the share of all cohorts' users seen in each week after their first.

import { formatShare } from "../../domain/format.ts";
import { Plot, PlotLine, PlotPlace } from "../charts/Plot.tsx";

/** `means` holds week 0, 1, …; null where no cohort has finished that week. */
export function ReturnCurve({ means }: { readonly means: readonly (number | null)[] }) {
  const known = means.flatMap((share, week) => share === null ? [] : [{ share, week }]);
  const last = Math.max(1, known.at(-1)?.week ?? 1), step = 100 / last;
  const every = Math.ceil(last / 10);
  return (
    <Plot
      label={`Of all cohorts, ${
        formatShare(known[1]?.share ?? 0)
      } were seen a week after their first`}
      top={1}
      tell={formatShare}
      ticks={known.filter(({ week }) => week % every === 0).map(({ week }) => ({
        at: week * step,
        text: week === 0 ? "first week" : `+${week}`,
      }))}
    >
      <PlotLine points={known.map(({ share, week }) => [week * step, share])} />
      {known.map(({ share, week }) => (
        <PlotPlace
          key={week}
          from={(week - 0.5) * step}
          width={step}
          share={share}
          text={week === 0 ? "all, by definition" : `${formatShare(share)} after ${week} weeks`}
        />
      ))}
    </Plot>
  );
}
