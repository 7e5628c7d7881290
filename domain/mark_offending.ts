// Finds, in the text of a quarantined row, the part that broke a rule, and cuts long rows around it.

import type { QuarantinedRow } from "./rule.ts";

/** A stretch of a row's text. */
export interface RowPiece {
  readonly text: string;
  /** Whether it is what broke the rule. */
  readonly offending: boolean;
}

/** A row as it is shown: `cut` when the pieces are not all of it. */
export interface ShownRow {
  readonly pieces: readonly RowPiece[];
  readonly cut: boolean;
}

/** Characters of a row that are shown, and how many of them stand before what is marked. */
const SHOWN = 480, BEFORE = 160;
/** Bytes of a row that is not UTF-8 that are looked at. */
const DECODED = 4_096;

/** Splits a row into pieces, with the offending values marked where they can be told apart. */
export function markOffending(row: QuarantinedRow): ShownRow {
  const pieces = row.encoding === "base64" ? bytePieces(row.raw) : textPieces(row);
  return cutAround(pieces);
}

function textPieces(row: QuarantinedRow): RowPiece[] {
  const ranges = row.reasons
    .map(({ field, value }) => rangeOf(row.raw, field, value))
    .filter((range) => range !== null)
    .sort((a, b) => a.from - b.from);
  const pieces: RowPiece[] = [];
  let end = 0;
  for (const { from, to } of ranges) {
    if (from < end) continue;
    pieces.push({ text: row.raw.slice(end, from), offending: false });
    pieces.push({ text: row.raw.slice(from, to), offending: true });
    end = to;
  }
  return [...pieces, { text: row.raw.slice(end), offending: false }];
}

/**
 * Where the value stands as a whole cell or JSON value. Null when it is nowhere (an empty cell, an
 * escaped one) or at more than one place: the mark must not accuse the wrong cell.
 */
function rangeOf(raw: string, field: string | null, value: string | null) {
  if (field === null || value === null || value.trim() === "") return null;
  // A reason keeps 199 characters of a long value and an ellipsis.
  const wanted = value.length === 200 && value.endsWith("…") ? value.slice(0, -1) : value;
  const key = raw.indexOf(`"${field}"`);
  if (raw.trimStart().startsWith("{") && key >= 0) {
    const from = raw.indexOf(wanted, key + field.length + 2);
    return from < 0 ? null : { from, to: from + wanted.length };
  }
  const found: number[] = [];
  for (let at = raw.indexOf(wanted); at >= 0; at = raw.indexOf(wanted, at + 1)) {
    const before = raw[at - 1] ?? ",", after = raw[at + wanted.length] ?? ",";
    if (/[,"\s]/.test(before) && (wanted !== value || /[,"\s]/.test(after))) found.push(at);
  }
  const [from, another] = found;
  return from === undefined || another !== undefined ? null : { from, to: from + wanted.length };
}

/** Decodes what is UTF-8 and shows each byte that is not as `\xFF`, marked. */
function bytePieces(base64: string): RowPiece[] {
  const bytes = Uint8Array.from(atob(base64.slice(0, DECODED)), (char) => char.charCodeAt(0));
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const pieces: RowPiece[] = [];
  const cutShort = base64.length > DECODED;
  // A character that the cut went through must not look like a broken one.
  const end = cutShort ? bytes.length - 3 : bytes.length;
  for (let at = 0; at < end;) {
    const size = bytes[at]! < 0x80 ? 1 : bytes[at]! < 0xe0 ? 2 : bytes[at]! < 0xf0 ? 3 : 4;
    const text = decodeOrNull(decoder, bytes.subarray(at, at + size));
    if (text !== null) append(pieces, text, false);
    else append(pieces, `\\x${bytes[at]!.toString(16).toUpperCase().padStart(2, "0")}`, true);
    at += text === null ? 1 : size;
  }
  return cutShort ? [...pieces, { text: "…", offending: false }] : pieces;
}

function decodeOrNull(decoder: TextDecoder, bytes: Uint8Array<ArrayBuffer>): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    // Not a character: that is the answer the caller asks for.
    return null;
  }
}

function append(pieces: RowPiece[], text: string, offending: boolean): void {
  const last = pieces.at(-1);
  if (last?.offending !== offending) pieces.push({ text, offending });
  else pieces[pieces.length - 1] = { text: last.text + text, offending };
}

function cutAround(pieces: readonly RowPiece[]): ShownRow {
  const total = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (total <= SHOWN) return { pieces, cut: false };
  let marked = 0;
  for (const { text, offending } of pieces) {
    if (offending) break;
    marked += text.length;
  }
  const from = marked === total ? 0 : Math.max(0, Math.min(marked - BEFORE, total - SHOWN));
  const shown: RowPiece[] = [];
  let at = 0;
  for (const { text, offending } of pieces) {
    const part = text.slice(Math.max(0, from - at), Math.max(0, from + SHOWN - at));
    if (part !== "") shown.push({ text: part, offending });
    at += text.length;
  }
  return { pieces: shown, cut: true };
}
