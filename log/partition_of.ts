// Which partition a key belongs to: Kafka's default partitioner, so both logs agree.

const MULTIPLIER = 0x5bd1e995;
const SEED = 0x9747b28c;

/**
 * Austin Appleby's MurmurHash2, 32 bits, with the seed of Kafka's `Utils.murmur2`; a signed number.
 *
 * @example
 * ```ts
 * import { murmur2 } from "./partition_of.ts";
 * if (murmur2(new TextEncoder().encode("foobar")) !== -790332482) throw new Error("not Kafka's");
 * ```
 */
export function murmur2(bytes: Uint8Array, length: number = bytes.length): number {
  let hash = SEED ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  const left = length - whole;
  if (left === 3) hash ^= bytes[whole + 2]! << 16;
  if (left >= 2) hash ^= bytes[whole + 1]! << 8;
  if (left >= 1) hash = Math.imul(hash ^ bytes[whole]!, MULTIPLIER);
  hash = Math.imul(hash ^ hash >>> 13, MULTIPLIER);
  return hash ^ hash >>> 15;
}

/**
 * The partition, from 0, of the key in the first `length` bytes of `keyBytes`.
 *
 * @example
 * ```ts
 * import { partitionOf } from "./partition_of.ts";
 * if (partitionOf(new TextEncoder().encode("foobar"), 4) !== 2) throw new Error("moved");
 * ```
 */
export function partitionOf(
  keyBytes: Uint8Array,
  partitions: number,
  length: number = keyBytes.length,
): number {
  return (murmur2(keyBytes, length) & 0x7fffffff) % partitions;
}
