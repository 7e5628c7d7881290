// What a run did and was given, section by section: its page and its report show the same.

import type { ComponentChildren } from "preact";
import {
  formatBytes,
  formatCount,
  formatFineShare,
  formatHours,
  formatLimit,
  formatObserved,
  plural,
} from "../../domain/format.ts";
import {
  auditPassed,
  type ExpectationResult,
  type ReportInput,
  type RunReport,
} from "../../domain/report.ts";
import { EXCLUSION_NAMES } from "../../domain/rule.ts";
import { VisibleText } from "../kit/VisibleText.tsx";

/** Expectations of the contract; what does not hold comes first. */
export function Contract({ expectations }: {
  readonly expectations: readonly ExpectationResult[];
}) {
  const sorted = expectations.toSorted((a, b) => rankOf(a) - rankOf(b));
  return (
    <section class="card" aria-labelledby="contract">
      <h2 id="contract">The contract</h2>
      {expectations.length === 0 && <p class="empty">This run was held against no expectation.</p>}
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
          <tbody>{sorted.map((one) => <Expectation key={one.id} result={one} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

/** Failures, then warnings, then what holds. */
function rankOf({ passed, severity }: ExpectationResult): number {
  return passed ? 2 : severity === "error" ? 0 : 1;
}

function Expectation({ result }: { readonly result: ExpectationResult }) {
  const { id, description, observed, unit, limit, severity } = result;
  const [kind, outcome] = ([["bad", "✗ fails"], ["warn", "! warns"], ["good", "✓ holds"]] as const)[
    rankOf(result)
  ]!;
  return (
    <tr>
      <th scope="row">
        {description}
        <p class="muted mono note">{id} · {severity}</p>
      </th>
      <td class="observed-text">{formatObserved(observed, unit)}</td>
      <td>{formatLimit(limit, unit)}</td>
      <td>
        <span class={`badge ${kind}`}>{outcome}</span>
      </td>
    </tr>
  );
}

/** What was left out on purpose, with what it would have been watched. */
export function Excluded({ run: { excluded, excluded_hours } }: { readonly run: RunReport }) {
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

/** Files that were read and those that were not, `most` of each; `children` stand below. */
export function Inputs({ run: { inputs, skipped = [] }, most = Infinity, children }: {
  readonly run: RunReport;
  readonly most?: number;
  readonly children?: ComponentChildren;
}) {
  return (
    <section class="card" aria-labelledby="inputs">
      <h2 id="inputs">{inputs.length === 0 ? "No input" : plural(inputs.length, "input")}</h2>
      <ul class="inputs">
        {inputs.slice(0, most).map((input) => <Input key={input.path} input={input} />)}
      </ul>
      <More count={inputs.length - most} />
      {skipped.length > 0 && (
        <>
          <h3>{plural(skipped.length, "file")} skipped</h3>
          <ul class="inputs">
            {skipped.slice(0, most).map(({ path, reason }) => (
              <li key={path}>
                <Path path={path} />
                <p class="muted">
                  <VisibleText text={reason} />
                </p>
              </li>
            ))}
          </ul>
          <More count={skipped.length - most} />
        </>
      )}
      {children}
    </section>
  );
}

function Input({ input }: { readonly input: ReportInput }) {
  const { path, bytes, sha256, rows, format, ignored_columns: ignored, member } = input;
  return (
    <li>
      <Path path={path} />
      <p class="muted">
        {format} · {plural(rows, "row")} · {formatBytes(bytes)}
        {member !== undefined && (
          <>
            {" "}· in it: <VisibleText text={member} />
          </>
        )}
        {ignored.length > 0 && (
          <>
            {" "}· ignored columns: <VisibleText text={ignored.join(", ")} />
          </>
        )}
      </p>
      <p class="muted mono note">sha256 {sha256}</p>
    </li>
  );
}

function Path({ path }: { readonly path: string }) {
  return (
    <p class="path">
      <strong>
        <bdi>
          <VisibleText text={path} />
        </bdi>
      </strong>
    </p>
  );
}

function More({ count }: { readonly count: number }) {
  if (count <= 0) return null;
  return <p class="muted note">And {formatCount(count)} more: the JSON report lists them all.</p>;
}

/** What the run was given, by the names of the settings. */
export function Parameters({ run: { parameters } }: { readonly run: RunReport }) {
  return (
    <section class="card half" aria-labelledby="parameters">
      <h2 id="parameters">Parameters</h2>
      <dl class="facts">
        {Object.entries(parameters).map(([name, value]) => (
          <div key={name}>
            <dt class="mono">{name}</dt>
            <dd class="mono">{value === null ? "–" : <VisibleText text={String(value)} />}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The files that were written; `children` say more of them if they were published. */
export function Output({ run: { output, expectations }, children }: {
  readonly run: RunReport;
  readonly children?: ComponentChildren;
}) {
  const saved = output.input_bytes === 0 ? 0 : 1 - output.bytes / output.input_bytes;
  return (
    <section class="card half" aria-labelledby="output">
      <h2 id="output">Output</h2>
      <Path path={output.path} />
      <p class="muted">
        {plural(output.rows, "row")} · {formatBytes(output.bytes)}
        {saved > 0 && <>{" "}· {formatFineShare(saved)} smaller than its inputs</>}
      </p>
      <p class="note">
        {auditPassed(expectations)
          ? children
          : "Not published: the audit failed, and what was there before stays."}
      </p>
    </section>
  );
}
