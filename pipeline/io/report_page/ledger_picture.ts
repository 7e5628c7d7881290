// The ledger as a sum and as a bar: where every row that was read went.

import { balances, type Ledger } from "../../../domain/ledger.ts";
import { formatCount, formatShare } from "./format.ts";
import { Markup, markup } from "./markup.ts";

const MEANINGS: Readonly<Record<SegmentKind, string>> = {
  accepted: "in the output",
  duplicate: "repeat an accepted row",
  quarantined: "break a rule, kept whole",
  excluded: "left out on purpose",
};
const KINDS = Object.keys(MEANINGS) as SegmentKind[];
/** Above this share of accepted rows the rest is too small to read, and is drawn again, magnified. */
const MAGNIFY_ABOVE = 0.85;

/** The section on the ledger. */
export function ledgerPicture(ledger: Ledger, isPublished: boolean): Markup {
  return markup`<section id="ledger" aria-labelledby="ledger-title">
<h2 id="ledger-title">Where every row went</h2>
${sum(ledger)}
${ledger.read === 0 ? emptyLedgerNote(isPublished) : picture(ledger)}
${balances(ledger) ? null : imbalance(ledger)}
</section>`;
}

function sum(ledger: Ledger): Markup {
  const terms = KINDS.map((kind, index) =>
    markup`<li class="term"><span class="operator" aria-hidden="true">${
      index === 0 ? "=" : "+"
    }</span>
<span class="swatch ${kind}" aria-hidden="true"></span><b>${formatCount(ledger[kind])}</b>
<span class="term-name">${kind}</span><span class="term-note">${share(ledger, kind)}${
      MEANINGS[kind]
    }</span></li>`
  );
  return markup`<ol class="sum"><li class="term"><b>${formatCount(ledger.read)}</b>
<span class="term-name">read</span><span class="term-note">rows, blank lines aside</span></li>${terms}</ol>`;
}

function share(ledger: Ledger, kind: SegmentKind): string {
  return ledger.read === 0 ? "" : `${formatShare(ledger[kind] / ledger.read)} · `;
}

function picture(ledger: Ledger): Markup {
  const segments = ledgerSegments(KINDS.map((kind) => ({ kind, rows: ledger[kind] })));
  const accepted = segments.find(({ kind }) => kind === "accepted");
  const rest = KINDS.filter((kind) => kind !== "accepted" && ledger[kind] > 0);
  const magnify = accepted !== undefined && accepted.share > MAGNIFY_ABOVE && rest.length > 0;
  const widened = segments.some((segment) => segment.widened);
  return markup`<div class="ledger-bars" role="img" aria-label="${describe(segments)}">
${bar(segments)}
${
    magnify &&
    magnifier(accepted.units, ledgerSegments(rest.map((kind) => ({ kind, rows: ledger[kind] }))))
  }
</div>
<p class="note">The bar is all ${formatCount(ledger.read)} rows${
    magnify ? "; below it, the rows that were not accepted, magnified" : ""
  }.${widened ? " A part too thin to see is drawn a little wider than its share." : ""}</p>`;
}

function describe(segments: readonly LedgerSegment[]): string {
  const parts = segments.map(({ kind, rows, share }) =>
    `${kind} ${formatCount(rows)} rows, ${formatShare(share)}`
  );
  return `Bar of all rows: ${parts.join("; ")}`;
}

function bar(segments: readonly LedgerSegment[]): Markup {
  return markup`<div class="ledger-bar">${
    segments.map(({ kind, rows, share, units }) =>
      markup`
        <span class="segment ${kind}" style="width:${units / BAR_UNITS * 100}%"
          title="${kind}: ${formatCount(rows)} rows, ${formatShare(share)}"></span>
      `
    )
  }</div>`;
}

/** The rows not accepted on the full width, and the cone that ties them to their place in the bar. */
function magnifier(acceptedUnits: number, segments: readonly LedgerSegment[]): Markup {
  const labels = segments.map(({ kind, rows, units }) =>
    markup`<span class="cone-label" style="width:${units / BAR_UNITS * 100}%">${
      units > 120 && markup`${kind} <b>${formatCount(rows)}</b>`
    }</span>`
  );
  const cone = `${acceptedUnits},0 ${BAR_UNITS},0 ${BAR_UNITS},40 0,40`;
  return markup`
    <svg class="cone" viewBox="0 0 ${BAR_UNITS} 40" preserveAspectRatio="none" aria-hidden="true">
      <polygon points="${cone}" />
    </svg>
    ${bar(segments)}<div class="cone-labels">${labels}</div>
  `;
}

function emptyLedgerNote(isPublished: boolean): Markup {
  return markup`<p class="empty">No row was read: the inputs hold a header at most.${
    isPublished && " The output is a valid, empty file."
  }</p>`;
}

function imbalance(ledger: Ledger): Markup {
  const known = KINDS.reduce((total, kind) => total + ledger[kind], 0);
  return markup`<p class="alarm"><b>The ledger does not balance:</b> ${formatCount(known)} rows are
accounted for, ${formatCount(Math.abs(ledger.read - known))} ${
    known < ledger.read ? "are missing" : "too many"
  }. Nothing of this run was published.</p>`;
}

/** The whole bar, in units of a tenth of a percent. */
export const BAR_UNITS = 1_000;
/** The thinnest a part that is not empty is drawn. */
export const LEAST_UNITS = 12;

/** Which part of the ledger a segment stands for. */
export type SegmentKind = "accepted" | "duplicate" | "quarantined" | "excluded";

/** One part of the bar. */
interface LedgerSegment {
  readonly kind: SegmentKind;
  readonly rows: number;
  /** Of the rows of all segments, 0–1. */
  readonly share: number;
  /** Width in {@link BAR_UNITS}; the widths of a bar add up to exactly that. */
  readonly units: number;
  /** Whether the segment is drawn wider than its share. */
  readonly widened: boolean;
}

/**
 * Lays out the parts that have rows, in the order given; an empty list when none has. Parts below
 * {@link LEAST_UNITS} get that width, and the others share what is left in proportion.
 */
export function ledgerSegments(
  parts: readonly { readonly kind: SegmentKind; readonly rows: number }[],
): LedgerSegment[] {
  const present = parts.filter(({ rows }) => rows > 0);
  const total = present.reduce((sum, { rows }) => sum + rows, 0);
  const thin = new Set<SegmentKind>();
  let leftUnits = BAR_UNITS, leftRows = total;
  // Widening one part narrows the others, which may make the next one too thin: smallest first.
  for (const { kind, rows } of [...present].sort((a, b) => a.rows - b.rows)) {
    if (rows / leftRows * leftUnits >= LEAST_UNITS) continue;
    thin.add(kind);
    leftUnits -= LEAST_UNITS;
    leftRows -= rows;
  }
  // Edges are rounded rather than widths, so that the widths add up whatever the rounding does.
  let rowsBefore = 0;
  return present.map(({ kind, rows }) => {
    const share = rows / total;
    if (thin.has(kind)) {
      // A part a little over the least may be too thin only because smaller ones were widened.
      const widened = share * BAR_UNITS < LEAST_UNITS;
      return { kind, rows, share, units: LEAST_UNITS, widened };
    }
    const from = Math.round(rowsBefore / leftRows * leftUnits);
    rowsBefore += rows;
    const units = Math.round(rowsBefore / leftRows * leftUnits) - from;
    return { kind, rows, share, units, widened: false };
  });
}
