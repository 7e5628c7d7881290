// A row group as a streaming service's views make it: zipf's shows, sittings, rates of few distinct values.

import { NO_DIMENSIONS } from "../domain/columns.ts";
import type { RowGroupInput, StringTable } from "../pipeline/io/parquet/encode_row_group.ts";

const SHOWS = 400, VIEWS_PER_USER = 33, PERIOD_S = 180 * 86_400;

/** The same `rows` views each time, in order of user and start. */
export function syntheticRowGroup(rows: number) {
  const draw = uniform(20_261_031);
  const users = Math.ceil(rows / VIEWS_PER_USER);
  const showWeights = Float64Array.from({ length: SHOWS }, (_, i) => 1 / (i + 1));
  const runtimes = showWeights.map(() => 20 + Math.floor(draw() * 400) / 10);
  const showOf = weighted(showWeights);
  const input = {
    rows,
    userCodes: new Uint32Array(rows),
    users: textTable(users, "u-"),
    showCodes: new Uint32Array(rows),
    shows: textTable(SHOWS, "The Silent Harbour of Show "),
    watchMinutes: new Float64Array(rows),
    startMs: new Float64Array(rows),
    completionRates: new Float64Array(rows),
    isBinge: new Uint8Array(rows),
    engagementScores: new Float64Array(rows),
    processedAtMs: 1_790_000_000_000,
    episodeCodes: null,
    episodes: null,
    dimensionCodes: NO_DIMENSIONS,
    dimensions: NO_DIMENSIONS,
    sittingStartMs: new Float64Array(rows),
  } satisfies RowGroupInput;
  let show = 0, startS = 0, sittingS = 0, episodes = 1;
  for (let i = 0; i < rows; i++) {
    const user = Math.floor(i / VIEWS_PER_USER);
    const isFirst = i % VIEWS_PER_USER === 0;
    // About every second view goes on with the sitting of the one before.
    const goesOn = !isFirst && draw() < 0.45;
    startS = isFirst ? draw() * 86_400 * 5 : startS +
      (goesOn ? 60 * input.watchMinutes[i - 1] + draw() * 600 : draw() * 2 * PERIOD_S / 18);
    if (!goesOn) sittingS = startS;
    episodes = goesOn ? episodes + 1 : 1;
    if (!goesOn) show = showOf(draw());
    const minutes = Math.round(10 * runtimes[show] * Math.min(1, 0.3 + draw())) / 10;
    const rate = Math.min(1, minutes / runtimes[show]);
    input.userCodes[i] = user + 1;
    input.showCodes[i] = show + 1;
    input.watchMinutes[i] = minutes;
    input.startMs[i] = 1_760_000_000_000 + 1000 * Math.floor(startS);
    input.completionRates[i] = rate;
    input.isBinge[i] = episodes >= 3 ? 1 : 0;
    input.engagementScores[i] = 0.7 * rate + 0.3 * Math.min(1, (episodes - 1) / 2);
    input.sittingStartMs[i] = 1_760_000_000_000 + 1000 * Math.floor(sittingS);
  }
  return input;
}

/** Numbers from 0 to 1, the same for one seed. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An index by weight, for a number from 0 to 1. */
function weighted(weights: Float64Array): (at: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (at) => {
    let index = 0;
    for (let rest = at * total; index < weights.length - 1 && rest >= weights[index]; index++) {
      rest -= weights[index];
    }
    return index;
  };
}

/** Texts in byte order, the first of them empty. */
function textTable(count: number, prefix: string): StringTable {
  const texts = Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(7, "0")}`);
  const bytes = new TextEncoder().encode(texts.join(""));
  const size = bytes.length / count;
  const offsets = Float64Array.from(
    { length: count + 2 },
    (_, code) => Math.max(0, code - 1) * size,
  );
  return { bytes, offsets };
}
