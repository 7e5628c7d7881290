// What the quarantine's page is asked for, as its address says it.

/** The page's own parameters. */
export interface QuarantineQuestion {
  readonly rule: string | null;
  readonly source: string | null;
  readonly search: string | null;
  /** `open`, `replayed`, `skipped`, or null for all. */
  readonly status: string | null;
  readonly id: string | null;
  /** Instants of ingest between which rows were taken in (ISO). */
  readonly from: string | null;
  readonly to: string | null;
  readonly cursor: string | null;
}

export const STATUSES = ["open", "replayed", "skipped"] as const;

/** Open rows are what the page is about: an empty `status` asks for all. */
export function readQuestion(url: URL): QuarantineQuestion {
  const get = (name: string) => url.searchParams.get(name) || null;
  const status = url.searchParams.get("status") ?? "open";
  return {
    ...{ rule: get("rule"), source: get("source"), search: get("search"), id: get("id") },
    status: STATUSES.find((one) => one === status) ?? null,
    ...{ from: get("from"), to: get("to"), cursor: get("cursor") },
  };
}

/** The API's address of it. */
export function apiPath(question: QuarantineQuestion, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries(question)) if (value !== null) query.set(name, value);
  return `/api/quarantine?${query}`;
}

/** The page with changes, named from itself; paging begins anew, and so does a repair. */
export function pageHref(
  question: QuarantineQuestion,
  changes: Partial<QuarantineQuestion>,
): string {
  const asked = { ...question, id: null, cursor: null, ...changes };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (name === "status") {
      if (value !== "open") query.set("status", value ?? "");
    } else if (value !== null) query.set(name, value);
  }
  return `?${query}`;
}
