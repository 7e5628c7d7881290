// A few rows in which much happens: sittings that touch, binges, duplicates that differ, bad rows.

const DAY = "2024-03-0";

/** NDJSON of `count` rows; the same every time. */
export function denseRows(count: number): Uint8Array {
  let state = 7;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * limit);
  };
  const rows = Array.from({ length: count }, () => {
    const hour = String(18 + below(5)), minute = String(below(4) * 15).padStart(2, "0");
    return {
      user_id: `u${below(3)}`,
      show_name: `show ${below(2)}`,
      episode: `e${below(4)}`,
      watch_duration_minutes: below(12) === 0 ? -1 : 5 + below(50),
      watch_date: `${DAY}${1 + below(2)}T${hour}:${minute}:00Z`,
      ...below(3) === 0 ? { event_id: `id ${below(6)}` } : {},
      device: ["tv", "phone"][below(2)],
    };
  });
  const lines = [...rows.map((row) => JSON.stringify(row)), "no row", '{"user_id":'];
  return new TextEncoder().encode(lines.join("\n"));
}
