// The shows people spent most time on, and how far they got.

import { formatCount, formatFineShare, formatHours } from "../../domain/format.ts";
import { bingeShare, headOf } from "../../domain/metrics.ts";
import type { RunProfile } from "../../domain/report.ts";
import { Panel } from "../kit/Panel.tsx";
import { ShareBar } from "../kit/ShareBar.tsx";

/** Shows with most hours first. */
export function ShowsPanel({ shows }: { readonly shows: RunProfile["top_shows"] }) {
  return (
    <Panel id="shows" title="Most watched" note={noteOf(shows.length)}>
      {shows.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="Shows with the most hours">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Show</th>
                <th scope="col" class="num">{headOf("watch_hours")}</th>
                <th scope="col" class="num">{headOf("qualified_views")}</th>
                <th scope="col" class="num">{headOf("mean_completion_rate")}</th>
                <th scope="col" class="num">{headOf("binge_share")}</th>
              </tr>
            </thead>
            <tbody>{shows.map((show) => <Row key={show.show_name} show={show} />)}</tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function noteOf(count: number): string {
  if (count === 0) return "No show has a view that is long enough to count.";
  return count === 1 ? "The only show" : `The ${count} shows with the most hours`;
}

function Row({ show }: { readonly show: RunProfile["top_shows"][number] }) {
  return (
    <tr>
      <th scope="row">
        <bdi class="show-name">{show.show_name}</bdi>
      </th>
      <td class="num">{formatHours(show.watch_hours)}</td>
      <td class="num">{formatCount(show.qualified_views)}</td>
      <td class="num">
        <ShareBar share={show.mean_completion_rate} />
      </td>
      <td class="num">{formatFineShare(bingeShare(show))}</td>
    </tr>
  );
}
