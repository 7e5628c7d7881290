// The head of a column that sorts the list: a link, so that it works without JavaScript.

import { sameHref } from "./hrefs.ts";

/** `sort` is the API's name of the order; the one in force is marked. */
export function SortedHead({ url, sort, fallback, label, isNumber = true }: {
  readonly url: URL;
  readonly sort: string;
  /** The order of a list that names none. */
  readonly fallback: string;
  readonly label: string;
  readonly isNumber?: boolean;
}) {
  const isNow = (url.searchParams.get("sort") || fallback) === sort;
  const order = sort.endsWith("name") || sort.endsWith("_id") ? "ascending" : "descending";
  return (
    <th scope="col" class={isNumber ? "num" : ""} aria-sort={isNow ? order : undefined}>
      <a class="sort" href={sameHref(url, { sort: sort === fallback ? null : sort })}>
        {isNow && (
          <span class="sort-mark" aria-hidden="true">{order === "ascending" ? "↑" : "↓"}</span>
        )}
        {label}
      </a>
    </th>
  );
}
