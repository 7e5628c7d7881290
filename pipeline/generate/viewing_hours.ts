// When people watch: the hours of each kind of viewer, and how busy the service is at any moment.

/** Viewers who share a clock and a rhythm; users belong to one of them. */
export interface ViewerGroup {
  readonly country: string;
  /** Hours east of UTC. */
  readonly utcOffsetHours: number;
  /** The country's language, and what its viewers favour besides English. */
  readonly language: string;
  /** Share of all users. */
  readonly share: number;
  /** Relative activity by local hour, on a weekday and at the week-end. */
  readonly weekday: readonly number[];
  readonly weekend: readonly number[];
}

const COUNTRIES: readonly (readonly [
  country: string,
  utcOffsetHours: number,
  language: string,
  share: number,
])[] = [
  ["GB", 0, "en", 0.18],
  ["DE", 1, "de", 0.15],
  ["FR", 1, "fr", 0.13],
  ["ES", 1, "es", 0.11],
  ["PT", 0, "pt", 0.05],
  ["PL", 1, "pl", 0.07],
  ["TR", 3, "tr", 0.07],
  ["BR", -3, "pt", 0.08],
  ["US", -5, "en", 0.08],
  ["IN", 5, "hi", 0.04],
  ["JP", 9, "ja", 0.02],
  ["KR", 9, "ko", 0.02],
];

/** Rhythms by local hour from midnight: in the evening, all day, before work, deep in the night. */
const RHYTHMS: readonly (readonly [share: number, weekday: string, weekend: string])[] = [
  [
    0.6,
    "4 1 0 0 0 0 1 2 2 1 1 1 2 2 1 2 3 6 11 18 25 26 19 10",
    "8 3 1 0 0 0 0 1 3 5 6 6 7 8 9 10 10 11 14 19 24 25 21 14",
  ],
  [
    0.2,
    "3 1 0 0 0 1 2 3 5 7 8 8 9 9 8 9 10 10 11 13 14 13 9 5",
    "6 3 1 0 0 0 1 2 5 8 10 11 12 13 13 13 12 12 13 14 15 14 11 8",
  ],
  [
    0.08,
    "0 0 0 0 1 5 12 14 7 2 1 1 3 4 2 1 2 3 6 9 9 6 2 1",
    "1 0 0 0 0 2 6 12 14 11 8 6 6 6 5 5 5 6 8 10 9 6 3 1",
  ],
  [
    0.12,
    "24 20 13 7 3 1 0 1 1 1 1 1 2 2 2 2 2 4 6 9 13 18 24 27",
    "27 25 19 12 6 2 1 0 1 2 4 5 6 6 6 6 7 8 9 11 14 19 24 27",
  ],
];

const numbers = (text: string): readonly number[] => text.split(" ").map(Number);

/** Every country with every rhythm. The shares add up to 1. */
export const VIEWER_GROUPS: readonly ViewerGroup[] = COUNTRIES.flatMap(
  ([country, utcOffsetHours, language, share]) =>
    RHYTHMS.map(([rhythmShare, weekday, weekend]) => ({
      country,
      utcOffsetHours,
      language,
      share: share * rhythmShare,
      weekday: numbers(weekday),
      weekend: numbers(weekend),
    })),
);

/** Hours in a week; hour 0 is Monday's first in UTC. */
export const HOURS_A_WEEK = 168;

/** Activity of one viewer of a group in an hour of the week (UTC), relative to other groups and hours. */
export function activityAt(hourOfWeek: number, group: ViewerGroup): number {
  const local = (hourOfWeek + group.utcOffsetHours + HOURS_A_WEEK) % HOURS_A_WEEK;
  const day = Math.floor(local / 24), hour = local % 24;
  // Friday night belongs to the week-end, Sunday night does not.
  const free = day === 5 || (day === 6 && hour < 20) || (day === 4 && hour >= 20);
  return (free ? group.weekend : group.weekday)[hour]!;
}

/** The hour of the week (UTC) of an instant; 1970 began on a Thursday. */
export function hourOfWeek(second: number): number {
  return (Math.floor(second / 3600) + 72) % HOURS_A_WEEK;
}

const HOURLY: Float64Array = Float64Array.from(
  { length: HOURS_A_WEEK },
  (_, hour) => VIEWER_GROUPS.reduce((sum, group) => sum + group.share * activityAt(hour, group), 0),
);

/** How busy the service is, in arbitrary units: smooth over the week, the same every week. */
export function loadAt(second: number): number {
  const hour = hourOfWeek(second), into = (second % 3600) / 3600;
  const next = (hour + 1) % HOURS_A_WEEK;
  return HOURLY[hour]! * (1 - into) + HOURLY[next]! * into;
}
