// What the page asks the worker that reads Parquet files, and what it answers.

import type { FormulaRule } from "../../../domain/csv_cell.ts";
import type { Condition } from "./condition.ts";
import type { FileShape } from "../file/file_shape.ts";
import type { Format } from "../export/formats.ts";
import type { Grouping } from "./group_rows.ts";
import type { ColumnProfile } from "./profile_column.ts";
import type { Selection } from "./selection.ts";
import type { ViewState } from "./view_state.ts";

/** Rows as a table shows them: texts by column, null for missing values. */
export interface RowWindow {
  readonly from: number;
  /** Places within the file. */
  readonly places: readonly number[];
  readonly cells: readonly (readonly (string | null)[])[];
  /** Columns that cannot be read, and why: their cells say so. */
  readonly unreadable: readonly string[];
}

/** Which rows are shown. */
export interface Looked extends Omit<Selection, "rows"> {
  readonly tookMs: number;
}

/** Questions by name: what is given, and what comes back. */
export interface Questions {
  readonly open: { given: { file: string | Blob }; answer: FileShape };
  /** Which rows, in which order; everything after is about these. */
  readonly look: {
    given: { where: readonly Condition[]; sort: ViewState["sort"] };
    answer: Looked;
  };
  readonly rows: { given: { from: number; to: number }; answer: RowWindow };
  /** One row whole, by its place within the file; JSON where a value is nested. */
  readonly row: { given: { place: number }; answer: readonly (string | null)[] };
  readonly profile: { given: { column: string }; answer: ColumnProfile };
  readonly group: {
    given: { by: readonly string[]; measure: string | null };
    answer: Grouping;
  };
  readonly save: { given: { format: Format; formulas?: FormulaRule }; answer: Blob };
}

export type QuestionName = keyof Questions;

/** A question on its way. */
export interface Asked {
  readonly id: number;
  readonly name: QuestionName;
  readonly given: unknown;
}

/** What the worker tells: an answer, why there is none, or how far it is. */
export type Told =
  | { readonly kind: "answer"; readonly id: number; readonly answer: unknown }
  /** `isStopped`: a newer question made it needless. */
  | {
    readonly kind: "refusal";
    readonly id: number;
    readonly message: string;
    readonly isStopped: boolean;
  }
  | { readonly kind: "progress"; readonly name: QuestionName; readonly share: number }
  | { readonly kind: "read"; readonly readBytes: number; readonly sizeBytes: number };
