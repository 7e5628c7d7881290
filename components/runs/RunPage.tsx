// One run whole: its ledger and figures, and the sections that its report has too.

import type { ComponentChildren } from "preact";
import type { RunAnswer, RunReport } from "../../domain/report.ts";
import { formatCount, formatSeconds, formatWhen } from "../../domain/format.ts";
import { LedgerSum } from "../quality/LedgerSum.tsx";
import { balances } from "../../domain/ledger.ts";
import { Contract, Excluded, Inputs, Output, Parameters } from "./RunSections.tsx";
import { RUN_FIGURES, writeFigure } from "./run_figures.ts";

/** `others` are runs it can be compared with, newest first. */
export function RunPage({ run, others, again, remove }: {
  readonly run: RunAnswer;
  /** What runs it again. */
  readonly again: ComponentChildren;
  /** What takes its imports back. */
  readonly remove: ComponentChildren;
  readonly others: readonly RunReport[];
}) {
  return (
    <>
      <div class="page-head">
        <div>
          <a class="trail" href="/runs">Runs</a>
          <h1>Run of {formatWhen(run.started_at)}</h1>
          <p class="muted">
            <code>{run.run_id}</code> · took {formatSeconds(run.seconds)} ·{" "}
            {formatCount(Math.round(run.rows_per_second))} rows a second
          </p>
        </div>
        {again}
        {remove}
        {others.length > 0 && <CompareForm run={run} others={others} />}
      </div>
      <ImportState run={run} />
      <LedgerSum ledger={run.ledger} balanced={balances(run.ledger)} pending={null} />
      <div class="grid">
        {RUN_FIGURES.slice(1).map(([group, figures]) => (
          <section key={group} class="card half" aria-label={group}>
            <h2>{group}</h2>
            <dl class="facts">
              {figures.map((figure) => (
                <div key={figure.name}>
                  <dt>{figure.name}</dt>
                  <dd class="num">{writeFigure(figure, run)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Excluded run={run} />
        <Contract expectations={run.expectations} />
        <Inputs run={run}>
          {run.ledger.quarantined > 0 && (
            <p class="note">
              <a href={`/quality/quarantine?status=`}>Quarantined rows</a>
            </p>
          )}
        </Inputs>
        <Parameters run={run} />
        <Output run={run}>
          {run.removed_at === null
            ? <a href="/explore">Explore the files</a>
            : "An output that this run alone had written went with its rows."}
        </Output>
      </div>
    </>
  );
}

/** Whether its rows count still, and as what. */
export function ImportState({ run: { removed_at, older_rules } }: { readonly run: RunAnswer }) {
  if (removed_at !== null) {
    return (
      <p class="note import-state">
        <span class="badge warn">removed</span> Its rows were taken back on{" "}
        {formatWhen(removed_at)}: no figure counts them.
      </p>
    );
  }
  if (!older_rules) return null;
  return (
    <p class="note import-state">
      <span class="badge warn">of older rules</span>{" "}
      Its rows were read under older rules, and its file is gone or changed: hand the file in again
      and it takes their place, or remove the import.
    </p>
  );
}

function CompareForm({ run, others }: {
  readonly run: RunReport;
  readonly others: readonly RunReport[];
}) {
  return (
    <form method="get" action="/runs/compare" class="row-search">
      <input type="hidden" name="b" value={run.run_id} />
      <label class="field">
        Compare with
        <select name="a">
          {others.map(({ run_id, started_at }) => (
            <option key={run_id} value={run_id}>
              {formatWhen(started_at)} · {run_id.slice(0, 8)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button">Compare</button>
    </form>
  );
}
