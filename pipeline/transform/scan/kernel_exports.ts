// What the WebAssembly kernel offers to this side.

/** What the kernel exports; addresses are offsets into its memory. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly position: WebAssembly.Global;
  readonly rows: WebAssembly.Global;
  readonly minutesAt: WebAssembly.Global;
  readonly startsAt: WebAssembly.Global;
  readonly sortedBytes: WebAssembly.Global;
  readonly sortedBytesAt: WebAssembly.Global;
  readonly sortedOffsetsAt: WebAssembly.Global;
  readonly ranksAt: WebAssembly.Global;
  initialize(textColumns: number): void;
  limitTexts(column: number, maxBytes: number): void;
  textCount(column: number): number;
  textTable(column: number): number;
  sortTexts(column: number): void;
  codesOf(column: number): number;
  usedBytes(): number;
  reserveInput(length: number): number;
  reserveScratch(length: number): number;
  configure(
    width: number,
    earliestMs: number,
    latestMs: number,
    separator: number,
    decimalMark: number,
  ): number;
  find(column: number, at: number, length: number, escaped: number): number;
  add(column: number, at: number, length: number, escaped: number, code: number): number;
  configureKeys(count: number): number;
  scan(from: number, stop: number, length: number, isLast: number): number;
  scanNdjson(from: number, stop: number, length: number, isLast: number): number;
}

/** An address as the kernel gives it: 32 bits that come with a sign, so beyond 2 GiB below zero. */
export function address(signed: number): number {
  return signed >>> 0;
}
