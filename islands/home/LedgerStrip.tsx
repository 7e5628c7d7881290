// The ledger as a strip whose parts add up: where every row that was read went.

import { Fragment } from "preact";
import { useEffect } from "preact/hooks";
import { connect, live } from "../../client/live.ts";
import { formatCount } from "../../domain/format.ts";
import type { Ledger } from "../../domain/ledger.ts";

interface LiveLedger extends Ledger {
  readonly pending: number;
  readonly balanced: boolean;
}

const PARTS = [
  { name: "accepted", text: "accepted", kind: "part-accepted" },
  { name: "duplicate", text: "duplicates", kind: "part-duplicate" },
  { name: "quarantined", text: "quarantined", kind: "part-quarantined" },
  { name: "excluded", text: "excluded", kind: "part-excluded" },
] as const;

/** A part that is there is at least this wide, in percent. */
const LEAST = 0.6;

/** `ledger` is what the page was made with, until something newer is heard. */
export default function LedgerStrip({ ledger }: { readonly ledger: LiveLedger }) {
  useEffect(connect, []);
  const now = live.state.value?.ledger ?? ledger;
  let x = 0;
  const parts = PARTS.map((part) => {
    const rows = now[part.name], from = x;
    const width = now.read === 0 || rows === 0 ? 0 : Math.max(LEAST, rows / now.read * 100);
    x += width;
    return { ...part, rows, from, width };
  });
  const scale = x === 0 ? 1 : 100 / x;
  return (
    <section class="card ledger" aria-labelledby="ledger">
      <h2 id="ledger" class="unseen">The ledger</h2>
      <p class="ledger-sum num">
        <strong>{formatCount(now.read)}</strong> rows read ={" "}
        {parts.filter(({ rows, name }) => rows > 0 || name !== "excluded").map((part, i) => (
          <Fragment key={part.name}>
            {i > 0 && " + "}
            <span>
              <svg width="10" height="10" aria-hidden="true">
                <rect class={part.kind} width="10" height="10" rx="2" />
              </svg>{" "}
              <strong>{formatCount(part.rows)}</strong> {part.text}
            </span>
          </Fragment>
        ))}{" "}
        <span class={`badge ${now.balanced ? "good" : "bad"}`}>
          {now.balanced ? "balances" : "does not balance"}
        </span>{" "}
        <span class="muted">
          · {now.pending === 0 ? "nothing waits" : `${formatCount(now.pending)} wait in the log`}
        </span>
      </p>
      <svg class="ledger-bar" width="100%" height="14" aria-hidden="true">
        {parts.map(({ name, kind, from, width }) => (
          <rect
            key={name}
            class={kind}
            x={`${from * scale}%`}
            width={`${width * scale}%`}
            height="14"
          />
        ))}
      </svg>
    </section>
  );
}
