// Text with nothing hidden: control, bidirectional and zero-width characters are drawn as what they are.

/** Characters that a reader cannot see, or that reorder what is around them. */
const INVISIBLE =
  // deno-lint-ignore no-control-regex
  /([\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd])/u;

/** The names of U+0000 to U+001F, in their order. Symbols such as ␉ are missing from many fonts. */
const CONTROL_NAMES =
  ("NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 " +
    "NAK SYN ETB CAN EM SUB ESC FS GS RS US").split(" ");

/** Invisible characters are shown by their name (`TAB`) or their code point. */
export function VisibleText({ text }: { readonly text: string }) {
  return (
    <>
      {text.toWellFormed().split(INVISIBLE).map((piece, index) =>
        index % 2 === 0 ? piece : <Symbol key={index} character={piece} />
      )}
    </>
  );
}

function Symbol({ character }: { readonly character: string }) {
  const code = character.codePointAt(0)!;
  const codePoint = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return <span class="hidden-char" title={codePoint}>{CONTROL_NAMES[code] ?? codePoint}</span>;
}
