// Texts as the store keeps them: SQLite ends a text at its first NUL when it is read, so none has one.

/** Without NUL, and in the same order of bytes: U+0000 is kept as U+0001 U+0001, U+0001 as U+0001 U+0002. */
export function storedText(text: string): string {
  if (!text.includes("\x01") && !text.includes("\0")) return text; // as nearly all are
  return text.replaceAll("\x01", "\x01\x02").replaceAll("\0", "\x01\x01");
}

/** The text that {@link storedText} was given. */
export function readText(stored: string): string {
  return stored.includes("\x01")
    ? stored.replaceAll("\x01\x01", "\0").replaceAll("\x01\x02", "\x01")
    : stored;
}
