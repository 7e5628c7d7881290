// Which time, zone and part of the views a page is about: links and a form, all of it in the address.

import { HOUR_MS, MINUTE_MS } from "../../domain/time.ts";
import { filtersOf, filterText, VIEW_FILTERS } from "./view_filters.ts";

/** Named ranges end with the newest view, so that an old export has its last week too. */
const RANGES: readonly { readonly key: string; readonly name: string; readonly hours: number }[] = [
  { key: "24h", name: "24 hours", hours: 24 },
  { key: "7d", name: "7 days", hours: 7 * 24 },
  { key: "30d", name: "30 days", hours: 30 * 24 },
  { key: "90d", name: "90 days", hours: 90 * 24 },
  { key: "1y", name: "1 year", hours: 365 * 24 },
];
const ZONES = [
  ...["UTC", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "Europe/London"],
  ...["Europe/Lisbon", "Europe/Berlin", "Africa/Lagos", "Asia/Dubai", "Asia/Kolkata"],
  ...["Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney"],
];

/** `newest` is the start of the newest view (ISO), null when there is none. */
export function ScopeBar({ url, newest, canCompare }: {
  readonly url: URL;
  readonly newest: string | null;
  /** Whether the page can show the period before beside its own. */
  readonly canCompare: boolean;
}) {
  const { searchParams } = url;
  const tz = searchParams.get("tz") ?? "UTC";
  const isAll = !searchParams.has("from") && !searchParams.has("to");
  return (
    <section class="scope" aria-label="Period, zone and filters">
      <ul>
        {newest !== null && RANGES.map((range) => (
          <li key={range.key}>
            <a
              class="chip"
              href={withParameters(url, rangeOf(range, newest))}
              aria-current={searchParams.get("range") === range.key ? "true" : undefined}
            >
              {range.name}
            </a>
          </li>
        ))}
        <li>
          <a
            class="chip"
            href={withParameters(url, { from: null, to: null, range: null, compare: null })}
            aria-current={isAll ? "true" : undefined}
          >
            All
          </a>
        </li>
      </ul>
      <details>
        <summary>
          {isAll || searchParams.has("range") ? "Custom period" : periodOf(searchParams)} · {tz}
        </summary>
        <PeriodForm url={url} tz={tz} />
      </details>
      {canCompare && newest !== null && <CompareSwitch url={url} newest={newest} />}
      <Filters url={url} />
    </section>
  );
}

function PeriodForm({ url: { searchParams }, tz }: { readonly url: URL; readonly tz: string }) {
  const kept = [...searchParams].filter(([name]) =>
    !["from", "to", "tz", "range", "cursor"].includes(name)
  );
  const day = (name: string) => searchParams.get(name)?.slice(0, 10) ?? "";
  return (
    <form method="get">
      {kept.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <label class="field">
        From (UTC)
        <input type="date" name="from" value={day("from")} />
      </label>
      <label class="field">
        To, not included
        <input type="date" name="to" value={day("to")} />
      </label>
      <label class="field">
        Days are cut in
        <input name="tz" value={tz} list="zones" autocomplete="off" />
        <datalist id="zones">{ZONES.map((zone) => <option key={zone} value={zone} />)}</datalist>
      </label>
      <button type="submit" class="button primary">Show</button>
    </form>
  );
}

/** All of time has no time before it: there the switch also chooses the last 30 days. */
function CompareSwitch({ url, newest }: { readonly url: URL; readonly newest: string }) {
  const isOn = url.searchParams.get("compare") === "before";
  const isAll = !url.searchParams.has("from");
  const month = RANGES.find(({ key }) => key === "30d")!;
  return (
    <a
      class="chip switch"
      href={withParameters(url, {
        compare: isOn ? null : "before",
        ...(isAll && !isOn ? rangeOf(month, newest) : {}),
      })}
      aria-current={isOn ? "true" : undefined}
    >
      Compare with before
      {isOn && (
        <>
          <span aria-hidden="true">×</span>
          <span class="unseen">(on; switches it off)</span>
        </>
      )}
    </a>
  );
}

function Filters({ url }: { readonly url: URL }) {
  const given = filtersOf(url.searchParams);
  const names = VIEW_FILTERS.filter((name) => given[name] !== undefined);
  if (names.length === 0) return null;
  return (
    <ul class="filters" aria-label="Filters">
      {names.map((name) => (
        <li key={name}>
          <a class="chip filter" href={withParameters(url, { [name]: null })}>
            <span class="muted">{name}</span> <bdi>{filterText(name, given[name]!)}</bdi>
            <span aria-hidden="true">×</span>
            <span class="unseen">Remove this filter</span>
          </a>
        </li>
      ))}
      {names.length > 1 && (
        <li>
          <a
            class="chip"
            href={withParameters(url, Object.fromEntries(names.map((name) => [name, null])))}
          >
            Remove all
          </a>
        </li>
      )}
    </ul>
  );
}

function rangeOf(range: { readonly key: string; readonly hours: number }, newest: string) {
  // The minute after the newest view, so that it is included.
  const toMs = Math.ceil((Date.parse(newest) + 1) / MINUTE_MS) * MINUTE_MS;
  return {
    from: new Date(toMs - range.hours * HOUR_MS).toISOString(),
    to: new Date(toMs).toISOString(),
    range: range.key,
  };
}

function periodOf(parameters: URLSearchParams): string {
  const [from, to] = ["from", "to"].map((name) => parameters.get(name)?.slice(0, 10) ?? "…");
  return `${from} to ${to}`;
}

/** The same page, as `sameHref()` names it. */
function withParameters(url: URL, changes: Readonly<Record<string, string | null>>): string {
  const parameters = new URLSearchParams(url.search);
  parameters.delete("cursor");
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  }
  return `?${parameters}`;
}
