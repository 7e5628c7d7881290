// Puts a measured section into a document between its markers and leaves the rest as it is.

/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->`; a document without the markers
 * gets them, with the section, at its end.
 *
 * @throws {Error} when only one of the markers is there, one is there twice, or they stand the wrong way round
 * @example
 * ```ts
 * import { replaceSection } from "./replace_section.ts";
 * const before = "# A\n<!-- x -->\nold\n<!-- /x -->\nend\n";
 * const after = replaceSection(before, "x", "new");
 * if (after !== "# A\n<!-- x -->\n\nnew\n\n<!-- /x -->\nend\n") throw new Error(after);
 * ```
 */
export function replaceSection(document: string, name: string, section: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const replacement = `${open}\n\n${section.trim()}\n\n${close}`;
  const [start, end] = [document.indexOf(open), document.indexOf(close)];
  if (start === -1 && end === -1) return `${document.trimEnd()}\n\n${replacement}\n`;
  const once = start === document.lastIndexOf(open) && end === document.lastIndexOf(close);
  if (start === -1 || end < start || !once) {
    throw new Error(
      `Cannot replace a section as the document must have ${open} and then ${close}, each once: ` +
        `current value is ${start} and ${end}`,
    );
  }
  return document.slice(0, start) + replacement + document.slice(end + close.length);
}
