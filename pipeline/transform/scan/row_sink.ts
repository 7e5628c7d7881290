// Where the slow reading puts rows, whatever became of them.

import type { ExclusionId, Reason } from "../../../domain/rule.ts";
import type { View } from "../../../domain/view.ts";
import type { RowText } from "./row_collector.ts";

/** Takes the rows of an input, in their order. */
export interface RowSink {
  /** Rows that a fast scanner took, each on one line of its own. */
  readonly fastRows: number;
  /** Line breaks passed by the slow reading. */
  lineBreaks: number;
  /** Whether a JSON array's closing bracket came after the last row; null while neither has come. */
  isArrayClosed: boolean | null;
  accept(view: View): void;
  exclude(id: ExclusionId, watchMinutes: number): void;
  /** `lineInBlock`: line breaks before the row. */
  reject(row: RowText, offset: number, lineInBlock: number, reasons: readonly Reason[]): void;
}
