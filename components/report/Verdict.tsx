// The first screen of a report: did the audit pass, how much came through, how fast.

import {
  formatBytes,
  formatCount,
  formatFineShare,
  formatSeconds,
  plural,
} from "../../domain/format.ts";
import { balances } from "../../domain/ledger.ts";
import { auditPassed, type RunReport } from "../../domain/report.ts";
import { Stats } from "../kit/Stats.tsx";
import { VisibleText } from "../kit/VisibleText.tsx";

/** The verdict in a few words, what follows from it, and the figures of the run itself. */
export function Verdict({ report }: { readonly report: RunReport }) {
  const { ledger, inputs, output } = report;
  const passed = auditPassed(report.expectations) && balances(ledger);
  return (
    <section class={passed ? "verdict passed" : "verdict failed"} aria-labelledby="verdict">
      <h1 id="verdict">
        <span aria-hidden="true">{passed ? "✓" : "✗"}</span> Audit {passed ? "passed" : "failed"}
      </h1>
      <p class="story">
        <Story report={report} />
      </p>
      <Stats
        stats={[
          {
            ...{ label: "rows read", value: formatCount(ledger.read) },
            note: plural(inputs.length, "input"),
          },
          {
            ...{ label: "took", value: formatSeconds(report.seconds) },
            note: `from first byte to ${passed ? "file" : "audit"}`,
          },
          {
            ...{ label: "rows per second", value: formatCount(report.rows_per_second) },
            note: "over the whole run",
          },
          {
            ...{ label: passed ? "written" : "not published", value: formatBytes(output.bytes) },
            note: sizeNote(report),
          },
        ]}
      />
    </section>
  );
}

function Story({ report }: { readonly report: RunReport }) {
  const { expectations, ledger, output } = report;
  const unmet = expectations.filter(({ passed }) => !passed);
  const failed = unmet.filter(({ severity }) => severity === "error");
  const warnings = unmet.length - failed.length;
  const warned = warnings === 0 ? "" : ` ${plural(warnings, "warning")} to look at.`;
  const path = (
    <code class="path">
      <bdi>
        <VisibleText text={output.path} />
      </bdi>
    </code>
  );
  if (failed.length > 0 || !balances(ledger)) {
    return (
      <>
        {failed.length > 0 &&
          `${plural(failed.length, "expectation")} of the data contract did not hold: ${
            failed.map(({ description }) => description).join("; ")
          }. `}
        {!balances(ledger) && "The ledger does not add up. "}
        Nothing was published, and what stood at {path} before stays.{warned}
      </>
    );
  }
  if (ledger.read === 0) {
    return (
      <>
        There was no row to read: the inputs hold a header at most. {path}{" "}
        is a valid, empty file.{warned}
      </>
    );
  }
  return (
    <>
      {plural(ledger.accepted, "row")} of {formatCount(ledger.read)} accepted and published to{" "}
      {path}. Every other row is accounted for below.{warned}
    </>
  );
}

function sizeNote({ output }: RunReport): string {
  if (output.input_bytes === 0) return "the input was empty";
  const smaller = 1 - output.bytes / output.input_bytes;
  const input = formatBytes(output.input_bytes);
  return smaller > 0
    ? `${formatFineShare(smaller)} smaller than the input`
    : `from ${input} of input`;
}
