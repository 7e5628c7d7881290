// Where a run whose audit fails leaves what it has to say: beside the published files, which stay.

import type { EtlSettings } from "./run_settings.ts";

/** The files of a failed audit; a run that publishes removes them. */
export function rejectedPaths(
  { quarantinePath, reportPath, pagePath }: EtlSettings,
): { readonly quarantine: string; readonly report: string; readonly page: string } {
  return {
    quarantine: quarantinePath.replace(/(\.quarantine)?\.ndjson$|$/, ".rejected.quarantine.ndjson"),
    report: reportPath.replace(/(\.report)?\.json$|$/, ".rejected.report.json"),
    page: pagePath.replace(/(\.report)?\.html$|$/, ".rejected.report.html"),
  };
}
