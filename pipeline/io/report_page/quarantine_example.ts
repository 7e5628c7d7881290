// One quarantined row: where it stood, its text with the offending part marked, why it broke which rule.

import type { QuarantinedRow, Reason } from "../../../domain/rule.ts";
import { formatCount } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { markOffending } from "../../../domain/mark_offending.ts";
import { visibleText } from "./visible_text.ts";

/** A list item for one row. */
export function quarantineExample(row: QuarantinedRow): Markup {
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
