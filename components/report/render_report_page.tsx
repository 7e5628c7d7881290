// Writes a report's page as text.

import { render } from "preact-render-to-string";
import { ReportPage, type ReportPageProps } from "./ReportPage.tsx";

/** The whole file. */
export function renderReportPage(props: ReportPageProps): string {
  return `<!DOCTYPE html>\n${render(<ReportPage {...props} />)}\n`;
}
