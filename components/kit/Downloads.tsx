// The numbers of a panel as files: the API's own answer as CSV and JSON.

import { PngButton } from "./PngButton.tsx";

/** `path` is what the page asked the API; a list is taken from its start, with at most `limit` items. */
export function Downloads({ path, what, limit, hasChart = false }: {
  readonly path: string;
  /** What the file holds, for those who hear the links alone. */
  readonly what: string;
  readonly limit?: number;
  /** Whether the panel shows a chart, which can be saved as a picture. */
  readonly hasChart?: boolean;
}) {
  const [address = "", search = ""] = path.split("?"), query = new URLSearchParams(search);
  query.delete("cursor");
  if (limit !== undefined) query.set("limit", String(limit));
  const csv = new URLSearchParams([...query, ["format", "csv"]]);
  return (
    <span class="downloads">
      <a href={`${address}?${csv}`} download aria-label={`${what} as CSV`}>CSV</a>{" "}
      <a href={`${address}?${query}`} download aria-label={`${what} as JSON`}>JSON</a>
      {hasChart && (
        <>
          {" "}
          <PngButton what={what} />
        </>
      )}
    </span>
  );
}
