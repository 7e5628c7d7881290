// Event times, read by comparing the text with each allowed shape; the calendar is JavaScript's own.

/** Integer milliseconds since 1970 UTC; NaN when the text is none of the forms or no such instant. */
export function naiveInstant(text: string): number {
  const date = text.slice(0, 10);
  const rest = text.slice(10);
  if (!hasShape(date, "dddd-dd-dd")) return NaN;
  const dayMs = dayStartMs(
    Number(date.slice(0, 4)),
    Number(date.slice(5, 7)),
    Number(date.slice(8)),
  );
  if (rest === "") return withinYears(dayMs);
  if (rest[0] !== "T" && rest[0] !== " ") return NaN;
  const time = rest.slice(1);
  const zoneAt = time.search(/[Z +-]/);
  const clock = zoneAt === -1 ? time : time.slice(0, zoneAt);
  const zone = zoneAt === -1 ? "Z" : time.slice(zoneAt);
  return withinYears(dayMs + clockMs(clock) - zoneMs(zone));
}

/** The instant, NaN when it lies before the year 0001 or behind 9999. */
export function withinYears(instantMs: number): number {
  const year = new Date(instantMs).getUTCFullYear();
  return year >= 1 && year <= 9999 ? instantMs : NaN;
}

/** `d` stands for a digit, `s` for a sign, anything else for itself. */
function hasShape(text: string, shape: string): boolean {
  return text.length === shape.length && [...shape].every((mark, index) => {
    const character = text[index] ?? "";
    if (mark === "d") return character >= "0" && character <= "9";
    return mark === "s" ? character === "+" || character === "-" : character === mark;
  });
}

function dayStartMs(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // JavaScript rolls 30 February over to March; a day that moved is no day.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : NaN;
}

function clockMs(clock: string): number {
  const [whole = "", fraction, ...more] = clock.split(".");
  if (more.length > 0 || !(hasShape(whole, "dd:dd") || hasShape(whole, "dd:dd:dd"))) return NaN;
  const [hour = 0, minute = 0, second = 0] = whole.split(":").map(Number);
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const wholeMs = ((hour * 60 + minute) * 60 + second) * 1000;
  if (fraction === undefined) return wholeMs;
  const isFraction = whole.length === 8 && fraction.length >= 1 && fraction.length <= 9 &&
    hasShape(fraction, "d".repeat(fraction.length));
  return isFraction ? wholeMs + Number((fraction + "00").slice(0, 3)) : NaN;
}

function zoneMs(zone: string): number {
  if (zone === "Z" || zone === " UTC") return 0;
  if (!["sdd", "sdd:dd", "sdddd"].some((shape) => hasShape(zone, shape))) return NaN;
  const hour = Number(zone.slice(1, 3));
  const minute = zone.length === 3 ? 0 : Number(zone.slice(-2));
  if (hour > 23 || minute > 59) return NaN;
  return (zone[0] === "-" ? -1 : 1) * (hour * 60 + minute) * 60_000;
}
