// One quarantined row: where it stood, its text with the offending part marked, why it broke which rule.

import type { QuarantinedRow, Reason } from "../../../domain/rule.ts";
import { formatCount } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { markOffending } from "./mark_offending.ts";
import { visibleText } from "./visible_text.ts";

/** A list item for one row. */
export function quarantineExample(row: QuarantinedRow): Markup {
  const { pieces, cut } = markOffending(row);
  const text = pieces.map((piece) =>
    piece.offending ? markup`<mark>${visibleText(piece.text)}</mark>` : visibleText(piece.text)
  );
  return markup`
    <li class="example">
      <p
        class="where"><bdi>${row.source}</bdi> · line ${
    formatCount(
      row.line,
    )
  } · offset ${formatCount(row.offset)}${
    row.encoding === "base64" &&
    " · not UTF-8: bytes as \\x…"
  }${cut && " · row cut to fit"}</p>
      <pre dir="ltr"><code>${text}</code></pre>
      <ul class="why">${row.reasons.map(why)}</ul>
    </li>
  `;
}

function why({ rule, field, value, expected }: Reason): Markup {
  const shown = value === null ? null : value === ""
    ? markup`
      is empty
    `
    : markup`
      is <q>${visibleText(value)}</q>
    `;
  return markup`<li><code>${rule}</code> ${
    field !== null && markup`
      <code>${field}</code>${shown};
    `
  }expected ${expected}</li>`;
}
