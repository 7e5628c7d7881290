// Text with nothing hidden: control, bidirectional and zero-width characters are drawn as what they are.

import { type Markup, markup } from "./markup.ts";

/** Characters that a reader cannot see, or that reorder what is around them. */
const INVISIBLE =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]/u;

/** Splits off invisible characters and shows each by its symbol (`␉`) or its code point. */
export function visibleText(text: string): Markup {
  const pieces = text.split(new RegExp(`(${INVISIBLE.source})`, "u"));
  return markup`${pieces.map((piece, index) => index % 2 === 0 ? piece : symbol(piece))}`;
}

function symbol(character: string): Markup {
  const code = character.codePointAt(0)!;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  // The block "Control Pictures" has one symbol for each C0 control, in their order, and DEL.
  const shown = code < 0x20 ? String.fromCodePoint(0x2400 + code) : code === 0x7f ? "␡" : name;
  return markup`<span class="hidden-char" title="${name}">${shown}</span>`;
}
