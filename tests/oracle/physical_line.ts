// Physical lines: what stands between two line feeds, whatever quotes say.

/** A line of text: `end` is behind its last character, `next` behind its line end. */
export interface PhysicalLine {
  readonly end: number;
  readonly next: number;
}

/** The line that starts at `start`; the CR of a CRLF belongs to the line end, any other CR is data. */
export function physicalLine(text: string, start: number, lineEnd = "\n"): PhysicalLine {
  const feed = text.indexOf(lineEnd, start);
  if (feed === -1) return { end: text.length, next: text.length };
  const isCrlf = lineEnd === "\n" && feed > start && text[feed - 1] === "\r";
  return { end: isCrlf ? feed - 1 : feed, next: feed + 1 };
}

/** Whether the line that starts at `start` holds nothing but spaces and tabs. */
export function isBlankLine(text: string, start: number, lineEnd = "\n"): boolean {
  return /^[ \t]*$/.test(text.slice(start, physicalLine(text, start, lineEnd).end));
}

/** How many line ends stand in a piece of text. */
export function countFeeds(text: string, lineEnd = "\n"): number {
  return text.split(lineEnd).length - 1;
}

/** Where the input's text starts: behind a UTF-8 BOM, if there is one. */
export function afterBom(text: string): number {
  return text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
}
