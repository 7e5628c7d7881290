// The first screen: did the audit pass, how much came through, how fast.

import { auditPassed, type RunProfile, type RunReport } from "../../../domain/report.ts";
import { binDays } from "./bin_days.ts";
import { outcomeOf } from "./expectation_list.ts";
import { formatBytes, formatCount, formatDecimal, formatShare, plural } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { visibleText } from "./visible_text.ts";

/** The headline with its four large figures, over a silhouette of the volume. */
export function headline(report: RunReport, profile: RunProfile): Markup {
  const passed = auditPassed(report.expectations);
  return markup`<section class="hero ${passed ? "passed" : "failed"}" aria-labelledby="headline">
${silhouette(profile)}
<h1 id="headline"><span class="verdict" aria-hidden="true">${passed ? "✓" : "✕"}</span> Audit ${
    passed ? "passed" : "failed"
  }</h1>
<p class="lede">${story(report, passed)}</p>
<dl class="hero-figures">
${figure(formatCount(report.ledger.read), "rows read", plural(report.inputs.length, "input"))}
${
    figure(
      formatDecimal(report.seconds),
      "seconds",
      `from first byte to ${passed ? "file" : "audit"}`,
    )
  }
${figure(formatCount(report.rows_per_second), "rows per second", "over the whole run")}
${figure(formatBytes(report.output.bytes), passed ? "written" : "not published", sizeNote(report))}
</dl></section>`;
}

function story(report: RunReport, passed: boolean): Markup {
  const failed = report.expectations.filter((result) => outcomeOf(result) === "failed");
  const warnings = report.expectations.filter((result) => outcomeOf(result) === "warned").length;
  const warned = warnings === 0 ? "" : ` ${plural(warnings, "warning")} to look at.`;
  const path = markup`<span class="path"><bdi>${visibleText(report.output.path)}</bdi></span>`;
  if (!passed) {
    return markup`${plural(failed.length, "expectation")} of the data contract did not hold: ${
      failed.map(({ description }, index) => `${index > 0 ? "; " : ""}${description}`)
    }. Nothing was published, and what stood at ${path} before stays.${warned}`;
  }
  if (report.ledger.read === 0) {
    return markup`There was no row to read. ${path} is a valid, empty file.${warned}`;
  }
  return markup`${plural(report.ledger.accepted, "row")} of ${
    formatCount(report.ledger.read)
  } accepted and published to ${path}. Every other row is accounted for below.${warned}`;
}

function sizeNote({ output }: RunReport): string {
  if (output.input_bytes === 0) return "the input was empty";
  const smaller = 1 - output.bytes / output.input_bytes;
  const input = formatBytes(output.input_bytes);
  return smaller > 0 ? `${formatShare(smaller)} smaller than the input` : `from ${input} of input`;
}

function figure(value: string, name: string, note: string): Markup {
  return markup`
    <div>
      <dt>${name}</dt>
      <dd><b>${value}</b> <span>${note}</span></dd>
    </div>
  `;
}

/** Views over time as a decoration; the volume section has the same with its axes. */
function silhouette({ days }: RunProfile): Markup | null {
  const { bins } = binDays(days);
  const most = Math.max(0, ...bins.map(({ qualifiedViews }) => qualifiedViews));
  if (bins.length < 2 || most === 0) return null;
  const points = bins.map(({ qualifiedViews }, index) =>
    `L${index} ${Math.round(1_000 - qualifiedViews / most * 1_000) / 10}H${index + 1}`
  );
  return markup`
    <svg class="silhouette" viewBox="0 0 ${bins.length} 100" preserveAspectRatio="none" aria-hidden="true">
      <path d="M0 100${points.join("")}V100Z" />
    </svg>
  `;
}
