// One row as the oracle's readers find it, before any field is looked at.

import { MAX_ROW_BYTES, type Reason, reason, type RuleId } from "../../domain/rule.ts";
import { isUtf8 } from "./byte_text.ts";

/** A row of any format; `content` is null when its fields cannot be told apart. */
export interface SourceRow<Content> {
  /** 1-based physical line on which the row starts. */
  readonly line: number;
  /** Byte of the input at which the row starts; a BOM counts. */
  readonly offset: number;
  /** The row's bytes without its line end. */
  readonly raw: Uint8Array;
  /** Rules that the row as a whole breaks, in the contract's order. */
  readonly rowReasons: readonly Reason[];
  readonly content: Content | null;
}

/** All reasons of a row as a whole: the shape's (columns or quoting) first, then its bytes'. */
export function rowReasonsOf(raw: Uint8Array, shape: RuleId | null): Reason[] {
  const rules: RuleId[] = [];
  if (shape !== null) rules.push(shape);
  if (!isUtf8(raw)) rules.push("row.encoding");
  if (raw.length > MAX_ROW_BYTES) rules.push("row.too_long");
  return rules.map((rule) => reason(rule, null, null));
}
