// The WebAssembly kernel for the loops over a row group's columns, and the memory that it works on.

import { KERNEL_WASM } from "./kernel_wasm.ts";

/** What the kernel exports, as kernel/columns.ts describes it; all `…At` are addresses. */
export interface ColumnKernel {
  readonly size: WebAssembly.Global;
  readonly written: WebAssembly.Global;
  readonly least: WebAssembly.Global;
  readonly greatest: WebAssembly.Global;
  arraysAt(): number;
  encodeNumbers(
    valuesAt: number,
    from: number,
    rows: number,
    codesAt: number,
    knownAt: number,
    slotValuesAt: number,
    slotCodesAt: number,
    mask: number,
    maxSize: number,
    isNullable: number,
  ): number;
  countCodes(codesAt: number, rows: number, countsAt: number): void;
  spreadEntries(entriesAt: number, codesAt: number, rows: number, targetAt: number): number;
  recode(codesAt: number, rows: number, ranksAt: number): void;
  endOf(valuesAt: number, rows: number): number;
  numberPairs(
    firstsAt: number,
    secondsAt: number,
    rows: number,
    codesAt: number,
    firstCount: number,
    secondCount: number,
    orderAt: number,
    endsAt: number,
    latestAt: number,
    pairFirstsAt: number,
    pairSecondsAt: number,
    countsAt: number,
  ): number;
  joinLevels(
    targetAt: number,
    durationsAt: number,
    episodesAt: number,
    levelsAt: number,
    levelCount: number,
    rows: number,
  ): void;
  spreadBytes(bytesAt: number, codesAt: number, rows: number, targetAt: number): void;
  addHours(
    startsAt: number,
    codesAt: number,
    rows: number,
    fromMs: number,
    watchMsAt: number,
    isQualifiedAt: number,
    hoursAt: number,
    dayViewsAt: number,
    dayWatchMsAt: number,
    isDaySeenAt: number,
  ): void;
  measureInstants(valuesAt: number, rows: number): void;
  toIntegers(valuesAt: number, rows: number, targetAt: number): void;
  numberTexts(
    tableCodesAt: number,
    rows: number,
    isOptional: number,
    entriesAt: number,
    codesAt: number,
    orderAt: number,
    countsAt: number,
  ): number;
  packCodes(codesAt: number, count: number, bitWidth: number, targetAt: number): void;
  packBytes(valuesAt: number, rows: number, targetAt: number): number;
  setViews(
    startMsAt: number,
    minutesAt: number,
    showsAt: number,
    episodesAt: number,
    sittingsAt: number,
    episodeCountsAt: number,
  ): void;
  setDimensions(addressesAt: number, count: number): void;
  setWorkingMemory(orderAt: number, mergedAt: number, numbersAt: number, bordersAt: number): void;
  settleUsers(
    startsAt: number,
    users: number,
    keptAt: number,
    gapMs: number,
    qualifiedMinutes: number,
  ): void;
}

type Numbers = Float64Array | Uint32Array | Uint8Array;
type NumbersKind<T extends Numbers> = new (
  buffer: ArrayBufferLike | number,
  byteOffset?: number,
  length?: number,
) => T;

/** Fixed, so that arrays never move; a thread only pays for the pages that it uses. */
const MEMORY_PAGES = 1024;
/** Behind each array, as the kernel may write whole words over its end. */
const SLACK_BYTES = 64;

interface Started {
  readonly kernel: ColumnKernel;
  readonly buffer: ArrayBufferLike;
  freeAt: number;
}
let started: Started | null = null;

/** What the kernel leaves to JavaScript. */
export interface KernelCalls {
  /** Counts the episodes of a sitting that is too long to compare its views pair by pair. */
  countWithMaps: (from: number, to: number) => void;
}
/** Set by who calls the kernel. */
export const kernelCalls: KernelCalls = {
  countWithMaps: () => {
    throw new Error("The column kernel met a long sitting that nobody counts");
  },
};

function start(): Started {
  const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
  const module = new WebAssembly.Module(Uint8Array.fromBase64(KERNEL_WASM));
  const abort = () => {
    throw new Error("The column kernel stopped");
  };
  const { exports } = new WebAssembly.Instance(module, {
    env: {
      memory,
      abort,
      countWithMaps: (from: number, to: number) => kernelCalls.countWithMaps(from, to),
    },
  });
  const kernel = exports as unknown as ColumnKernel;
  return { kernel, buffer: memory.buffer, freeAt: kernel.arraysAt() };
}

/**
 * Working memory that is kept for as long as the thread lives: zeros, in the kernel's memory while that has
 * room, so that the kernel can do the work; elsewhere the same is done in JavaScript.
 */
export function workArray<T extends Numbers>(kind: NumbersKind<T>, length: number): T {
  started ??= start();
  const bytes = new kind(0).BYTES_PER_ELEMENT * length;
  const at = started.freeAt, next = (at + bytes + SLACK_BYTES + 63) & ~63;
  if (next > started.buffer.byteLength || next < at) return new kind(length);
  started.freeAt = next;
  return new kind(started.buffer, at, length);
}

/** The kernel, if all arrays lie in its memory; their `byteOffset`s are the addresses to give it. */
export function kernelOver(...arrays: readonly Numbers[]): ColumnKernel | null {
  if (started === null) return null;
  for (let i = 0; i < arrays.length; i++) if (arrays[i].buffer !== started.buffer) return null;
  return started.kernel;
}
