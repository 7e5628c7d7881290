// Collects the rows of one block of input, whatever became of them: columns of views, bad rows, counts.

import {
  EXCLUSION_IDS,
  type ExclusionId,
  MAX_ROW_BYTES,
  type Reason,
  reason,
} from "../../../domain/rule.ts";
import type { View } from "../../../domain/view.ts";
import { isUtf8 } from "./is_utf8.ts";
import type { TextDictionary } from "./text_interner.ts";
import { COUNTRY, DEVICE, EPISODE, EVENT, SHOW, USER, ViewColumns } from "./view_columns.ts";

/** A row that broke a rule. The line is relative to the block, which does not know its first line. */
export interface BadRow {
  /** Line breaks between the block's start and the row. */
  readonly lineInBlock: number;
  /** Byte of the input at which the row starts. */
  readonly offset: number;
  readonly reasons: readonly Reason[];
  readonly raw: string;
  readonly isBase64: boolean;
}

/** What one block of input held. */
export class RowCollector {
  readonly columns: ViewColumns;
  readonly bad: BadRow[] = [];
  readonly excluded: Record<ExclusionId, number> = { supplemental: 0, autoplayed: 0 };
  /** Rows that the fast scanner took, each on one line of its own. */
  fastRows = 0;
  /** Line breaks passed by the slow reading. */
  lineBreaks = 0;
  readonly #dictionaries: readonly TextDictionary[];
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** `present[c]`: whether the input has text column c. */
  constructor(dictionaries: readonly TextDictionary[], present: readonly boolean[]) {
    this.columns = new ViewColumns(present);
    this.#dictionaries = dictionaries;
  }

  /** Adds one valid view. */
  accept(view: View): void {
    const chunk = this.columns.open();
    const at = chunk.rows++;
    this.#setText(chunk.codes, USER, at, view.userId);
    this.#setText(chunk.codes, SHOW, at, view.showName);
    this.#setText(chunk.codes, EPISODE, at, view.episode ?? "");
    this.#setText(chunk.codes, DEVICE, at, view.device ?? "");
    this.#setText(chunk.codes, COUNTRY, at, view.country ?? "");
    this.#setText(chunk.codes, EVENT, at, view.eventId ?? "");
    chunk.watchMinutes[at] = view.watchMinutes;
    chunk.startMs[at] = view.startMs;
  }

  /** Counts one row that is left out on purpose. */
  exclude(id: ExclusionId): void {
    this.excluded[id]++;
  }

  /** Keeps one bad row whole; `bytes` are the row's own, without its line end. */
  reject(bytes: Uint8Array, offset: number, lineInBlock: number, reasons: readonly Reason[]): void {
    const isBase64 = !isUtf8(bytes, 0, bytes.length);
    const raw = isBase64 ? bytes.toBase64() : this.#decoder.decode(bytes);
    this.bad.push({ lineInBlock, offset, reasons, raw, isBase64 });
  }

  /** Rows that the collector knows of: accepted, bad and excluded. */
  get rows(): number {
    return this.columns.rows + this.bad.length +
      EXCLUSION_IDS.reduce((sum, id) => sum + this.excluded[id], 0);
  }

  #setText(codes: readonly (Uint32Array | null)[], column: number, at: number, text: string): void {
    const target = codes[column];
    if (target !== null) target[at] = this.#dictionaries[column].internText(text);
  }
}

/** Reasons that lie in the row's bytes as a whole: not UTF-8, or too many of them. */
export function wholeRowReasons(bytes: Uint8Array): Reason[] {
  const reasons: Reason[] = [];
  if (!isUtf8(bytes, 0, bytes.length)) reasons.push(reason("row.encoding", null, null));
  if (bytes.length > MAX_ROW_BYTES) {
    reasons.push(reason("row.too_long", null, `${bytes.length} bytes`));
  }
  return reasons;
}
