// The page about quality: the ledger and its cuts, the rules broken, the contract over runs.

import type { ComponentChildren } from "preact";
import { type Ledger, OTHER_SOURCES } from "../../domain/ledger.ts";
import type { LedgerAnswer, LedgerHours, QualityAnswer } from "../../domain/answers.ts";
import { expectationHistories, type ExpectationHistory } from "./expectation_histories.ts";
import { ExpectationCard } from "./ExpectationCard.tsx";
import { HourBars } from "./HourBars.tsx";
import { LedgerSum } from "./LedgerSum.tsx";
import { formatCount } from "../../domain/format.ts";
import { fileName } from "../kit/file_name.ts";
import { LEDGER_PARTS } from "./ledger_parts.ts";
import { LedgerStrip } from "./LedgerStrip.tsx";
import { ReasonList } from "./ReasonList.tsx";
import { hourSlots } from "./hour_slots.ts";

/** What the page asked; `hours` are of one source when one was chosen. */
export interface QualityAnswers {
  readonly ledger: LedgerAnswer;
  readonly hours: LedgerHours;
  readonly quality: QualityAnswer;
}

/** What changes an expectation's limit; null for those that cannot be changed. */
export type LimitEditorOf = (history: ExpectationHistory) => ComponentChildren;

/** All of it. */
export function QualityPage({ answers, editorOf }: {
  readonly answers: QualityAnswers;
  readonly editorOf: LimitEditorOf;
}) {
  const { ledger, hours, quality } = answers, { source } = hours;
  const shown = ledger.sources.find((one) => one.source === source) ?? ledger;
  const reasons = source === null ? quality.reasons : sumReasons(hours);
  const slots = hourSlots(hours.hours);
  return (
    <>
      <QualityHead source={source} />
      <div data-live="ledger">
        <LedgerSum
          ledger={shown}
          balanced={shown.balanced}
          pending={ledger.pending}
          missing={ledger.missing}
        />
      </div>
      <div class="grid" data-live="cuts">
        <div class="two-thirds stack">
          <section class="card" aria-labelledby="hours">
            <h2 id="hours">By hour of ingest</h2>
            <HourBars hours={hours.hours} />
          </section>
          <LedgerCuts ledger={ledger} hours={hours} />
        </div>
        <section class="card third" aria-labelledby="reasons">
          <h2 id="reasons">Rules that rows break</h2>
          <ReasonList
            reasons={reasons}
            read={shown.read}
            trendOf={(rule) => slots.map(({ hour }) => hour.reasons[rule] ?? 0)}
            hrefOf={(rule) => `/quality/quarantine?rule=${rule}`}
          />
        </section>
      </div>
      <Expectations runs={quality.runs} editorOf={editorOf} />
    </>
  );
}

function QualityHead({ source }: { readonly source: string | null }) {
  return (
    <div class="page-head">
      <div>
        <h1>Quality</h1>
        <p class="muted">
          {source === null ? "Every row that was read, and what became of it." : (
            <>
              Only <code>{source}</code>. <a href="/quality">All sources</a>
            </>
          )}
        </p>
      </div>
      <p>
        <a class="button" href="/runs">Runs of the ETL</a>{" "}
        <a class="button primary" href="/quality/quarantine">Fix and replay</a>
      </p>
    </div>
  );
}

function LedgerCuts({ ledger, hours }: {
  readonly ledger: LedgerAnswer;
  readonly hours: LedgerHours;
}) {
  return (
    <>
      <section class="card" aria-labelledby="sources">
        <h2 id="sources">By source</h2>
        <LedgerTable
          what="Source"
          lines={ledger.sources.map((one) => ({
            ...{ name: one.source, ledger: one, isShown: one.source === hours.source },
            href: one.source === OTHER_SOURCES
              ? null
              : `/quality?source=${encodeURIComponent(one.source)}`,
          }))}
        />
      </section>
      <section class="card" aria-labelledby="partitions">
        <h2 id="partitions">By partition</h2>
        <LedgerTable
          what="Partition"
          lines={hours.partitions.map((one) => ({
            ...{ name: String(one.partition), ledger: one, href: null },
          }))}
        />
      </section>
    </>
  );
}

function Expectations({ runs, editorOf }: {
  readonly runs: QualityAnswer["runs"];
  readonly editorOf: LimitEditorOf;
}) {
  const histories = expectationHistories(runs);
  const failing = histories.filter(({ latest }) => !latest.passed).length;
  return (
    <section class="expectations" id="contract" aria-labelledby="contract-head">
      <div class="page-head">
        <div>
          <h2 id="contract-head">The data contract</h2>
          <p class="muted">
            What each run observed, with its limit. {failing === 0
              ? "Everything holds in the last run."
              : `${failing} of ${histories.length} do not hold in the last run.`}
          </p>
        </div>
      </div>
      {histories.length === 0
        ? (
          <p class="card empty">
            No run yet: <code>deno task etl --publish</code> tells how its rows did.
          </p>
        )
        : (
          <ul class="expectation-list">
            {histories.map((history) => (
              <ExpectationCard key={history.id} history={history}>
                {editorOf(history)}
              </ExpectationCard>
            ))}
          </ul>
        )}
    </section>
  );
}

/** Of one source the store knows reasons by hour only. */
function sumReasons({ hours }: LedgerHours): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { reasons } of hours) {
    for (const [rule, rows] of Object.entries(reasons)) sums[rule] = (sums[rule] ?? 0) + rows;
  }
  return sums;
}

/** A line of it; `href` leads to the page about that part alone. */
interface LedgerLine {
  readonly name: string;
  readonly ledger: Ledger;
  readonly href: string | null;
  readonly isShown?: boolean;
}

/** `what` is what lines are: source, partition. */
function LedgerTable({ what, lines }: {
  readonly what: string;
  readonly lines: readonly LedgerLine[];
}) {
  if (lines.length === 0) return <p class="empty">Nothing was taken in yet.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`The ledger by ${what}`}>
      <table class="table ledger-table">
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col" class="num">read</th>
            {LEDGER_PARTS.map(({ key, word }) => <th key={key} scope="col" class="num">{word}</th>)}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, ledger, href, isShown }) => (
            <tr key={name} class={isShown ? "is-shown" : undefined}>
              <th scope="row" title={name}>
                {href === null ? fileName(name) : <a href={href}>{fileName(name)}</a>}
                <LedgerStrip ledger={ledger} height={5} />
              </th>
              <td class="num">{formatCount(ledger.read)}</td>
              {LEDGER_PARTS.map(({ key }) => (
                <td key={key} class={ledger[key] === 0 ? "num muted" : "num"}>
                  {formatCount(ledger[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
