// Two runs beside each other, figure by figure, with what changed from A to B.

import type { ExpectationResult, RunReport } from "../../domain/report.ts";
import {
  formatCount,
  formatNumber,
  formatObserved,
  formatWhen,
  groupDigits,
} from "../../domain/format.ts";
import { RUN_FIGURES, type RunFigure, writeFigure } from "./run_figures.ts";

/** All figures, expectations, rules and the parameters and inputs that differ. */
export function RunComparison({ a, b }: { readonly a: RunReport; readonly b: RunReport }) {
  return (
    <>
      <div class="page-head">
        <div>
          <a class="trail" href="/runs">Runs</a>
          <h1>Two runs compared</h1>
          <p class="muted">
            A is the <RunLink run={a} />, B the <RunLink run={b} />.{" "}
            <a href={`/runs/compare?a=${b.run_id}&b=${a.run_id}`}>Swap</a>
          </p>
        </div>
      </div>
      <div class="card scroll" tabIndex={0} role="region" aria-label="Figures of both runs">
        <table class="table comparison">
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col" class="num">A</th>
              <th scope="col" class="num">B</th>
              <th scope="col" class="num">Change</th>
            </tr>
          </thead>
          {RUN_FIGURES.map(([group, figures]) => (
            <tbody key={group}>
              <tr class="group">
                <th scope="rowgroup" colSpan={4}>{group}</th>
              </tr>
              {figures.map((figure) => (
                <tr key={figure.name}>
                  <th scope="row">{figure.name}</th>
                  <td class="num">{writeFigure(figure, a)}</td>
                  <td class="num">{writeFigure(figure, b)}</td>
                  <Change figure={figure} a={a} b={b} />
                </tr>
              ))}
            </tbody>
          ))}
          <Rules a={a} b={b} />
          <Expectations a={a} b={b} />
          <Differences a={a} b={b} />
        </table>
      </div>
    </>
  );
}

function RunLink({ run }: { readonly run: RunReport }) {
  return <a href={`/runs/${encodeURIComponent(run.run_id)}`}>run of {formatWhen(run.started_at)}
  </a>;
}

function Change({ figure, a, b }: {
  readonly figure: RunFigure;
  readonly a: RunReport;
  readonly b: RunReport;
}) {
  const before = figure.valueOf(a), after = figure.valueOf(b);
  if (typeof before !== "number" || typeof after !== "number") {
    return <td class="num muted">{before === after ? "=" : "differs"}</td>;
  }
  if (before === after) return <td class="num muted">=</td>;
  const better = figure.better === undefined
    ? ""
    : (after > before) === (figure.better === "more")
    ? "up"
    : "down";
  const relative = before === 0 ? null : (after - before) / Math.abs(before);
  const sign = after > before ? "+" : "−";
  return (
    <td class={`num ${better}`}>
      {sign}
      {figure.write(Math.abs(after - before))}
      {relative !== null && (
        <span class="muted note">
          {" "}
          {sign}
          {formatNumber(Math.abs(relative * 100), 1)}%
        </span>
      )}
    </td>
  );
}

function Rules({ a, b }: { readonly a: RunReport; readonly b: RunReport }) {
  const rules = [...new Set([...Object.keys(a.reasons), ...Object.keys(b.reasons)])].sort();
  return (
    <tbody>
      {rules.length > 0 && (
        <tr class="group">
          <th scope="rowgroup" colSpan={4}>Rules broken</th>
        </tr>
      )}
      {rules.map((rule) => {
        const figure: RunFigure = {
          ...{ name: rule, valueOf: (run) => run.reasons[rule] ?? 0, better: "less" },
          write: formatCount,
        };
        return (
          <tr key={rule}>
            <th scope="row" class="mono">{rule}</th>
            <td class="num">{writeFigure(figure, a)}</td>
            <td class="num">{writeFigure(figure, b)}</td>
            <Change figure={figure} a={a} b={b} />
          </tr>
        );
      })}
    </tbody>
  );
}

function Expectations({ a, b }: { readonly a: RunReport; readonly b: RunReport }) {
  const before = new Map(a.expectations.map((one) => [one.id, one]));
  const after = new Map(b.expectations.map((one) => [one.id, one]));
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  const tell = (one: ExpectationResult | undefined) =>
    one === undefined
      ? "–"
      : `${one.passed ? "✓" : "✗"} ${formatObserved(one.observed, one.unit)} (${
        groupDigits(one.limit)
      })`;
  return (
    <tbody>
      <tr class="group">
        <th scope="rowgroup" colSpan={4}>Contract</th>
      </tr>
      {ids.filter((id) => typeof (after.get(id) ?? before.get(id))?.observed !== "string").map(
        (id) => {
          const [was, is] = [before.get(id)?.passed, after.get(id)?.passed];
          return (
            <tr key={id}>
              <th scope="row" class="mono">{id}</th>
              <td class="num">{tell(before.get(id))}</td>
              <td class="num">{tell(after.get(id))}</td>
              <td class={`num ${was === is ? "muted" : is ? "up" : "down"}`}>
                {was === is ? "=" : is === undefined ? "gone" : is ? "holds now" : "fails now"}
              </td>
            </tr>
          );
        },
      )}
    </tbody>
  );
}

/** Only what differs: two runs of the same input with the same parameters show nothing here. */
function Differences({ a, b }: { readonly a: RunReport; readonly b: RunReport }) {
  const names = [...new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)])]
    .filter((name) => a.parameters[name] !== b.parameters[name]);
  const hashes = (run: RunReport) => run.inputs.map(({ sha256 }) => sha256.slice(0, 12)).join(", ");
  const lines: (readonly [string, string, string])[] = [
    ...(hashes(a) === hashes(b) ? [] : [["inputs (sha256)", hashes(a), hashes(b)] as const]),
    ...names.map((name) => [name, String(a.parameters[name]), String(b.parameters[name])] as const),
  ];
  return (
    <tbody>
      <tr class="group">
        <th scope="rowgroup" colSpan={4}>Inputs and parameters that differ</th>
      </tr>
      {lines.length === 0 && (
        <tr>
          <td colSpan={4} class="muted">None: same inputs, same parameters.</td>
        </tr>
      )}
      {lines.map(([name, before, after]) => (
        <tr key={name}>
          <th scope="row" class="mono">{name}</th>
          <td class="num mono">{before}</td>
          <td class="num mono">{after}</td>
          <td class="num muted">differs</td>
        </tr>
      ))}
    </tbody>
  );
}
