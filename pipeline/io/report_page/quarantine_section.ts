// What broke which rule, with example rows, and what was left out on purpose.

import type { RunProfile, RunReport } from "../../../domain/report.ts";
import { type QuarantinedRow, type Reason, RULE_EXPECTATIONS } from "../../../domain/rule.ts";
import { formatCount, formatHours, formatShare, plural } from "./format.ts";
import { Markup, markup } from "./markup.ts";
import { markOffending } from "../../../domain/mark_offending.ts";
import { visibleText } from "./visible_text.ts";

const EXCLUSIONS: Readonly<Record<string, string>> = {
  supplemental: "Trailers, hooks and recaps: Supplemental Video Type is not empty",
  autoplayed: "Started by autoplay, without an action of the user, and over within 2 minutes",
};

/** A reason with its rows, out of all rows of its kind. */
interface CountedReason {
  readonly id: string;
  readonly rows: number;
  readonly whole: number;
  readonly kind: "quarantined" | "excluded";
  /** What the reason means, as a sentence. */
  readonly note: string;
}

const OPEN = new Markup(" open");

/** The section on quarantined and excluded rows. */
export function quarantineSection(report: RunReport, profile: RunProfile): Markup {
  const rules = descending(report.reasons);
  return markup`<section id="quarantine" aria-labelledby="quarantine-title">
<h2 id="quarantine-title">Quarantine</h2>
${
    rules.length === 0
      ? markup`<p class="empty">${emptyText(report)} The quarantine file is empty.</p>`
      : markup`<p class="lead">${summary(report)}</p><ul class="rules">${
        rules.map(([rule, rows], index) =>
          ruleItem({ rule, rows, whole: report.ledger.quarantined, isFirst: index === 0 }, profile)
        )
      }</ul>`
  }${excludedPart(report)}</section>`;
}

function emptyText({ ledger }: RunReport): string {
  return ledger.read === 0 ? "No row was read, so none broke a rule." : "No row broke a rule.";
}

function summary({ ledger: { quarantined, read } }: RunReport): string {
  const all = quarantined === read ? ": none of the input could be used" : "";
  return `${plural(quarantined, "row")} (${
    formatShare(quarantined / read)
  } of those read) broke a rule${all}. Each is kept whole in the quarantine file and counted under ` +
    "the first rule it broke.";
}

/** One rule; the most frequent one shows its examples unfolded. */
function ruleItem(
  broken: { rule: string; rows: number; whole: number; isFirst: boolean },
  profile: RunProfile,
): Markup {
  const { rule, rows, whole, isFirst } = broken;
  const examples = profile.quarantine_examples[rule] ?? [];
  const expected = (RULE_EXPECTATIONS as Readonly<Record<string, string>>)[rule];
  const note = expected === undefined ? "" : `Expected: ${expected}`;
  return markup`<li class="rule">${
    countedReason({ id: rule, rows, whole, kind: "quarantined", note })
  }
${
    examples.length > 0 &&
    markup`<details class="examples"${isFirst && OPEN}><summary>${
      plural(examples.length, "example row")
    }<span class="visually-hidden"> of ${rule}</span></summary><ol>${
      examples.map(quarantineExample)
    }</ol></details>`
  }</li>`;
}

function excludedPart(report: RunReport): Markup | null {
  const reasons = descending(report.excluded);
  if (reasons.length === 0) return null;
  const whole = report.ledger.excluded;
  return markup`<h3 class="sub">Excluded on purpose</h3><ul class="rules">${
    reasons.map(([id, rows]) => {
      const hours = report.excluded_hours[id];
      const told = EXCLUSIONS[id] ?? "";
      const note = hours === undefined ? told : `${told} (${formatHours(hours)} hours)`;
      return markup`<li class="rule">${
        countedReason({ id, rows, whole, kind: "excluded", note })
      }</li>`;
    })
  }</ul>`;
}

function countedReason({ id, rows, whole, kind, note }: CountedReason): Markup {
  const share = rows / whole;
  return markup`<div class="counted"><div><p class="rule-id"><code>${id}</code></p>
<p class="note">${note}</p></div><div><p class="rule-count"><b>${formatCount(rows)}</b>
${
    formatShare(share)
  } of ${kind}</p><div class="meter" aria-hidden="true"><span class="${kind}" style="width:${
    Math.max(share * 100, 0.4)
  }%"></span></div></div></div>`;
}

function descending(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).filter(([, rows]) => rows > 0).sort((a, b) => b[1] - a[1]);
}

/** A list item for one row. */
function quarantineExample(row: QuarantinedRow): Markup {
  const { pieces, cut } = markOffending(row);
  const text = pieces.map((piece) =>
    piece.offending ? markup`<mark>${visibleText(piece.text)}</mark>` : visibleText(piece.text)
  );
  const place = [`line ${formatCount(row.line)}`, `offset ${formatCount(row.offset)}`];
  if (row.encoding === "base64") place.push("not UTF-8, bytes as \\x…");
  if (cut) place.push("row cut to fit");
  return markup`<li class="example">
<p class="where"><bdi>${visibleText(row.source)}</bdi> · ${place.join(" · ")}</p>
<pre dir="ltr"><code>${text}</code></pre>
<ul class="why">${row.reasons.map(why)}</ul></li>`;
}

function why({ rule, field, value, expected }: Reason): Markup {
  const wanted = `expected ${expected}`;
  if (field === null) return markup`<li><code>${rule}</code>: ${wanted}</li>`;
  if (value === null || value === "") {
    const state = value === null ? "is not there" : "is empty";
    return markup`<li><code>${rule}</code>: <code>${field}</code> ${state}, ${wanted}</li>`;
  }
  const shown = visibleText(value);
  return markup`<li><code>${rule}</code>: <code>${field}</code> is <q>${shown}</q>, ${wanted}</li>`;
}
