// The HTML page of a run's report: the components that draw the service's pages, with their style sheets in it.

import { readTextNow } from "../../lake/disk/open_file.ts";
import type { RunProfile, RunReport } from "../../domain/report.ts";

/** In the order in which the page's rules override each other. */
const STYLE_SHEETS = ["playhead", "charts", "trust", "report"];

/** Loads what draws pages only now, as no other step of a run needs it. */
export async function renderReportPage(report: RunReport, profile: RunProfile): Promise<string> {
  const { renderReportPage } = await import("../../components/report/ReportPage.tsx");
  return renderReportPage({ report, profile, css: readStyle() });
}

/** Without comments and line breaks. */
function readStyle(): string {
  return STYLE_SHEETS
    .map((name) => readTextNow(new URL(`../../static/${name}.css`, import.meta.url)))
    .join("\n").replace(/\/\*.*?\*\//gs, "").replace(/\s+/g, " ");
}
