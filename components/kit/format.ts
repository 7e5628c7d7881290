// How pages about people write numbers, spans and instants.

const LOCALE = "en-GB";
const count = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(LOCALE, { style: "percent" });
const tenths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

/** `12,345`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** `12.3k`, for axes. */
export function formatCompact(value: number): string {
  return compact.format(value).toLowerCase();
}

/** `37%`. */
export function formatShare(value: number): string {
  return share.format(value);
}

/** Hours without their unit: `0.4`, `13.2`, `1,204`. */
export function formatHours(hours: number): string {
  return (hours < 100 ? tenths : whole).format(hours);
}

/** `42 min`, `3 h 5 min`. */
export function formatMinutes(minutes: number): string {
  const rounded = Math.round(minutes);
  if (rounded < 60) return minutes < 10 ? `${tenths.format(minutes)} min` : `${rounded} min`;
  const rest = rounded % 60;
  return `${whole.format(Math.floor(rounded / 60))} h${rest === 0 ? "" : ` ${rest} min`}`;
}

/** `14 Nov 2026, 20:15` in a zone. */
export function formatDateTime(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "date time" });
}

/** `14 Nov 2026` in a zone. */
export function formatDate(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "date" });
}

/** `20:15` in a zone. */
export function formatTime(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "time" });
}

/** `14 Nov` in a zone, for axes. */
export function formatDay(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "day" });
}

type Style = "date time" | "date" | "time" | "day";

const STYLES: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  "date time": { dateStyle: "medium", timeStyle: "short" },
  date: { dateStyle: "medium" },
  time: { timeStyle: "short" },
  day: { day: "numeric", month: "short" },
};

/** Formats are costly to make, so those of the zones in use are kept. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(
  instant: string,
  { tz, style }: { readonly tz: string; readonly style: Style },
): string {
  const key = `${style} ${tz}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALE, { timeZone: tz, ...STYLES[style] });
    if (formats.size < 1_000) formats.set(key, format);
  }
  return format.format(Date.parse(instant));
}
