// Where the output came from and how: inputs with their hashes, output, parameters.

import type { ReportInput, RunReport } from "../../../domain/report.ts";
import { formatBytes, formatCount, formatInstantUtc, plural } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { visibleText } from "./visible_text.ts";

/** Inputs shown one by one; the JSON report has all. */
const MOST_INPUTS = 50;

/** The section on lineage. */
export function lineage(report: RunReport): Markup {
  const { inputs, output } = report;
  const more = inputs.length - MOST_INPUTS;
  return markup`<section id="lineage" aria-labelledby="lineage-title">
<h2 id="lineage-title">Lineage</h2>
<h3 class="sub">${inputs.length === 0 ? "No input" : plural(inputs.length, "input")}</h3>
<ol class="inputs">${inputs.slice(0, MOST_INPUTS).map(inputItem)}</ol>
${
    more > 0 &&
    markup`<p class="note">And ${formatCount(more)} more: the JSON report lists them all.</p>`
  }
${skippedPart(report)}<h3 class="sub">Output</h3>
<ul class="inputs"><li><p class="path"><bdi>${visibleText(output.path)}</bdi></p><p class="facts">${
    plural(output.rows, "row")
  } · ${formatBytes(output.bytes)}${
    output.input_bytes > 0 && ` from ${formatBytes(output.input_bytes)} of input`
  }</p></li></ul>
<h3 class="sub">Run</h3>
<dl class="pairs">${pair("run_id", report.run_id)}
${pair("started_at", formatInstantUtc(report.started_at))}
${pair("finished_at", formatInstantUtc(report.finished_at))}
${
    Object.entries(report.parameters).map(([name, value]) =>
      pair(name, value === null ? "not set" : String(value))
    )
  }</dl></section>`;
}

/** What a folder or pattern had besides: nothing that is left out goes without a word. */
function skippedPart({ skipped = [] }: RunReport): Markup | false {
  const more = skipped.length - MOST_INPUTS;
  return skipped.length > 0 && markup`<h3 class="sub">${plural(skipped.length, "file")} skipped</h3>
<ul class="inputs">${
    skipped.slice(0, MOST_INPUTS).map(({ path, reason }) =>
      markup`<li><p class="path"><bdi>${visibleText(path)}</bdi></p><p class="facts">${
        visibleText(reason)
      }</p></li>`
    )
  }</ul>
${
    more > 0 &&
    markup`<p class="note">And ${formatCount(more)} more: the JSON report lists them all.</p>`
  }
`;
}

function inputItem(input: ReportInput): Markup {
  const { path, bytes, sha256, rows, format, ignored_columns: ignored, member } = input;
  return markup`<li><p class="path"><bdi>${visibleText(path)}</bdi></p>
${member !== undefined && markup`<p class="facts">In it: <bdi>${visibleText(member)}</bdi></p>`}
<p class="facts">${format} · ${plural(rows, "row")} · ${formatBytes(bytes)}</p>
<p class="hash"><span>SHA-256</span> <code>${sha256}</code></p>${
    ignored.length > 0 && markup`<p class="facts">Ignored columns: ${
      ignored.map((column, index) =>
        markup`${index > 0 && ", "}<code><bdi>${visibleText(column)}</bdi></code>`
      )
    }</p>`
  }</li>`;
}

function pair(name: string, value: string): Markup {
  return markup`
    <div>
      <dt><code>${name}</code></dt>
      <dd>${visibleText(value)}</dd>
    </div>
  `;
}
