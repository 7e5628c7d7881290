// Reads what a page about people asks the API from its address: period, zone, and named parameters.

import { HttpError } from "fresh";

/** A question to the API, and the zone that the page tells times in. */
export interface Question {
  readonly query: URLSearchParams;
  readonly tz: string;
}

/**
 * The parameters of `url` that are named here, as a query for the API; the empty ones are left out.
 *
 * @throws {HttpError} 400 when there is no such zone: the API would say so only where it needs the zone
 */
export function askAbout(url: URL, names: readonly string[]): Question {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = url.searchParams.get(name);
    if (value) query.set(name, value);
  }
  const tz = url.searchParams.get("tz") || "UTC";
  if (!isZone(tz)) {
    const need = "it must be a time zone's name such as Europe/Berlin";
    throw new HttpError(400, `Cannot read tz as ${need}: current value is ${JSON.stringify(tz)}`);
  }
  return { query, tz };
}

/** Offsets such as +02:00 are none: they know no summer time. */
function isZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
