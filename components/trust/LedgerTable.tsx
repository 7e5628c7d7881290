// The ledger cut by source or by partition: each line adds up, and all lines together do.

import type { Ledger } from "../../domain/ledger.ts";
import { fileName, formatCount } from "./format_trust.ts";
import { LEDGER_PARTS } from "./ledger_parts.ts";
import { LedgerStrip } from "./LedgerStrip.tsx";

/** A line of it; `href` leads to the page about that part alone. */
export interface LedgerLine {
  readonly name: string;
  readonly ledger: Ledger;
  readonly href: string | null;
  readonly isShown?: boolean;
}

/** `what` is what lines are: source, partition. */
export function LedgerTable({ what, lines }: {
  readonly what: string;
  readonly lines: readonly LedgerLine[];
}) {
  if (lines.length === 0) return <p class="empty">Nothing was taken in yet.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`The ledger by ${what}`}>
      <table class="table ledger-table">
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col" class="num">read</th>
            {LEDGER_PARTS.map(({ key, word }) => <th key={key} scope="col" class="num">{word}</th>)}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, ledger, href, isShown }) => (
            <tr key={name} class={isShown ? "is-shown" : undefined}>
              <th scope="row" title={name}>
                {href === null ? fileName(name) : <a href={href}>{fileName(name)}</a>}
                <LedgerStrip ledger={ledger} height={5} />
              </th>
              <td class="num">{formatCount(ledger.read)}</td>
              {LEDGER_PARTS.map(({ key }) => (
                <td key={key} class={ledger[key] === 0 ? "num muted" : "num"}>
                  {formatCount(ledger[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
