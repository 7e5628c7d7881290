// Lengths of time in milliseconds, and the words of the week.

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;

export const WEEK_HOURS = 7 * 24;

/** By the day of the week as it is counted here: 0 is Monday. */
export const WEEKDAYS = [
  ...["Monday", "Tuesday", "Wednesday", "Thursday"],
  ...["Friday", "Saturday", "Sunday"],
] as const;

/** Users are active this long after they were last seen. */
export const ACTIVE_WITHIN_MS = 5 * MINUTE_MS;
