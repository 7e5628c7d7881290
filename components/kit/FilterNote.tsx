// Says so when the address holds a filter that this page's figures are not limited by.

import { forFilters } from "../../domain/columns.ts";

/** What an address may limit figures by, and how it is called. */
const FILTERS = {
  from: "period",
  to: "period",
  ...forFilters((name): string => name),
  show: "show",
  hour: "hour",
};

/** `honoured` are the filters that the page's figures are limited by. */
export function FilterNote({ url, honoured }: {
  readonly url: URL;
  readonly honoured: readonly (keyof typeof FILTERS)[];
}) {
  const names = Object.entries(FILTERS)
    .filter(([filter]) => url.searchParams.get(filter) && !honoured.some((one) => one === filter))
    .map(([, name]) => name);
  if (names.length === 0) return null;
  return (
    <p class="filter-note muted">
      The chosen {[...new Set(names)].join(" and ")}{" "}
      does not apply here: this page counts all of it.
    </p>
  );
}
