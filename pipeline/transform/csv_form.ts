// How a CSV file is written: what parts its cells, what ends its rows, what marks the decimals in it.

/** What may part cells, the usual one first. */
export const CSV_SEPARATORS = [",", ";", "\t"] as const;

/** One of {@link CSV_SEPARATORS}. */
export type CsvSeparator = typeof CSV_SEPARATORS[number];

/** How one CSV file is written. Plain data. */
export interface CsvForm {
  readonly separator: CsvSeparator;
  /** `\n` is a CRLF too; then a CR elsewhere is data. With `\r` a line feed is data. */
  readonly lineEnd: "\n" | "\r";
  /** Where the separator is not a comma, durations may be written with one. */
  readonly decimalMark: "." | ",";
}

/** As RFC 4180 has it. */
export const USUAL_FORM: CsvForm = { separator: ",", lineEnd: "\n", decimalMark: "." };

/** The marks of a form as bytes. */
export interface CsvMarks {
  readonly separator: number;
  readonly lineEnd: number;
  readonly decimalMark: number;
}

/** The bytes of a form's marks. */
export function marksOf({ separator, lineEnd, decimalMark }: CsvForm): CsvMarks {
  return {
    separator: separator.charCodeAt(0),
    lineEnd: lineEnd.charCodeAt(0),
    decimalMark: decimalMark.charCodeAt(0),
  };
}

/** The marks of {@link USUAL_FORM}. */
export const USUAL_MARKS: CsvMarks = marksOf(USUAL_FORM);

/** What a separator is called in a message. */
export const SEPARATOR_NAMES: Readonly<Record<CsvSeparator, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
};

/** What the line `sep=;` names, with which Excel is told what parts the cells; null for any other line. */
export function separatorDeclaration(line: string): string | null {
  const named = /^"?sep=(.|\\t)"?[,;\t ]*$/i.exec(line)?.[1];
  return named?.replace("\\t", "\t") ?? null;
}
