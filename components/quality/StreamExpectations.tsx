// The contract and what is usual, held against every hour of the live stream.

import type { WindowQuality } from "../../domain/window_answer.ts";
import { WindowCard } from "./WindowCard.tsx";

/** Failing ones first, then those that are unusual. */
export function StreamExpectations({ answer }: { readonly answer: WindowQuality }) {
  const { expectations, weeks_known, weeks_needed, not_measured } = answer;
  const shown = expectations.filter(({ points }) =>
    points.some(({ observed }) => observed !== null && observed !== 0)
  ).sort((a, b) => b.failed - a.failed || b.unusual - a.unusual);
  return (
    <section class="expectations" id="stream" aria-labelledby="stream-head">
      <div class="page-head">
        <div>
          <h2 id="stream-head">The live stream, hour by hour</h2>
          <p class="muted">
            The same contract, held against what was taken in each hour (UTC).{" "}
            {weeks_known < weeks_needed
              ? `What is usual is drawn once ${weeks_needed} weeks are known; so far ${weeks_known}.`
              : "The band is what is usual for the hour of the week."}{" "}
            {not_measured.length > 0 && <>For runs only: {not_measured.join(", ")}.</>}
          </p>
        </div>
      </div>
      {shown.length === 0
        ? <p class="card empty">Nothing was taken in yet.</p>
        : (
          <ul class="expectation-list">
            {shown.map((one) => <WindowCard key={one.id} expectation={one} />)}
          </ul>
        )}
    </section>
  );
}
