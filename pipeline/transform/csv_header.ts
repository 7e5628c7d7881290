// Recognises what a CSV file is by its header: rows of views, a Netflix export, or neither.

import { COLUMN_NAMES, REQUIRED_COLUMNS } from "../../domain/columns.ts";
import { nearestName } from "../../domain/nearest_name.ts";
import type { CsvForm } from "./csv_form.ts";
import type { CellColumns } from "./fields_from_cells.ts";
import {
  incompleteNetflixMessage,
  isTitleOnlyNetflixHeader,
  netflixColumnNames,
  type NetflixColumns,
  netflixColumns,
  titleOnlyNetflixMessage,
} from "./fields_from_netflix.ts";
import type { LocalDates } from "./local_date.ts";
import { locateColumns } from "./locate_columns.ts";
import { isOwnExport } from "./own_export.ts";

/** What the cells under a header mean; `width` is the number of cells each row must have. */
export type CsvColumns =
  | {
    readonly kind: "columns";
    readonly columns: CellColumns;
    readonly width: number;
    /** Playhead saved these rows (own_export.ts). */
    readonly isOwnExport?: boolean;
  }
  | {
    readonly kind: "netflix";
    readonly columns: NetflixColumns;
    readonly width: number;
    /** In a file that a spreadsheet saved again; only its rows tell. */
    readonly localDates?: LocalDates;
  };

/** How the rows under a header are read. */
export type CsvLayout = CsvColumns & { readonly form: CsvForm };

/** What a header turned out to be: columns those that nothing uses, or why it is none. */
export type CsvHeader =
  | CsvColumns & { readonly ignored: readonly string[] }
  | {
    readonly kind: "refused";
    /** Completes `Cannot read FILE as …`. */
    readonly message: string;
  };

/** Each known column goes by its own name only. */
const SPELLINGS = Object.fromEntries(
  COLUMN_NAMES.map((name) => [name, [name]]),
) as Record<keyof CellColumns, [string]>;

/** Longer names are no misspelt columns, and comparing them takes long. */
const LONGEST_GUESS = 40;
/** Most column names that a message lists. */
const SHOWN_NAMES = 20;

/** Reads the unquoted cells of a header. */
export function readCsvHeader(cells: readonly string[]): CsvHeader {
  const { columns, repeated, ignored } = locateColumns(cells, SPELLINGS);
  const missing = REQUIRED_COLUMNS.filter((name) => columns[name] < 0);
  const width = cells.length;
  if (missing.length === 0) {
    return repeated.length === 0
      ? {
        ...{ kind: "columns", columns, width, ignored },
        ...isOwnExport(cells) ? { isOwnExport: true } : {},
      }
      : refuseRepeated(repeated);
  }
  const netflix = netflixColumns(cells);
  if (netflix !== null) {
    return netflix.repeated.length === 0
      ? { kind: "netflix", columns: netflix.columns, width, ignored: netflix.ignored }
      : refuseRepeated(netflix.repeated.map(netflixColumnNames));
  }
  if (isTitleOnlyNetflixHeader(cells)) {
    return { kind: "refused", message: titleOnlyNetflixMessage() };
  }
  const incomplete = incompleteNetflixMessage(cells);
  if (incomplete !== null) return { kind: "refused", message: incomplete };
  return refuseMissing(missing, cells, ignored);
}

function refuseRepeated(names: readonly string[]): CsvHeader {
  return {
    kind: "refused",
    message: `its header must name each column once: ${names.join(", ")} is there more than once`,
  };
}

function refuseMissing(
  missing: readonly string[],
  cells: readonly string[],
  ignored: readonly string[],
): CsvHeader {
  const guesses = missing.flatMap((name) => {
    const meant = nearestName(name, ignored.filter(({ length }) => length <= LONGEST_GUESS));
    return meant === null ? [] : [`${quote(meant)} may be meant as ${name}`];
  });
  const columns = missing.length === 1 ? "column" : "columns";
  const hint = guesses.length === 0 ? "" : ` (${guesses.join(", ")})`;
  return {
    kind: "refused",
    message: `its header must name the ${columns} ${missing.join(", ")}: current value is ` +
      shownNames(cells) + hint,
  };
}

function shownNames(cells: readonly string[]): string {
  const shown = cells.slice(0, SHOWN_NAMES).map((cell) => quote(cell.trim())).join(", ");
  const more = cells.length - SHOWN_NAMES;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** One line, whatever a file has where its header should be. */
function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? name.slice(0, 59) + "…" : name);
}
