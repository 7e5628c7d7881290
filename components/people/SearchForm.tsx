// Search in a list: a plain form, so that it works without JavaScript.

/** What of the address the form keeps; paging begins anew. */
export function SearchForm({ url, label, placeholder }: {
  readonly url: URL;
  readonly label: string;
  readonly placeholder: string;
}) {
  const kept = [...url.searchParams].filter(([name]) => name !== "search" && name !== "cursor");
  const search = url.searchParams.get("search") ?? "";
  return (
    <form class="list-tools" role="search" method="get" action={url.pathname}>
      <div class="field">
        <label for="search">{label}</label>
        <input id="search" name="search" type="search" value={search} placeholder={placeholder} />
      </div>
      {kept.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <button type="submit" class="button">Search</button>
    </form>
  );
}
