// The contract and what is usual, held against every hour of the live stream.

import type { WindowExpectation, WindowPoint, WindowQuality } from "../../domain/window_answer.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { formatObserved, formatWhen, groupDigits } from "../../domain/format.ts";
import { WindowChart } from "./WindowChart.tsx";

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
