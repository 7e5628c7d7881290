// How a CSV file is written, found the obvious way: what parts its cells and what ends its lines.

/** The separator and the line end; with a line feed a CR before it belongs to the line end. */
export interface CsvStyle {
  readonly separator: string;
  readonly lineEnd: string;
}

/** A file without a line feed outside of quotes has lines that end in a CR, if they end. */
export function lineEndOf(text: string): string {
  const unquoted = text.replaceAll(/"[^"]*"/g, "");
  return unquoted.includes("\n") || !unquoted.includes("\r") ? "\n" : "\r";
}

/** The separator that a header line has most of; the names themselves have none. */
export function separatorOf(headerLine: string): string {
  const count = (mark: string) => headerLine.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => count(mark) > count(best) ? mark : best);
}

/** Whether a line is Excel's word on the separator and no header. */
export function isDeclaration(line: string): boolean {
  return /^"?sep=[,;\t]"?$/.test(line);
}
