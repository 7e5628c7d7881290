// The head of the OpenAPI document: what the API is, its groups, and how writing is allowed.

/** What `getOpenAPI31Document()` puts around the paths. */
export function describeApi() {
  return {
    openapi: "3.1.0",
    info: {
      title: "Playhead",
      version: "1",
      license: { name: "MIT", identifier: "MIT" },
      description:
        "Viewing events in, figures out. Instants are ISO in UTC; ranges are half-open. " +
        "Answers carry an ETag that changes with the store's commits. Lists come as CSV with " +
        '`format=csv`: there a missing value is a cell of nothing, an empty text is `""`. Errors are problem+json (RFC 9457) and say what to do.',
    },
    tags: [
      { name: "Events", description: "Taking viewing events in." },
      { name: "Views", description: "Totals, series, hours of the week, cohorts, binges." },
      { name: "Shows and users" },
      { name: "Quality", description: "The ledger, quarantine and runs of the ETL." },
      { name: "Stream", description: "The log's topics and records, and the live stream." },
      { name: "Imports", description: "Files that are handed in, and taken back." },
      { name: "Files", description: "The Parquet files." },
    ],
    servers: [{ url: "/" }],
  };
}
