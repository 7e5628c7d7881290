// The page on which rows in quarantine are found, repaired and replayed.

import type { ComponentChildren } from "preact";
import type { QuarantineItem, QuarantineList } from "../../domain/answers.ts";
import { formatCount, formatWhen } from "../../domain/format.ts";
import { pageHref, type QuarantineQuestion, STATUSES } from "./quarantine_question.ts";
import { QuarantineGroups } from "./QuarantineGroups.tsx";
import { QuarantineRow } from "./QuarantineRow.tsx";

interface Props {
  readonly list: QuarantineList;
  readonly question: QuarantineQuestion;
  /** What repairs all rows that are asked for. */
  readonly bench: ComponentChildren;
  /** What shows the repairs that are kept; null without one. */
  readonly saved: ComponentChildren;
  /** What repairs one row. */
  readonly editorOf: (row: QuarantineItem) => ComponentChildren;
}

/** All of it; `bench` and `editorOf` move, and so are the page's to give. */
export function QuarantinePage({ list, question, bench, saved, editorOf }: Props) {
  const { rule, status, id, from, to } = question;
  // A repair is for all rows of a selection, and that knows no time.
  const isAnyTime = from === null && to === null;
  const open = list.groups.reduce((sum, { rows }) => sum + rows, 0);
  return (
    <>
      <div class="page-head">
        <div>
          <a class="trail" href="/quality">Quality</a>
          <h1>Quarantine</h1>
          <p class="muted">
            {open === 0
              ? "No row is open: every row read is accepted, a duplicate, excluded or dealt with."
              : `${
                formatCount(open)
              } open rows, each kept whole with every reason. Repaired, they go ` +
                "through the log again and move from quarantined to accepted, once."}
          </p>
        </div>
      </div>
      <div class="quarantine">
        <QuarantineGroups groups={list.groups} question={question} />
        <div class="stack">
          <SearchRows question={question} />
          {(question.from !== null || question.to !== null) && (
            <p class="note">
              Only rows taken in {question.from !== null && `from ${formatWhen(question.from)}`}
              {" "}
              {question.to !== null && `before ${formatWhen(question.to)}`}.{" "}
              <a href={pageHref(question, { from: null, to: null })}>Any time</a>
            </p>
          )}
          {status === "open" && id === null && isAnyTime && list.rows.length > 0 && (
            <section class="card" aria-labelledby="bench">
              <h2 id="bench">
                Repair {rule === null ? "all of these" : (
                  <>
                    rows of <code>{rule}</code>
                  </>
                )}
              </h2>
              {bench}
              <noscript>
                <p class="muted">
                  The repair's preview needs JavaScript; the command line does not:{" "}
                  <code>deno task quarantine --help</code>
                </p>
              </noscript>
            </section>
          )}
          {saved && (
            <section class="card" aria-labelledby="saved">
              <h2 id="saved">Repairs that are taken on new rows</h2>
              {saved}
            </section>
          )}
          <Rows list={list} question={question} editorOf={editorOf} />
        </div>
      </div>
    </>
  );
}

function SearchRows({ question: { rule, source, search, status, from, to } }: {
  readonly question: QuarantineQuestion;
}) {
  return (
    <form class="row-search" role="search" method="get" action="/quality/quarantine">
      {rule !== null && <input type="hidden" name="rule" value={rule} />}
      {source !== null && <input type="hidden" name="source" value={source} />}
      {from !== null && <input type="hidden" name="from" value={from} />}
      {to !== null && <input type="hidden" name="to" value={to} />}
      <label class="field">
        Text of the row
        <input type="search" name="search" value={search ?? ""} placeholder="n/a, u-000123, …" />
      </label>
      <label class="field">
        Rows that are
        <select name="status">
          {STATUSES.map((one) => (
            <option key={one} value={one} selected={one === status}>{one}</option>
          ))}
          <option value="" selected={status === null}>any of these</option>
        </select>
      </label>
      <button type="submit" class="button">Search</button>
    </form>
  );
}

function Rows({ list: { rows, next_cursor }, question, editorOf }: Omit<Props, "bench" | "saved">) {
  if (rows.length === 0) {
    return (
      <p class="card empty">
        No such row.{" "}
        <a
          href={pageHref(question, {
            rule: null,
            source: null,
            search: null,
            status: "open",
            from: null,
            to: null,
          })}
        >
          All open rows
        </a>
      </p>
    );
  }
  return (
    <section aria-labelledby="rows">
      <h2 id="rows" class="unseen">The rows</h2>
      <ul class="bad-rows">
        {rows.map((row) => <QuarantineRow key={row.id} row={row}>{editorOf(row)}</QuarantineRow>)}
      </ul>
      <nav class="pages" aria-label="Pages">
        {question.cursor !== null && <a class="button" href={pageHref(question, {})}>First page</a>}
        {next_cursor !== null && (
          <a class="button" rel="next" href={pageHref(question, { cursor: next_cursor })}>
            Older rows
          </a>
        )}
      </nav>
    </section>
  );
}
