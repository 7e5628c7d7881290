// Rows read by hour of ingest, stacked by what became of them, and the share of quarantined below.

import type { LedgerHours } from "../../domain/answers.ts";
import { formatCompact, formatCount, formatFineShare, formatWhen } from "../../domain/format.ts";
import { axisTop } from "../charts/Plot.tsx";
import { hourSlots } from "./hour_slots.ts";
import { LEDGER_PARTS } from "./ledger_parts.ts";

const HEIGHT = 150, SHARE_HEIGHT = 46;

/** A chart and, behind a fold, the same as a table. */
export function HourBars({ hours }: { readonly hours: LedgerHours["hours"] }) {
  const slots = hourSlots(hours);
  if (slots.length === 0) return <p class="empty">Nothing was taken in yet.</p>;
  const top = axisTop(Math.max(...slots.map(({ hour }) => hour.read)));
  const shares = slots.map(({ hour }) => hour.read === 0 ? null : hour.quarantined / hour.read);
  const shareTop = axisTop(Math.max(0.01, ...shares.map((share) => share ?? 0)));
  const width = 100 / slots.length;
  const first = slots[0]!, last = slots[slots.length - 1]!;
  return (
    <figure class="hours">
      <div class="hours-y muted num" aria-hidden="true">
        <span>{formatCompact(top)}</span>
        <span>rows</span>
      </div>
      <svg
        class="hours-plot"
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={`Rows read by hour, ${formatWhen(first.hour.start)} to ` +
          `${formatWhen(last.hour.start)}; the table below has the figures`}
      >
        {[0, 0.5, 1].map((at) => (
          <line key={at} class="rule" x1="0" x2="100%" y1={at * HEIGHT} y2={at * HEIGHT} />
        ))}
        {slots.map(({ hour, startMs }, index) => (
          <g key={startMs}>
            <title key="tip">{tellHour(hour)}</title>
            {bars(hour, index * width + width * 0.1, width * 0.8, top)}
          </g>
        ))}
      </svg>
      <div class="hours-y muted num" aria-hidden="true">
        <span>{formatFineShare(shareTop)}</span>
        <span>bad</span>
      </div>
      <svg class="hours-plot" width="100%" height={SHARE_HEIGHT} aria-hidden="true">
        <line class="rule" x1="0" x2="100%" y1={SHARE_HEIGHT} y2={SHARE_HEIGHT} />
        {shares.map((share, index) =>
          share === null ? null : (
            <rect
              key={index}
              class="part-quarantined"
              x={`${index * width + width * 0.1}%`}
              width={`${width * 0.8}%`}
              y={SHARE_HEIGHT - Math.max(1, share / shareTop * SHARE_HEIGHT)}
              height={Math.max(1, share / shareTop * SHARE_HEIGHT)}
            />
          )
        )}
      </svg>
      <p class="hours-x muted">
        <span>{formatWhen(first.hour.start)}</span>
        <span>{formatWhen(last.hour.start)}</span>
      </p>
      <HourTable hours={hours} />
    </figure>
  );
}

function bars(hour: LedgerHours["hours"][number], x: number, width: number, top: number) {
  let y = HEIGHT;
  return LEDGER_PARTS.map(({ key, kind }) => {
    const height = hour[key] / top * HEIGHT;
    y -= height;
    return height === 0
      ? null
      : <rect key={key} class={kind} x={`${x}%`} width={`${width}%`} y={y} height={height} />;
  });
}

function tellHour(hour: LedgerHours["hours"][number]): string {
  const parts = LEDGER_PARTS.filter(({ key }) => hour[key] > 0)
    .map(({ key, word }) => `${formatCount(hour[key])} ${word}`);
  return `${formatWhen(hour.start)}: ${formatCount(hour.read)} read = ${parts.join(" + ") || "0"}`;
}

function HourTable({ hours }: { readonly hours: LedgerHours["hours"] }) {
  return (
    <details class="fold">
      <summary>As a table</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="The ledger by hour">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Hour</th>
              <th scope="col" class="num">read</th>
              {LEDGER_PARTS.map(({ key, word }) => <th key={key} scope="col" class="num">{word}
              </th>)}
            </tr>
          </thead>
          <tbody>
            {hours.toReversed().map((hour) => (
              <tr key={hour.start}>
                <th scope="row">{formatWhen(hour.start)}</th>
                <td class="num">{formatCount(hour.read)}</td>
                {LEDGER_PARTS.map(({ key }) => (
                  <td key={key} class="num">{formatCount(hour[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
