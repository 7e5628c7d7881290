// The loops over a row group's columns as a WebAssembly kernel, in AssemblyScript: fast from the first row on,
// where JavaScript has to be compiled by every thread while it runs. Each function does what its twin in
// JavaScript does, which is named beside it; tests/laws hold the two to the same outcome. All arguments named
// `…At` are addresses. `deno task build:kernel` compiles it to ../kernel_wasm.ts.

/** Where the memory for arrays starts. */
export function arraysAt(): usize {
  return (__heap_base + 63) & ~63;
}

// --- number_dictionary.ts -------------------------------------------------------------------------

/** After {@link encodeNumbers}: distinct values and codes so far. */
export let size: i32 = 0;
export let written: i32 = 0;

// @ts-ignore: decorator
@inline
function hashWords(bits: u64): u32 {
  const mixed: u32 = (<u32> bits ^ (<u32> (bits >> 32) * 0x85ebca6b)) * 0x9e3779b1;
  return mixed ^ (mixed >> 15);
}

/** NumberDictionary#encodeFrom; goes on with {@link size} and {@link written}, answers the row it stopped at. */
export function encodeNumbers(
  valuesAt: usize,
  from: i32,
  rows: i32,
  codesAt: usize,
  knownAt: usize,
  slotValuesAt: usize,
  slotCodesAt: usize,
  mask: u32,
  maxSize: i32,
  isNullable: i32,
): i32 {
  let row = from, known = size, target = codesAt + (<usize> written << 2), isFull = false;
  for (; row < rows; row++) {
    const value = load<f64>(valuesAt + (<usize> row << 3));
    if (isNullable && value != value) continue;
    let slot = <usize> (hashWords(reinterpret<u64>(value)) & mask);
    for (;;) {
      const there = load<f64>(slotValuesAt + (slot << 3));
      if (there == value) break;
      if (there != there) {
        isFull = known == maxSize;
        if (isFull) break;
        store<f64>(slotValuesAt + (slot << 3), value);
        store<f64>(knownAt + (<usize> known << 3), value);
        store<u32>(slotCodesAt + (slot << 2), known++);
        break;
      }
      slot = (slot + 1) & mask;
    }
    if (isFull) break;
    store<u32>(target, load<u32>(slotCodesAt + (slot << 2)));
    target += 4;
  }
  size = known;
  written = <i32> ((target - codesAt) >> 2);
  return row;
}

/** Adds one to the count of each code. */
export function countCodes(codesAt: usize, rows: i32, countsAt: usize): void {
  for (let i = codesAt, end = codesAt + (<usize> rows << 2); i < end; i += 4) {
    const at = countsAt + (<usize> load<u32>(i) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

/** spread(): each row's entry without those that are null (all bits set); answers how many are left. */
export function spreadEntries(entriesAt: usize, codesAt: usize, rows: i32, targetAt: usize): i32 {
  let target = targetAt;
  for (let i = codesAt, end = codesAt + (<usize> rows << 2); i < end; i += 4) {
    const entry = load<u32>(entriesAt + (<usize> load<u32>(i) << 2));
    store<u32>(target, entry);
    target += entry == 0xffff_ffff ? 0 : 4;
  }
  return <i32> ((target - targetAt) >> 2);
}

/** Replaces each code by what `ranksAt` has for it. */
export function recode(codesAt: usize, rows: i32, ranksAt: usize): void {
  for (let i = codesAt, end = codesAt + (<usize> rows << 2); i < end; i += 4) {
    store<u32>(i, load<u32>(ranksAt + (<usize> load<u32>(i) << 2)));
  }
}

// --- pair_numbering.ts ----------------------------------------------------------------------------

/** endOf(): one more than the greatest number. */
export function endOf(valuesAt: usize, rows: i32): u32 {
  let end: u32 = 0;
  for (let i = valuesAt, stop = valuesAt + (<usize> rows << 2); i < stop; i += 4) {
    end = max(end, load<u32>(i) + 1);
  }
  return end;
}

/** sortRows() and #numberRows() of every first number; answers how many pairs there are. */
export function numberPairs(
  firstsAt: usize,
  secondsAt: usize,
  rows: i32,
  codesAt: usize,
  firstCount: i32,
  secondCount: i32,
  orderAt: usize,
  endsAt: usize,
  latestAt: usize,
  pairFirstsAt: usize,
  pairSecondsAt: usize,
  countsAt: usize,
): i32 {
  memory.fill(endsAt, 0, <usize> firstCount << 2);
  memory.fill(latestAt, 0, <usize> secondCount << 2);
  countCodes(firstsAt, rows, endsAt);
  let before: u32 = 0;
  for (let n = 0; n < firstCount; n++) {
    const at = endsAt + (<usize> n << 2), count = load<u32>(at);
    store<u32>(at, before);
    before += count;
  }
  for (let row = 0; row < rows; row++) {
    const at = endsAt + (<usize> load<u32>(firstsAt + (<usize> row << 2)) << 2), place = load<u32>(at);
    store<u32>(orderAt + (<usize> place << 2), row);
    store<u32>(at, place + 1);
  }
  let pairs: u32 = 0, from: u32 = 0;
  for (let first = 0; first < firstCount; first++) {
    const to = load<u32>(endsAt + (<usize> first << 2)), firstCode = pairs;
    for (let i = from; i < to; i++) {
      const row = <usize> load<u32>(orderAt + (<usize> i << 2)) << 2;
      const second = load<u32>(secondsAt + row), latest = latestAt + (<usize> second << 2);
      // One more than the code; what belongs to a smaller first number does not count.
      let code = load<u32>(latest);
      if (code <= firstCode) {
        const at = <usize> pairs << 2;
        store<u32>(pairFirstsAt + at, first);
        store<u32>(pairSecondsAt + at, second);
        store<u32>(countsAt + at, 0);
        code = ++pairs;
        store<u32>(latest, code);
      }
      const count = countsAt + (<usize> (code - 1) << 2);
      store<u32>(count, load<u32>(count) + 1);
      store<u32>(codesAt + row, code - 1);
    }
    from = to;
  }
  return <i32> pairs;
}

// --- row_scorer.ts, row_group_rows.ts -------------------------------------------------------------

/** joinLevels(): duration and level of each row in one number. */
export function joinLevels(
  targetAt: usize,
  durationsAt: usize,
  episodesAt: usize,
  levelsAt: usize,
  levelCount: u32,
  rows: i32,
): void {
  for (let row: usize = 0; row < <usize> rows; row++) {
    const level = load<u8>(levelsAt + load<u8>(episodesAt + row));
    store<u32>(targetAt + (row << 2), load<u32>(durationsAt + (row << 2)) * levelCount + level);
  }
}

/** #spreadBinge(): the byte of each row's kind. */
export function spreadBytes(bytesAt: usize, codesAt: usize, rows: i32, targetAt: usize): void {
  for (let row: usize = 0; row < <usize> rows; row++) {
    store<u8>(targetAt + row, load<u8>(bytesAt + load<u32>(codesAt + (row << 2))));
  }
}

// --- tally_rows.ts --------------------------------------------------------------------------------

/** addHours(): what each row adds to its day and its hour of the week. */
export function addHours(
  startsAt: usize,
  codesAt: usize,
  rows: i32,
  fromMs: f64,
  watchMsAt: usize,
  isQualifiedAt: usize,
  hoursAt: usize,
  dayViewsAt: usize,
  dayWatchMsAt: usize,
  isDaySeenAt: usize,
): void {
  for (let row: usize = 0; row < <usize> rows; row++) {
    const hour = <i32> ((load<f64>(startsAt + (row << 3)) - fromMs) / 3600000);
    const day = <usize> (hour / 24);
    const code = <usize> load<u32>(codesAt + (row << 2));
    const watchMs = load<f64>(watchMsAt + (code << 3));
    store<u8>(isDaySeenAt + day, 1);
    const sum = dayWatchMsAt + (day << 3), views = dayViewsAt + (day << 2);
    store<f64>(sum, load<f64>(sum) + watchMs);
    store<u32>(views, load<u32>(views) + load<u8>(isQualifiedAt + code));
    const ofWeek = hoursAt + (<usize> (hour % 168) << 3);
    store<f64>(ofWeek, load<f64>(ofWeek) + watchMs);
  }
}

// --- encode_instants.ts ---------------------------------------------------------------------------

/** After {@link measureInstants}. */
export let least: f64 = 0;
export let greatest: f64 = 0;

/** Finds the least and the greatest. */
export function measureInstants(valuesAt: usize, rows: i32): void {
  let low = Infinity, high = -Infinity;
  for (let i = valuesAt, end = valuesAt + (<usize> rows << 3); i < end; i += 8) {
    const value = load<f64>(i);
    low = min(low, value);
    high = max(high, value);
  }
  least = low;
  greatest = high;
}

/** wordBytes(): doubles as 64-bit integers. */
export function toIntegers(valuesAt: usize, rows: i32, targetAt: usize): void {
  for (let i: usize = 0, end = <usize> rows << 3; i < end; i += 8) {
    store<i64>(targetAt + i, <i64> load<f64>(valuesAt + i));
  }
}

// --- number_texts.ts ------------------------------------------------------------------------------

/** #numberByAppearance(); {@link written} is the number of rows that are not null; answers the texts. */
export function numberTexts(
  tableCodesAt: usize,
  rows: i32,
  isOptional: i32,
  entriesAt: usize,
  codesAt: usize,
  orderAt: usize,
  countsAt: usize,
): i32 {
  let texts: u32 = 0, count: usize = 0;
  for (let i = tableCodesAt, end = tableCodesAt + (<usize> rows << 2); i < end; i += 4) {
    const code = load<u32>(i);
    if (code == 0 && isOptional) continue;
    const entryAt = entriesAt + (<usize> code << 2);
    let entry = load<u32>(entryAt);
    if (entry == 0) {
      store<u32>(orderAt + (<usize> texts << 2), code);
      store<u32>(countsAt + (<usize> texts << 2), 0);
      entry = ++texts;
      store<u32>(entryAt, entry);
    }
    const countAt = countsAt + (<usize> (entry - 1) << 2);
    store<u32>(countAt, load<u32>(countAt) + 1);
    store<u32>(codesAt + (count++ << 2), entry - 1);
  }
  for (let text: usize = 0; text < <usize> texts; text++) {
    store<u32>(entriesAt + (<usize> load<u32>(orderAt + (text << 2)) << 2), 0);
  }
  written = <i32> count;
  return <i32> texts;
}

// --- rle_bitpack.ts -------------------------------------------------------------------------------

/** packWords() for widths from 1 to 32; up to seven bytes behind the packed ones are overwritten. */
export function packCodes(codesAt: usize, count: i32, bitWidth: i32, targetAt: usize): void {
  let target = targetAt, open: u64 = 0;
  let bits: i32 = 0;
  for (let i = codesAt, end = codesAt + (<usize> count << 2); i < end; i += 4) {
    open |= <u64> load<u32>(i) << bits;
    bits += bitWidth;
    if (bits >= 32) {
      store<u32>(target, <u32> open);
      target += 4;
      open >>= 32;
      bits -= 32;
    }
  }
  store<u64>(target, open);
}

/** encodeBooleans(): eight bytes of 0 or 1 become one; answers how many are 1. */
export function packBytes(valuesAt: usize, rows: i32, targetAt: usize): i32 {
  let trues = 0;
  for (let at = 0; at < rows; at += 8) {
    const end = min(8, rows - at);
    let bits: u32 = 0;
    for (let bit = 0; bit < end; bit++) bits |= <u32> load<u8>(valuesAt + at + bit) << bit;
    trues += popcnt(bits);
    store<u8>(targetAt + (at >> 3), bits);
  }
  return trues;
}

// --- ../settle ------------------------------------------------------------------------------------

// The views of a range of users, in columns; 0 for a column that no input has.
let startMsAt: usize = 0, minutesAt: usize = 0, showsAt: usize = 0, episodesAt: usize = 0;
let sittingsAt: usize = 0, episodeCountsAt: usize = 0;
// Addresses of the columns of dimensions, in the order in which they break ties.
let dimensionsAt: usize = 0, dimensionsEnd: usize = 0;
// Working memory: rows, rows, doubles, and borders of runs, each of as many as there are views, and one more.
let orderAt: usize = 0, mergedAt: usize = 0, numbersAt: usize = 0, bordersAt: usize = 0;

/** find_sittings.ts: the sitting `[from, to)` is too long to compare its views pair by pair. */
@external("env", "countWithMaps")
declare function countWithMaps(from: i32, to: i32): void;

const PAIRWISE_VIEWS: i32 = 16;

export function setViews(
  startMs: usize,
  minutes: usize,
  shows: usize,
  episodes: usize,
  sittings: usize,
  episodeCounts: usize,
): void {
  startMsAt = startMs;
  minutesAt = minutes;
  showsAt = shows;
  episodesAt = episodes;
  sittingsAt = sittings;
  episodeCountsAt = episodeCounts;
}

export function setDimensions(addresses: usize, count: i32): void {
  dimensionsAt = addresses;
  dimensionsEnd = addresses + (<usize> count << 2);
}

export function setWorkingMemory(order: usize, merged: usize, numbers: usize, borders: usize): void {
  orderAt = order;
  mergedAt = merged;
  numbersAt = numbers;
  bordersAt = borders;
}

/** settleUsers() without event ids: `startsAt` has each user's first row, and the end of the last. */
export function settleUsers(
  startsAt: usize,
  users: i32,
  keptAt: usize,
  gapMs: f64,
  qualifiedMinutes: f64,
): void {
  for (let user: usize = 0; user < <usize> users; user++) {
    const from = load<u32>(startsAt + (user << 2)), to = load<u32>(startsAt + (user << 2), 4);
    if (from == to) continue;
    sortViews(from, to);
    const kept = dropDuplicates(from, to);
    store<u32>(keptAt + (user << 2), kept - from);
    findSittings(from, kept, gapMs, qualifiedMinutes);
  }
}

// @ts-ignore: decorator
@inline
function double(at: usize, row: u32): f64 {
  return load<f64>(at + (<usize> row << 3));
}

// @ts-ignore: decorator
@inline
function code(at: usize, row: u32): u32 {
  return load<u32>(at + (<usize> row << 2));
}

/** compareViews() of two rows that start together: whether the first one does not come after the other. */
function isInOrder(a: u32, b: u32): bool {
  if (code(showsAt, a) != code(showsAt, b)) return code(showsAt, a) < code(showsAt, b);
  const episode = episodeOf(a), other = episodeOf(b);
  if (episode != other) return episode < other;
  if (double(minutesAt, a) != double(minutesAt, b)) return double(minutesAt, a) < double(minutesAt, b);
  for (let d = dimensionsAt; d < dimensionsEnd; d += 4) {
    const column = <usize> load<u32>(d);
    if (code(column, a) != code(column, b)) return code(column, a) < code(column, b);
  }
  // Nothing else tells them apart: an empty episode comes before a missing one.
  return episodesAt == 0 || code(episodesAt, a) >= code(episodesAt, b);
}

/** A row's episode as compareEpisodes() of ../scan/episode_codes.ts has it: a missing one, 0, is an empty one, 1. */
// @ts-ignore: decorator
@inline
function episodeOf(row: u32): u32 {
  return episodesAt == 0 ? 0 : max(code(episodesAt, row), 1);
}

// @ts-ignore: decorator
@inline
function comesFirst(a: u32, b: u32): bool {
  const x = double(startMsAt, a), y = double(startMsAt, b);
  return x < y || (x == y && isInOrder(a, b));
}

function runEnd(from: u32, to: u32): u32 {
  let row = from + 1;
  while (row < to && comesFirst(row - 1, row)) row++;
  return row;
}

function sortViews(from: u32, to: u32): void {
  let end = runEnd(from, to);
  if (end == to) return;
  const count = to - from;
  let runs: u32 = 0;
  store<u32>(bordersAt, 0);
  for (let row = from; row < to; row = end) {
    end = runEnd(row, to);
    for (let i = row; i < end; i++) store<u32>(orderAt + (<usize> (i - from) << 2), i);
    store<u32>(bordersAt + (<usize> ++runs << 2), end - from);
  }
  while (runs > 1) runs = mergePairs(runs);
  permuteDoubles(minutesAt, from, count);
  permuteDoubles(startMsAt, from, count);
  permuteCodes(showsAt, from, count);
  if (episodesAt != 0) permuteCodes(episodesAt, from, count);
  for (let d = dimensionsAt; d < dimensionsEnd; d += 4) permuteCodes(load<u32>(d), from, count);
}

function mergePairs(runs: u32): u32 {
  let left: u32 = 0;
  for (let run: u32 = 0; run < runs; run += 2) {
    const from = code(bordersAt, run), middle = code(bordersAt, run + 1);
    const end = run + 2 <= runs ? code(bordersAt, run + 2) : middle;
    mergeTwo(from, middle, end);
    store<u32>(bordersAt + (<usize> ++left << 2), end);
  }
  const swapped = orderAt;
  orderAt = mergedAt;
  mergedAt = swapped;
  return left;
}

function mergeTwo(from: u32, middle: u32, end: u32): void {
  let a = from, b = middle, out = mergedAt + (<usize> from << 2);
  while (a < middle && b < end) {
    const x = code(orderAt, a), y = code(orderAt, b);
    if (comesFirst(x, y)) {
      store<u32>(out, x);
      a++;
    } else {
      store<u32>(out, y);
      b++;
    }
    out += 4;
  }
  memory.copy(out, orderAt + (<usize> a << 2), <usize> (middle - a) << 2);
  out += <usize> (middle - a) << 2;
  memory.copy(out, orderAt + (<usize> b << 2), <usize> (end - b) << 2);
}

function permuteDoubles(at: usize, from: u32, count: u32): void {
  for (let k: usize = 0; k < <usize> count; k++) {
    store<f64>(numbersAt + (k << 3), double(at, code(orderAt, <u32> k)));
  }
  memory.copy(at + (<usize> from << 3), numbersAt, <usize> count << 3);
}

function permuteCodes(at: usize, from: u32, count: u32): void {
  for (let k: usize = 0; k < <usize> count; k++) {
    store<u32>(numbersAt + (k << 2), code(at, code(orderAt, <u32> k)));
  }
  memory.copy(at + (<usize> from << 2), numbersAt, <usize> count << 2);
}

/** Answers where the views that stay end. */
function dropDuplicates(from: u32, to: u32): u32 {
  let kept = from + 1;
  for (let row = kept; row < to; row++) {
    if (isSameView(kept - 1, row)) continue;
    if (kept != row) moveRow(row, kept);
    kept++;
  }
  return kept;
}

function isSameView(a: u32, b: u32): bool {
  return double(startMsAt, a) == double(startMsAt, b) && code(showsAt, a) == code(showsAt, b) &&
    episodeOf(a) == episodeOf(b) &&
    double(minutesAt, a) == double(minutesAt, b);
}

function moveRow(from: u32, to: u32): void {
  store<f64>(minutesAt + (<usize> to << 3), double(minutesAt, from));
  store<f64>(startMsAt + (<usize> to << 3), double(startMsAt, from));
  store<u32>(showsAt + (<usize> to << 2), code(showsAt, from));
  if (episodesAt != 0) store<u32>(episodesAt + (<usize> to << 2), code(episodesAt, from));
  for (let d = dimensionsAt; d < dimensionsEnd; d += 4) {
    const column = <usize> load<u32>(d);
    store<u32>(column + (<usize> to << 2), code(column, from));
  }
}

/** endMs() of domain/view.ts, with Math.round() as JavaScript has it. */
// @ts-ignore: decorator
@inline
function endOfView(row: u32): f64 {
  const ms = double(minutesAt, row) * 60000, up = ceil(ms);
  return double(startMsAt, row) + (up - 0.5 > ms ? up - 1 : up);
}

function findSittings(from: u32, to: u32, gapMs: f64, qualifiedMinutes: f64): void {
  for (let first = from; first < to;) {
    const firstMs = double(startMsAt, first);
    let latestMs = endOfView(first);
    let next = first + 1;
    store<f64>(sittingsAt + (<usize> first << 3), firstMs);
    while (next < to && double(startMsAt, next) - latestMs <= gapMs) {
      latestMs = max(latestMs, endOfView(next));
      store<f64>(sittingsAt + (<usize> next << 3), firstMs);
      next++;
    }
    if (next - first == 1) {
      store<u8>(episodeCountsAt + first, double(minutesAt, first) >= qualifiedMinutes ? 1 : 0);
    } else if (<i32> (next - first) <= PAIRWISE_VIEWS) countPairwise(first, next, qualifiedMinutes);
    else countWithMaps(first, next);
    first = next;
  }
}

function countPairwise(from: u32, to: u32, qualifiedMinutes: f64): void {
  memory.fill(episodeCountsAt + from, 0, to - from);
  for (let i = from; i < to; i++) {
    if (double(minutesAt, i) < qualifiedMinutes) continue;
    const show = code(showsAt, i);
    if (episodesAt != 0 && code(episodesAt, i) != 0) {
      const episode = code(episodesAt, i);
      let j = from;
      while (
        j < i && !(code(episodesAt, j) == episode && code(showsAt, j) == show &&
          double(minutesAt, j) >= qualifiedMinutes)
      ) j++;
      if (j < i) continue;
    }
    for (let j = from; j < to; j++) {
      if (code(showsAt, j) == show) {
        store<u8>(episodeCountsAt + j, load<u8>(episodeCountsAt + j) + 1);
      }
    }
  }
}
