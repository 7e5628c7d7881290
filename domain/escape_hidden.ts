// Texts that people control, in a line of a log or an error: nothing in them acts on a terminal, ends the
// line or turns its order around.

/** Control characters, line ends, zero-width characters and those that set the direction of writing. */
const HIDDEN =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Each such character as its code, as JSON has it. */
export function escapeHidden(text: string): string {
  return text.replaceAll(
    HIDDEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
