// One run whole: its ledger, figures, contract, inputs with their hashes, parameters and output.

import type { ComponentChildren } from "preact";
import { auditPassed, type RunAnswer, type RunReport } from "../../domain/report.ts";
import { EXCLUSION_NAMES } from "../../domain/rule.ts";
import {
  formatBytes,
  formatCount,
  formatHours,
  formatObserved,
  formatSeconds,
  formatWhen,
  groupDigits,
} from "../../domain/format.ts";
import { LedgerSum } from "../quality/LedgerSum.tsx";
import { balances } from "../../domain/ledger.ts";
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
        <Contract run={run} />
        <Inputs run={run} />
        <section class="card half" aria-labelledby="parameters">
          <h2 id="parameters">Parameters</h2>
          <dl class="facts">
            {Object.entries(run.parameters).map(([name, value]) => (
              <div key={name}>
                <dt class="mono">{name}</dt>
                <dd class="mono">{value === null ? "–" : String(value)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <Output run={run} />
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

/** What was left out on purpose, with what it would have been watched. */
function Excluded({ run: { excluded, excluded_hours } }: { readonly run: RunReport }) {
  const reasons = Object.entries(excluded).filter(([, rows]) => rows > 0);
  if (reasons.length === 0) return null;
  return (
    <section class="card half" aria-labelledby="excluded">
      <h2 id="excluded">Left out on purpose</h2>
      <dl class="facts">
        {reasons.map(([reason, rows]) => (
          <div key={reason}>
            <dt>
              {EXCLUSION_NAMES[reason] ?? reason} <span class="mono note">{reason}</span>
            </dt>
            <dd class="num">
              {formatCount(rows)} rows
              {excluded_hours[reason] !== undefined &&
                `, ${formatHours(excluded_hours[reason])} hours`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Contract({ run }: { readonly run: RunReport }) {
  return (
    <section class="card" aria-labelledby="contract">
      <h2 id="contract">The contract</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Expectations">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Expectation</th>
              <th scope="col">Observed</th>
              <th scope="col">Limit</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {run.expectations.map((
              { id, description, observed, unit, limit, passed, severity },
            ) => (
              <tr key={id}>
                <th scope="row">
                  {description}
                  <p class="muted mono note">{id}</p>
                </th>
                <td class="observed-text">{formatObserved(observed, unit)}</td>
                <td>{groupDigits(limit)}</td>
                <td>
                  <span class={`badge ${passed ? "good" : severity === "error" ? "bad" : "warn"}`}>
                    {passed ? "✓ holds" : severity === "error" ? "✗ fails" : "! warns"}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Inputs({ run }: { readonly run: RunReport }) {
  return (
    <section class="card" aria-labelledby="inputs">
      <h2 id="inputs">Inputs</h2>
      <ul class="inputs">
        {run.inputs.map(({ path, bytes, sha256, rows, format, ignored_columns, member }) => (
          <li key={path}>
            <p>
              <strong>{path}</strong>
            </p>
            <p class="muted">
              {format} · {formatCount(rows)} rows · {formatBytes(bytes)}
              {member !== undefined && <>{" "}· in it: {member}</>}
              {ignored_columns.length > 0 && (
                <>{" "}· ignored columns: {ignored_columns.join(", ")}</>
              )}
            </p>
            <p class="muted mono note">sha256 {sha256}</p>
          </li>
        ))}
      </ul>
      {run.skipped !== undefined && run.skipped.length > 0 && (
        <>
          <h3>Skipped</h3>
          <ul class="inputs">
            {run.skipped.map(({ path, reason }) => (
              <li key={path}>
                <p>
                  <strong>{path}</strong>
                </p>
                <p class="muted">{reason}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {run.ledger.quarantined > 0 && (
        <p class="note">
          <a href={`/quality/quarantine?status=`}>Quarantined rows</a>
        </p>
      )}
    </section>
  );
}

function Output({ run: { output, removed_at, expectations } }: { readonly run: RunAnswer }) {
  const saved = output.input_bytes === 0 ? null : 1 - output.bytes / output.input_bytes;
  return (
    <section class="card half" aria-labelledby="output">
      <h2 id="output">Output</h2>
      <p class="inputs">
        <strong>{output.path}</strong>
      </p>
      <p class="muted">
        {formatCount(output.rows)} rows · {formatBytes(output.bytes)}
        {saved !== null && saved > 0 && (
          <>{" "}· {Math.round(saved * 100)}% smaller than its inputs</>
        )}
      </p>
      <p class="note">
        {!auditPassed(expectations)
          ? "Not published: the audit failed, and what was there before stays."
          : removed_at === null
          ? <a href="/explore">Explore the files</a>
          : "An output that this run alone had written went with its rows."}
      </p>
    </section>
  );
}
