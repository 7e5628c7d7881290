// Law: the column kernel and its twins in JavaScript do the same.

import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_DIMENSIONS } from "../../domain/columns.ts";
import { ByteBuffer } from "../../pipeline/io/parquet/byte_buffer.ts";
import { encodeRowGroup, type RowGroupInput } from "../../pipeline/io/parquet/encode_row_group.ts";
import { NumberDictionary } from "../../pipeline/io/parquet/number_dictionary.ts";
import { encodeRleBitpack } from "../../pipeline/io/parquet/rle_bitpack.ts";
import { kernelOver, workArray } from "../../pipeline/transform/columns/column_kernel.ts";
import { recode } from "../../pipeline/transform/columns/recode.ts";
import { PairNumbering } from "../../pipeline/transform/pair_numbering.ts";
import { emptyTally } from "../../pipeline/transform/run_tally.ts";
import { RowScorer } from "../../pipeline/transform/row_scorer.ts";
import { tallyRows } from "../../pipeline/transform/tally_rows.ts";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";

const MAX_ROWS = 3_000;
// One array of each kind, as the kernel's memory is never given back.
const doubles = workArray(Float64Array, MAX_ROWS), otherDoubles = workArray(Float64Array, MAX_ROWS);
const codes = workArray(Uint32Array, MAX_ROWS), otherCodes = workArray(Uint32Array, MAX_ROWS);
const results = workArray(Uint32Array, MAX_ROWS), bytes = workArray(Uint8Array, MAX_ROWS);

function inKernel<T extends Float64Array | Uint32Array | Uint8Array>(place: T, values: T): T {
  const array = place.subarray(0, values.length) as T;
  array.set(values);
  assert.ok(kernelOver(array), "the kernel must be used");
  return array;
}

const number = fc.oneof(
  fc.integer({ min: 1, max: 900 }).map((tenths) => tenths / 10),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.constant(NaN),
);
const numbers = fc.array(number, { maxLength: MAX_ROWS, size: "max" })
  .map((values) => Float64Array.from(values));
const small = fc.array(fc.nat(40), { maxLength: MAX_ROWS, size: "max" })
  .map((values) => Uint32Array.from(values));

function numbered(values: Float64Array, target: Uint32Array, isNullable: boolean) {
  const dictionary = new NumberDictionary();
  const task = { codes: target, maxSize: 2_000, isNullable };
  const count = dictionary.encode(values, values.length, task);
  const { size } = dictionary;
  return {
    count,
    codes: count < 0 ? null : Array.from(target.subarray(0, count)),
    values: Array.from(dictionary.values.subarray(0, size)),
    counts: count < 0 ? null : Array.from(dictionary.counts.subarray(0, size)),
  };
}

Deno.test("the kernel numbers doubles as NumberDictionary does", () => {
  fc.assert(
    fc.property(numbers, fc.boolean(), (values, isNullable) => {
      assert.deepEqual(
        numbered(inKernel(doubles, values), results, isNullable),
        numbered(values, new Uint32Array(values.length), isNullable),
      );
    }),
    { numRuns: 30 },
  );
});

Deno.test("the kernel numbers pairs as PairNumbering does", () => {
  fc.assert(
    fc.property(small, small, (a, b) => {
      const rows = Math.min(a.length, b.length);
      const run = (firsts: Uint32Array, seconds: Uint32Array, target: Uint32Array) => {
        const pairs = new PairNumbering();
        pairs.number(firsts, seconds, target);
        const columns = [target, pairs.firsts, pairs.seconds, pairs.counts];
        return columns.map((column, i) =>
          Array.from(column.subarray(0, i === 0 ? rows : pairs.size))
        );
      };
      const firsts = a.subarray(0, rows), seconds = b.subarray(0, rows);
      assert.deepEqual(
        run(inKernel(codes, firsts), inKernel(otherCodes, seconds), results.subarray(0, rows)),
        run(firsts, seconds, new Uint32Array(rows)),
      );
    }),
    { numRuns: 30 },
  );
});

Deno.test("the kernel recodes and packs as JavaScript does", () => {
  const width = fc.integer({ min: 1, max: 32 });
  fc.assert(
    fc.property(small, width, fc.nat(), (values, bitWidth, seed) => {
      const recoded = Uint32Array.from(
        { length: 41 },
        (_, i) => (Math.imul(i + seed, 0x9e3779b1) >>> 0) >>> (32 - bitWidth),
      );
      const own = values.slice(), kernel = inKernel(codes, values);
      recode(own, own.length, recoded);
      recode(kernel, kernel.length, recoded);
      assert.deepEqual(Array.from(kernel), Array.from(own));
      const packed = [own, kernel].map((input) => {
        const out = new ByteBuffer();
        encodeRleBitpack(out, input, { count: input.length, bitWidth });
        return Array.from(out.view());
      });
      assert.deepEqual(packed[1], packed[0]);
    }),
    { numRuns: 60 },
  );
});

const instants = fc.oneof(
  fc.array(fc.integer({ min: -62e12, max: 250e12 }), { maxLength: MAX_ROWS, size: "max" }),
  fc.array(fc.integer({ min: 1.7e12, max: 1.7e12 + 9e8 }), { maxLength: MAX_ROWS, size: "max" }),
).map((values) => Float64Array.from(values)).filter(({ length }) => length > 0);

Deno.test("the kernel's row groups and tallies are JavaScript's to the byte", () => {
  fc.assert(
    fc.property(instants, fc.infiniteStream(fc.nat(7)), (starts, choices) => {
      const rows = starts.length;
      const choose = (count: number) =>
        Uint32Array.from({ length: count }, () => choices.next().value!);
      const shows = choose(rows), minutes = choose(rows), depth = choose(rows);
      const run = (place: boolean) => {
        const own = <T extends Float64Array | Uint32Array | Uint8Array>(target: T, values: T) =>
          place ? inKernel(target, values) : values.slice() as T;
        const scorer = new RowScorer(DEFAULT_THRESHOLDS);
        const counts = new Uint32Array(8);
        for (const code of minutes) counts[code]++;
        const columns = {
          rows,
          showCodes: own(codes, shows),
          episodeCodes: null,
          dimensionCodes: NO_DIMENSIONS,
          startMs: own(doubles, starts),
          watchMinutes: {
            codes: own(otherCodes, minutes),
            values: Float64Array.from([0.5, 2, 10, 33.3, 50, 60, 70, 1440]),
            counts,
            size: 8,
          },
          episodesInSitting: own(bytes, Uint8Array.from(depth)),
        };
        const kinds = scorer.score(columns, {
          byShow: Float64Array.from([NaN, 30, 50, 60, 45, 45, NaN, 90]),
          byEpisode: new Map(),
        });
        const tally = emptyTally();
        tallyRows(tally, { ...columns, kinds }, 2);
        const { codes: kindCodes, size } = kinds;
        const coded = { codes: kindCodes, size, counts: kinds.counts };
        const texts = {
          bytes: new Uint8Array(64),
          offsets: Float64Array.from({ length: 9 }, (_, i) => 8 * i),
        };
        const input: RowGroupInput = {
          ...columns,
          userCodes: new Uint32Array(rows),
          users: texts,
          shows: texts,
          completionRates: { ...coded, values: kinds.completionRates },
          engagementScores: { ...coded, values: kinds.engagementScores },
          isBinge: Uint8Array.from(kindCodes, (kind) => kinds.isBinge[kind]),
          processedAtMs: 0,
          episodes: null,
          dimensions: NO_DIMENSIONS,
          sittingStartMs: own(otherDoubles, starts),
        };
        return { tally, rowGroup: encodeRowGroup(input, { compression: "none" }) };
      };
      assert.deepEqual(run(true), run(false));
    }),
    { numRuns: 30 },
  );
});
