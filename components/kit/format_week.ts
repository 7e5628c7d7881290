// Weeks as axes name them: by the day they begin with.

const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const long = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

/** `5 Oct`. Weeks of the store begin on Monday, UTC. */
export function formatWeek(week: string): string {
  return short.format(Date.parse(week));
}

/** `5 Oct 2026`. */
export function formatWeekLong(week: string): string {
  return long.format(Date.parse(week));
}
