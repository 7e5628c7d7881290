// CSV files that a careless reader gets wrong.

import fc from "fast-check";
import { type Draft, draft, DRAFT_FIELDS, type World } from "./adversarial_values.ts";
import { type Damage, damaged } from "./damaged.ts";

const REQUIRED = DRAFT_FIELDS.slice(0, 4);

/** A CSV file of rows of that world. */
export function adversarialCsv(world: World): fc.Arbitrary<Uint8Array> {
  return fc.record({
    columns: columns,
    rows: rowsOf(world),
    bom: oneIn(4),
    endsInLineEnd: fc.boolean(),
    lineEnds: fc.array(fc.constantFrom("\n", "\r\n"), { minLength: 1, maxLength: 3 }),
    headerStyle: fc.constantFrom("plain", "plain", "quoted", "padded"),
    separator: fc.constantFrom(",", ",", ";", "\t"),
    declared: oneIn(6),
    oldMac: oneIn(6),
    decimalMark: fc.constantFrom(".", ","),
    damage: damaged,
  }).map((file) => {
    const { columns, rows, bom, endsInLineEnd, headerStyle, separator, decimalMark } = file;
    const lineEnds = file.oldMac ? ["\r"] : file.lineEnds;
    // In a file whose lines end in a CR, a line feed would say that they do not.
    const damage: Damage = (bytes, from) => {
      const damaged = file.damage(bytes, from);
      return file.oldMac ? damaged.map((byte) => byte === 10 ? 32 : byte) : damaged;
    };
    const head = columns.map((name) => headerCell(name, headerStyle)).join(separator);
    const header = file.declared ? `sep=${separator}${lineEnds[0]}${head}` : head;
    const lines = [
      header,
      ...rows.map((row) => row(columns, { separator, decimalMark, oldMac: file.oldMac })),
    ];
    const text = lines.map((line, index) => {
      const isLast = index === lines.length - 1;
      return isLast && !endsInLineEnd ? line : line + lineEnds[index % lineEnds.length];
    }).join("");
    const headBytes = new TextEncoder().encode((bom ? "\uFEFF" : "") + header + "\n").length + 1;
    return damage(new TextEncoder().encode((bom ? "\uFEFF" : "") + text), headBytes);
  });
}

/** A row, written once the file's columns are known. */
type Row = (columns: readonly string[], style: Style) => string;

/** How the file's rows are written. */
interface Style {
  readonly separator: string;
  readonly decimalMark: string;
  readonly oldMac: boolean;
}

const columns: fc.Arbitrary<string[]> = fc.subarray(DRAFT_FIELDS.slice(4)).chain((optional) => {
  const all = [...REQUIRED, ...optional];
  return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
});

function rowsOf(world: World): fc.Arbitrary<Row[]> {
  const row = fc.oneof(
    { weight: 20, arbitrary: draftRow(world) },
    { weight: 1, arbitrary: raggedRow(world) },
    { weight: 1, arbitrary: oddLine.map((line): Row => () => line) },
  );
  // The long ones reach the 20 qualified views from which a runtime is inferred.
  return fc.oneof(
    { weight: 4, arbitrary: fc.array(row, { maxLength: 14, size: "max" }) },
    { weight: 1, arbitrary: fc.array(row, { minLength: 40, maxLength: 90, size: "max" }) },
  );
}

const oddLine = fc.oneof(
  fc.constantFrom("", "", " ", "\t \t", "\r", '"', '"unclosed', '"closed"text,1,2,3', '"a" ,b,c,d')
    .map((line) => line),
  fc.constantFrom('""', '"",""', '"a""b,c', 'a"b,"c""d",e,f', ",,,", ",", "a,b", '"a\nb"x', "\0"),
  fc.string({ maxLength: 12 }),
);

function draftRow(world: World): fc.Arbitrary<Row> {
  return fc.tuple(draft(world), fc.array(oneIn(4), { minLength: 1, maxLength: 4 }))
    .map(([values, quoted]): Row => (columns, style) =>
      cellsOf(values, columns, quoted, style).join(style.separator)
    );
}

function raggedRow(world: World): fc.Arbitrary<Row> {
  return fc.tuple(draft(world), fc.constantFrom(-2, -1, 1, 3)).map(([values, extra]): Row => {
    return (columns, style) => {
      const cells = [...cellsOf(values, columns, [false], style), "x", "y", "z"];
      return cells.slice(0, columns.length + extra).join(style.separator);
    };
  });
}

function cellsOf(
  values: Draft,
  columns: readonly string[],
  quoted: readonly boolean[],
  { separator, decimalMark, oldMac }: Style,
): string[] {
  return columns.map((name, index) => {
    const draft = values[name as keyof Draft];
    const written = name === "watch_duration_minutes" ? draft.replace(".", decimalMark) : draft;
    const value = oldMac ? written.replaceAll("\n", " ") : written;
    const special = [separator, oldMac ? "\r" : "\n"];
    const mustQuote = special.some((mark) => value.includes(mark)) || value.startsWith('"');
    return mustQuote || quoted[index % quoted.length] ? `"${value.replaceAll('"', '""')}"` : value;
  });
}

function headerCell(name: string, style: string): string {
  if (style === "quoted") return `"${name}"`;
  return style === "padded" ? ` ${name}\u00A0` : name;
}

function oneIn(n: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: n - 1 }).map((value) => value === n - 1);
}
