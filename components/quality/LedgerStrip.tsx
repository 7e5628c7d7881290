// A ledger as a strip whose parts add up to all rows read.

import type { Ledger } from "../../domain/ledger.ts";
import { stretches } from "./ledger_parts.ts";

/** Figures stand beside it, so that it is hidden from screen readers. */
export function LedgerStrip({ ledger, height = 10 }: {
  readonly ledger: Ledger;
  readonly height?: number;
}) {
  return (
    <svg class="strip" width="100%" height={height} aria-hidden="true">
      <rect class="strip-ground" width="100%" height={height} />
      {stretches(ledger).map(({ key, kind, from, width }) => (
        <rect key={key} class={kind} x={`${from}%`} width={`${width}%`} height={height} />
      ))}
    </svg>
  );
}
