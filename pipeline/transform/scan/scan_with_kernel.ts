// Scans a range with the WebAssembly kernel, which leaves odd rows to the slow reading.

import type { BlockWindow, WindowRange } from "./block_window.ts";
import { CHUNK_FULL, type CsvKernel, ODD_ROW } from "./csv_kernel.ts";
import type { RowCollector } from "./row_collector.ts";

/** Where rows go, and who reads those that the kernel does not. */
export interface KernelScan {
  readonly collector: RowCollector;
  /**
   * Reads one row in whatever form; returns where the next one starts, or -1 if it needs more bytes.
   * `fastRows`: rows that the kernel took before it, also those that the collector has yet to get.
   */
  readonly readOddRow: (start: number, fastRows: number) => number;
}

/** Returns where the first row after the range starts, as a BlockScanner does. */
export function scanWithKernel(
  kernel: CsvKernel,
  { collector, readOddRow }: KernelScan,
  window: BlockWindow,
  { from, stop }: WindowRange,
): number {
  const take = () => {
    collector.fastRows += kernel.rows;
    if (kernel.rows > 0) kernel.take(collector.columns.addChunk(kernel.rows));
  };
  for (let p = from;;) {
    const why = kernel.scan(window, { from: p, stop });
    p = kernel.position;
    if (why === CHUNK_FULL) take();
    else {
      const next = why === ODD_ROW ? readOddRow(p, collector.fastRows + kernel.rows) : NO_MORE;
      if (next < 0) {
        take();
        return p;
      }
      p = next;
    }
  }
}

const NO_MORE = -1;
