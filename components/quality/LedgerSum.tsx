// The ledger as the sum that it is, above a strip of the same parts.

import type { Ledger } from "../../domain/ledger.ts";
import { formatCount, formatFineShare } from "../../domain/format.ts";
import { LEDGER_PARTS } from "./ledger_parts.ts";
import { LedgerStrip } from "./LedgerStrip.tsx";

/** `read = accepted + duplicates + quarantined + excluded`, in figures. */
export function LedgerSum({ ledger, balanced, pending, missing = 0 }: {
  readonly ledger: Ledger;
  readonly balanced: boolean;
  /** Records in the log; null for a ledger that is closed. */
  readonly pending: number | null;
  /** Offsets that the log has no more and the store never saw. */
  readonly missing?: number;
}) {
  return (
    <section class="card sum" aria-labelledby="ledger">
      <div class="sum-head">
        <h2 id="ledger">Where every row went</h2>
        <span class={`badge ${balanced ? "good" : "bad"}`}>
          {balanced ? "✓ adds up" : "✗ does not add up"}
        </span>
      </div>
      <dl class="sum-figures num">
        <div>
          <dt>rows read</dt>
          <dd>{formatCount(ledger.read)}</dd>
        </div>
        {LEDGER_PARTS.map(({ key, word, kind }, index) => (
          <div key={key} class="sum-part">
            <dt>
              <svg width="10" height="10" aria-hidden="true">
                <rect class={kind} width="10" height="10" rx="2" />
              </svg>{" "}
              {word}
            </dt>
            <dd>
              <span class="sum-sign" aria-hidden="true">{index === 0 ? "=" : "+"}</span>
              {formatCount(ledger[key])}
            </dd>
            <dd class="muted">
              {ledger.read === 0 ? "–" : formatFineShare(ledger[key] / ledger.read)}
            </dd>
          </div>
        ))}
      </dl>
      <LedgerStrip ledger={ledger} height={18} />
      <Imbalance ledger={ledger} />
      {missing > 0 && (
        <p class="note">
          <strong>{formatCount(missing)} offsets are missing</strong>: the log has them no more and
          the store never saw them. <a href="/api/ledger">Which they are</a>
        </p>
      )}
      {pending !== null && (
        <p class="muted note">
          {pending === 0
            ? "Nothing waits in the log."
            : `${formatCount(pending)} records wait in the log and are in none of these yet.`}{" "}
          A row that is replayed moves from quarantined to accepted, once.
        </p>
      )}
    </section>
  );
}

/** By how many rows the sum is wrong, which it never should be. */
function Imbalance({ ledger }: { readonly ledger: Ledger }) {
  const known = LEDGER_PARTS.reduce((sum, { key }) => sum + ledger[key], 0);
  if (known === ledger.read) return null;
  return (
    <p class="note">
      <strong>The ledger does not add up:</strong> {formatCount(known)} rows are accounted for,{" "}
      {formatCount(Math.abs(ledger.read - known))}{" "}
      {known < ledger.read ? "are missing" : "are too many"}.
    </p>
  );
}
