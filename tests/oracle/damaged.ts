// Damage to the bytes of a file: what a broken disk, a bad copy or a wrong encoding leaves behind.

import fc from "fast-check";

const BYTES = [0x22, 0x22, 0x0a, 0x0d, 0x2c, 0x00, 0xff, 0xc3, 0xe2, 0x80, 0x20, 0x5c, 0x7b, 0x7d]
  .concat([0x5b, 0x5d]);

/** Changes some bytes at or behind `from`; in most draws none, and none of a file that ends there. */
export type Damage = (bytes: Uint8Array, from: number) => Uint8Array;

/** Inserts up to three bytes, or cuts the file off. */
export const damaged: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Damage>((bytes) => bytes) },
  {
    weight: 3,
    arbitrary: fc.array(fc.tuple(place(), fc.constantFrom(...BYTES)), {
      minLength: 1,
      maxLength: 3,
    })
      .map((insertions): Damage => (bytes, from) =>
        from >= bytes.length ? bytes : insertions.reduce(
          (now, [share, byte]) => insert(now, byte, at(now, from, share)),
          bytes,
        )
      ),
  },
  {
    weight: 1,
    arbitrary: place().map((share): Damage => (bytes, from) =>
      bytes.slice(0, at(bytes, from, share))
    ),
  },
);

function place(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 1000 });
}

function at(bytes: Uint8Array, from: number, share: number): number {
  return Math.min(bytes.length, from + Math.floor((bytes.length - from) * share / 1000));
}

function insert(bytes: Uint8Array, byte: number, index: number): Uint8Array {
  return Uint8Array.of(...bytes.subarray(0, index), byte, ...bytes.subarray(index));
}
