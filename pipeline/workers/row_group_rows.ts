// Gathers the rows of a row group from a table and scores them.

import { forDimensions } from "../../domain/columns.ts";
import { kernelOver, workArray } from "../transform/columns/column_kernel.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { NumberDictionary } from "../io/parquet/number_dictionary.ts";
import type { CodedNumbers } from "../transform/coded_numbers.ts";
import { RowScorer, type Runtimes } from "../transform/row_scorer.ts";
import { columnOf, EPISODE, SHOW } from "../transform/scan/view_columns.ts";
import type { ViewTable } from "../transform/settle/view_table.ts";
import type { TalliedRows } from "../transform/tally_rows.ts";
import { ColumnCopier } from "./column_copier.ts";
import type { RowGroupRequest } from "./etl_protocol.ts";

/** Rows in columns of at least `rows` elements, ready to be tallied and encoded; NaN stands for null. */
export interface RowGroupRows extends TalliedRows {
  readonly userCodes: Uint32Array;
  readonly showCodes: Uint32Array;
  readonly sittingStartMs: Float64Array;
  readonly completionRates: CodedNumbers;
  readonly engagementScores: CodedNumbers;
  readonly isBinge: Uint8Array;
}

/** Makes the rows of one row group after the other in the same working memory. */
export class RowGroupGatherer {
  readonly #scorer: RowScorer;
  readonly #copier = new ColumnCopier();
  readonly #durations = new NumberDictionary();
  #durationCodes: Uint32Array = new Uint32Array(0);
  #isBinge: Uint8Array = new Uint8Array(0);

  constructor(thresholds: Thresholds) {
    this.#scorer = new RowScorer(thresholds);
  }

  /** The rows that a request names, scored; they are valid until the next call. */
  gather(request: RowGroupRequest, runtimes: Runtimes): RowGroupRows {
    const { table, rows } = request, copier = this.#copier;
    copier.choose(request);
    const codesOf = (column: number) => {
      const codes = table.codes[column];
      return codes && copier.codes(column, codes);
    };
    const columns = {
      rows,
      userCodes: copier.userCodes(table),
      showCodes: codesOf(SHOW)!,
      episodeCodes: codesOf(EPISODE),
      dimensionCodes: forDimensions((name) => codesOf(columnOf(name))),
      startMs: copier.numbers("startMs", table.startMs),
      sittingStartMs: copier.numbers("sittingStartMs", table.sittingStartMs),
      episodesInSitting: copier.bytes("episodesInSitting", table.episodesInSitting),
      watchMinutes: this.#numberDurations(table, rows),
    };
    const kinds = this.#scorer.score(columns, runtimes);
    const { codes, size, counts } = kinds;
    return {
      ...columns,
      kinds,
      completionRates: { codes, size, counts, values: kinds.completionRates },
      engagementScores: { codes, size, counts, values: kinds.engagementScores },
      isBinge: this.#spreadBinge(kinds.isBinge, codes),
    };
  }

  #numberDurations({ watchMinutes }: ViewTable, rows: number): CodedNumbers {
    const minutes = this.#copier.numbers("watchMinutes", watchMinutes);
    if (this.#durationCodes.length < rows) this.#durationCodes = workArray(Uint32Array, rows);
    const codes = this.#durationCodes, durations = this.#durations;
    durations.encode(minutes, rows, { codes, maxSize: rows, isNullable: false });
    const { values, counts, size } = durations;
    return { codes, values, counts, size };
  }

  #spreadBinge(isBingeKind: Uint8Array, kinds: Uint32Array): Uint8Array {
    if (this.#isBinge.length < kinds.length) this.#isBinge = workArray(Uint8Array, kinds.length);
    const isBinge = this.#isBinge, kernel = kernelOver(isBinge, isBingeKind, kinds);
    if (kernel !== null) {
      const { byteOffset: bytesAt } = isBingeKind;
      kernel.spreadBytes(bytesAt, kinds.byteOffset, kinds.length, isBinge.byteOffset);
      return isBinge;
    }
    for (let i = 0; i < kinds.length; i++) isBinge[i] = isBingeKind[kinds[i]];
    return isBinge;
  }
}
