// Where a page of a list ended: the sorting key of its last item, as text that only this file reads.

/** Raised when a cursor was not made by this store's answers. */
export class CursorError extends Error {
  override readonly name = "CursorError";
}

/** The type of a key's part; `number?` may be null. */
type PartType = "string" | "number" | "number?";

/** A cursor of key parts; lists go on after that key, whatever was written since. */
export function writeCursor(key: readonly (string | number | null)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(key));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The key parts; each must be of one of the types that `types` names in its place. */
export function readCursor<Key extends readonly (string | number | null)[]>(
  cursor: string | null,
  types: readonly PartType[],
): Key | null {
  if (cursor === null) return null;
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    const key = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    if (Array.isArray(key) && key.length === types.length) {
      const fits = types.every((type, i) => fitsType(key[i], type));
      if (fits) return key as unknown as Key;
    }
  } catch { /* said below */ }
  const shown = JSON.stringify(cursor.slice(0, 100));
  throw new CursorError(
    `Cannot read cursor as it must come from an answer: current value is ${shown}`,
  );
}

function fitsType(part: unknown, type: PartType): boolean {
  if (type === "string") return typeof part === "string";
  return typeof part === "number" || (type === "number?" && part === null);
}
