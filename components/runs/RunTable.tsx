// Every run in a line: when, of what, how its rows did, what it wrote and how fast; two may be compared.

import type { RunAnswer } from "../../domain/report.ts";
import { auditPassed } from "../../domain/report.ts";
import { formatBytes, formatCount, formatSeconds, formatWhen } from "../../domain/format.ts";
import { fileName } from "../kit/file_name.ts";
import { LedgerStrip } from "../quality/LedgerStrip.tsx";

/** Newest first; the form leads to the comparison of what was chosen. */
export function RunTable({ runs }: { readonly runs: readonly RunAnswer[] }) {
  if (runs.length === 0) {
    return (
      <p class="card empty">
        No run yet. <code>deno task etl data/raw/views.csv --publish</code>{" "}
        makes one, or put a file into the watched folder <code>data/raw/</code>.
      </p>
    );
  }
  return (
    <form class="card" method="get" action="/runs/compare">
      <div class="scroll" tabIndex={0} role="region" aria-label="Runs">
        <table class="table runs">
          <thead>
            <tr>
              {runs.length > 1 && <th scope="col">A</th>}
              {runs.length > 1 && <th scope="col">B</th>}
              <th scope="col">Started</th>
              <th scope="col">Inputs</th>
              <th scope="col">Rows</th>
              <th scope="col">Contract</th>
              <th scope="col" class="num">Output</th>
              <th scope="col" class="num">Took</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run, index) => (
              <RunLine key={run.run_id} run={run} index={index} isAlone={runs.length === 1} />
            ))}
          </tbody>
        </table>
      </div>
      {runs.length > 1 && (
        <p class="bench-actions">
          <button type="submit" class="button primary">Compare A with B</button>
        </p>
      )}
    </form>
  );
}

function RunLine({ run, index, isAlone }: {
  readonly run: RunAnswer;
  readonly index: number;
  readonly isAlone: boolean;
}) {
  const failed = run.expectations.filter(({ passed }) => !passed).length;
  const [first] = run.inputs, more = run.inputs.length - 1;
  const choose = (name: "a" | "b", isChosen: boolean) => (
    <td>
      <input
        type="radio"
        name={name}
        value={run.run_id}
        checked={isChosen}
        aria-label={`Run of ${formatWhen(run.started_at)} as ${name.toUpperCase()}`}
      />
    </td>
  );
  return (
    <tr>
      {!isAlone && choose("a", index === 1)}
      {!isAlone && choose("b", index === 0)}
      <th scope="row">
        <a href={`/runs/${encodeURIComponent(run.run_id)}`}>{formatWhen(run.started_at)}</a>
        <p class="muted mono note">{run.run_id.slice(0, 8)}</p>
      </th>
      <td title={run.inputs.map(({ path }) => path).join("\n")}>
        {first === undefined ? "–" : fileName(first.path)}
        {more > 0 && <span class="muted">{` and ${more} more`}</span>}
        <p class="muted note">{first?.format}</p>
        {run.removed_at !== null && <span class="badge warn">removed</span>}
        {run.older_rules && <span class="badge warn">of older rules</span>}
      </td>
      <td class="run-rows">
        <span class="num">{formatCount(run.ledger.read)}</span>{" "}
        <span class="muted note">{formatCount(run.ledger.quarantined)} quarantined</span>
        <LedgerStrip ledger={run.ledger} height={5} />
      </td>
      <td>
        <span
          class={`badge ${failed === 0 ? "good" : auditPassed(run.expectations) ? "warn" : "bad"}`}
        >
          {failed === 0
            ? `✓ ${run.expectations.length} hold`
            : `${failed} of ${run.expectations.length} ${
              auditPassed(run.expectations) ? "warn" : "fail"
            }`}
        </span>
      </td>
      <td class="num">{formatBytes(run.output.bytes)}</td>
      <td class="num">
        {formatSeconds(run.seconds)}
        <p class="muted note">{formatCount(Math.round(run.rows_per_second))} rows/s</p>
      </td>
    </tr>
  );
}
