// Search in a list: a plain form, so that it works without JavaScript.

/** What of the address the form keeps; paging begins anew. */
export function SearchForm({ url, label, placeholder, sorts = [] }: {
  readonly url: URL;
  readonly label: string;
  readonly placeholder: string;
  /** Orders by the API's names, the usual one first; shown where the table's heads are not. */
  readonly sorts?: readonly (readonly [sort: string, text: string])[];
}) {
  const kept = [...url.searchParams].filter(([name]) =>
    !["search", "cursor", "sort"].includes(name)
  );
  const sort = url.searchParams.get("sort") || sorts[0]?.[0];
  const search = url.searchParams.get("search") ?? "";
  return (
    <form class="list-tools" role="search" method="get" action={url.pathname}>
      <div class="field">
        <label for="search">{label}</label>
        <input id="search" name="search" type="search" value={search} placeholder={placeholder} />
      </div>
      {sorts.length > 0 && (
        <div class="field sort-choice">
          <label for="sort">Sort by</label>
          <select id="sort" name="sort">
            {sorts.map(([value, text]) => (
              <option key={value} value={value} selected={value === sort}>{text}</option>
            ))}
          </select>
        </div>
      )}
      {kept.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <button type="submit" class="button">Search</button>
    </form>
  );
}
