// One expectation over hours of the live stream: its chart, what failed, and the way to the very rows.

import { HOUR_MS } from "../../domain/time.ts";
import type { WindowExpectation, WindowPoint } from "../../domain/window_answer.ts";
import { formatObserved, formatWhen, groupDigits } from "../../domain/format.ts";
import { WindowChart } from "./WindowChart.tsx";

/** Hours that are named one by one. */
const NAMED = 4;

/** A list's item. */
export function WindowCard({ expectation }: { readonly expectation: WindowExpectation }) {
  const { id, description, limit, unit, points, failed, unusual, severity } = expectation;
  const latest = points.findLast(({ observed }) => observed !== null);
  const held = points.filter(({ passed }) => passed !== null).length;
  const suspects = points.filter(({ passed, usual }) => passed === false || usual === false)
    .slice(-NAMED).reverse();
  const state = stateOf(expectation);
  return (
    <li class={`card expectation ${failed > 0 ? severity : ""}`}>
      <div class="expectation-head">
        <h3>{description[0]?.toUpperCase() + description.slice(1)}</h3>
        <span class={`badge ${state.tone}`}>{state.text}</span>
      </div>
      <p class="muted mono expectation-id">{id}</p>
      <p class="expectation-value num">
        <strong>{formatObserved(latest?.observed ?? null, unit)}</strong>{" "}
        <span class="muted">
          {latest === points.at(-1) ? "this hour" : `at ${formatWhen(latest?.start ?? "")}`}
          {limit !== null && ` · limit ${groupDigits(limit)}`}
        </span>
      </p>
      <WindowChart expectation={expectation} />
      <p class="muted note">
        {limit === null
          ? toldBand(points, unusual)
          : failed === 0
          ? `Held in ${held === 1 ? "the one hour" : `all ${held} hours`} with rows`
          : `Failed in ${failed} of ${hoursOf(held)} with rows`}
        {limit !== null && unusual > 0 && `, unusual in ${unusual}`}
      </p>
      {suspects.length > 0 && (
        <ul class="suspects note">
          {suspects.map((point) => (
            <li key={point.start}>
              {point.passed === false ? "✗" : "!"} {formatWhen(point.start)}:{" "}
              {formatObserved(point.observed, unit)},{" "}
              <a href={rowsOf(expectation, point)}>the rows</a>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Hours that had no band yet are outside of none. */
function toldBand(points: WindowExpectation["points"], unusual: number): string {
  const banded = points.filter(({ band }) => band !== null).length;
  return banded === 0
    ? `No band yet: ${hoursOf(points.length)} known`
    : `Outside of its band in ${unusual} of ${hoursOf(banded)}`;
}

function stateOf({ failed, unusual, severity, limit, points }: WindowExpectation) {
  if (failed > 0) {
    return severity === "error"
      ? { tone: "bad", text: "✗ failed" }
      : { tone: "warn", text: "! warned" };
  }
  if (unusual > 0) return { tone: "warn", text: "! unusual" };
  if (limit === null && points.every(({ band }) => band === null)) {
    return { tone: "", text: "no band yet" };
  }
  return { tone: "good", text: limit === null ? "✓ as usual" : "✓ holds" };
}

/** Quarantined rows of that hour; of other metrics the records that were taken in from its start on. */
function rowsOf({ metric }: WindowExpectation, { start }: WindowPoint): string {
  if (!metric.startsWith("quarantined")) {
    return `/stream?${new URLSearchParams({ topic: "watch.events", from: start })}`;
  }
  const to = new Date(Date.parse(start) + HOUR_MS).toISOString();
  return `/quality/quarantine?${new URLSearchParams({ status: "", from: start, to })}`;
}

function hoursOf(count: number): string {
  return count === 1 ? "1 hour" : `${count} hours`;
}
