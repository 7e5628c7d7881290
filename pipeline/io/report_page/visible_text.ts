// Text with nothing hidden: control, bidirectional and zero-width characters are drawn as what they are.

import { type Markup, markup } from "./markup.ts";

/** Characters that a reader cannot see, or that reorder what is around them. */
const INVISIBLE =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]/u;

/** The names of U+0000 to U+001F, in their order. Symbols such as ␉ are missing from many fonts. */
const CONTROL_NAMES =
  ("NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 " +
    "NAK SYN ETB CAN EM SUB ESC FS GS RS US").split(" ");

/** Splits off invisible characters and shows each by its name (`TAB`) or its code point. */
export function visibleText(text: string): Markup {
  const pieces = text.split(new RegExp(`(${INVISIBLE.source})`, "u"));
  return markup`${pieces.map((piece, index) => index % 2 === 0 ? piece : symbol(piece))}`;
}

function symbol(character: string): Markup {
  const code = character.codePointAt(0)!;
  const codePoint = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const name = CONTROL_NAMES[code] ?? codePoint;
  return markup`<span class="hidden-char" title="${codePoint}">${name}</span>`;
}
