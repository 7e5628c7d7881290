// The HTML report of one run: one page that carries all it needs, runs no script and asks nobody.

import { render } from "preact-render-to-string";
import { balances } from "../../domain/ledger.ts";
import { formatDate, formatFineShare, formatInstantUtc, NO_VALUE } from "../../domain/format.ts";
import type { RunProfile, RunReport } from "../../domain/report.ts";
import { CompletionPanel } from "../audience/CompletionPanel.tsx";
import { DurationPanel } from "../audience/DurationPanel.tsx";
import { HabitsPanel } from "../audience/HabitsPanel.tsx";
import { LedgerSum } from "../quality/LedgerSum.tsx";
import { Contract, Excluded, Inputs, Output, Parameters } from "../runs/RunSections.tsx";
import { QuarantinePanel } from "./QuarantinePanel.tsx";
import { ShowsPanel } from "./ShowsPanel.tsx";
import { Verdict } from "./Verdict.tsx";
import { VolumePanels } from "./VolumePanels.tsx";
import { METRICS, REPORT_METRICS } from "../../domain/metrics.ts";
import { statOf, Stats } from "../kit/Stats.tsx";

/** Forbids whatever the page does not use, so that no text from the data could ever load or run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; " +
  "form-action 'none'";
/** Inputs shown one by one. */
const MOST_INPUTS = 50;
/** Parts of the page by the ids of their headings. */
const PARTS = [
  ...[["ledger", "Ledger"], ["contract", "Contract"], ["reasons", "Quarantine"]],
  ...[["figures", "Figures"], ["views", "Volume"], ["habits", "Hours"], ["shows", "Shows"]],
  ...[["completion", "Distributions"], ["inputs", "Lineage"]],
] as const;

/** What a run's page shows. Everything in it comes from these; times are UTC. */
interface ReportPageProps {
  readonly report: RunReport;
  readonly profile: RunProfile;
  /** The page's style sheet. */
  readonly css: string;
}

/** The whole file. */
export function renderReportPage(props: ReportPageProps): string {
  return `<!DOCTYPE html>\n${render(<ReportPage {...props} />)}\n`;
}

function ReportPage({ report, profile, css }: ReportPageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title key="title">{`Playhead run ${report.run_id}`}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body class="report">
        <a class="skip" href="#main">Skip to the report</a>
        <header class="top">
          <p class="brand">
            <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
              <path d="M3 2h2v16H3zM7 2v16l11-8z" />
            </svg>
            Playhead <span class="muted">run report</span>
          </p>
          <p class="top-end muted">
            run <code>{report.run_id}</code>
            <time dateTime={report.finished_at}>{formatInstantUtc(report.finished_at)}</time>
          </p>
        </header>
        <main id="main">
          <Verdict report={report} />
          <Parts />
          <Sections report={report} profile={profile} />
        </main>
        <footer class="foot">
          Times and days are UTC. Views are those long enough to count; the parameters say how long
          that is.
        </footer>
      </body>
    </html>
  );
}

function Parts() {
  return (
    <nav class="scope" aria-label="Sections">
      <ul>
        {PARTS.map(([id, name]) => (
          <li key={id}>
            <a class="chip" href={`#${id}`}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Sections({ report, profile }: Omit<ReportPageProps, "css">) {
  const rate = 1 / profile.completion_bins.length;
  return (
    <>
      <LedgerSum ledger={report.ledger} balanced={balances(report.ledger)} pending={null} />
      <Contract expectations={report.expectations} />
      <QuarantinePanel report={report} examples={profile.quarantine_examples} />
      <Excluded run={report} />
      <ReportFigures report={report} />
      <VolumePanels days={profile.days} />
      <HabitsPanel rows={profile.hours_of_week} tz="UTC" title="When it is watched" unit="hours" />
      <ShowsPanel shows={profile.top_shows} />
      <div class="panel-grid">
        <CompletionPanel
          bins={profile.completion_bins.map((views, i) => ({
            ...{ from: i * rate, to: (i + 1) * rate, qualified_views: views },
          }))}
          empty="No view has a completion rate, as no runtime is known. A catalog (--catalog), or 20 views of a show, would give it one."
        />
        <DurationPanel bins={profile.duration_bins} />
      </div>
      <Inputs run={report} most={MOST_INPUTS} />
      <div class="panel-grid">
        <Parameters run={report} />
        <Output run={report} />
      </div>
    </>
  );
}

/** All metrics of the report, and when its first and last view began. */
function ReportFigures({ report }: { readonly report: RunReport }) {
  const dateOf = (instant: string | null) =>
    instant === null ? NO_VALUE : formatDate(instant, "UTC");
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">Figures</h2>
      <Stats
        stats={[
          ...REPORT_METRICS.map((id) =>
            statOf(id, { value: report[id], note: noteOf(id, report) })
          ),
          { label: "First view", value: dateOf(report.first_watch_date), note: "UTC" },
          { label: "Last view", value: dateOf(report.last_watch_date), note: "UTC" },
        ]}
      />
    </section>
  );
}

/** Of parts of the views, how large a part they are. */
function noteOf(id: typeof REPORT_METRICS[number], report: RunReport): string {
  if (id !== "binge_views" && id !== "unknown_runtime_views") return METRICS[id].note;
  const { qualified_views: views } = report;
  return views === 0 ? NO_VALUE : `${formatFineShare(report[id] / views)} of views`;
}
