// The columns of a view's row, one table: scanning, rules, Parquet, log, store, API, contract and pages take from
// here what they need of a column.

/** What is known of a column of section "Rows in". */
interface Column {
  readonly type: "text" | "number" | "instant";
  readonly isRequired: boolean;
  /** Longest text, in UTF-8 bytes after trimming; null for what is no text. */
  readonly maxBytes: number | null;
  /** One sentence for people. */
  readonly meaning: string;
  readonly dimension?: DimensionFacts;
}

/**
 * A dimension is an optional text from which nothing is derived: how or where a view was watched. It breaks
 * ties between duplicates and in orders, one dimension after the other.
 */
interface DimensionFacts {
  /** The Parquet column's id, by which Apache Iceberg knows it: never given to another column. */
  readonly fieldId: number;
  /** Whether the Parquet has the column also when no input has it. */
  readonly isAlwaysWritten: boolean;
  /** How views are limited to one value of it; null when they are not. */
  readonly filter: FilterFacts | null;
}

interface FilterFacts {
  /** The store's number for sums over the views that share a value; stored, so never changed. */
  readonly scope: number;
  /** The API's description of the parameter. */
  readonly meaning: string;
  /** Heading of a list of its values. */
  readonly plural: string;
}

/** Longest optional text, in UTF-8 bytes after trimming. */
const OPTIONAL_BYTES = 512;
const OPTIONAL_TEXT = { type: "text", isRequired: false, maxBytes: OPTIONAL_BYTES } as const;

/** By the names that columns have in files, JSON, log records and answers. */
export const COLUMNS = {
  user_id: {
    ...{ type: "text", isRequired: true, maxBytes: 256 },
    meaning: "Who watched.",
  },
  show_name: {
    ...{ type: "text", isRequired: true, maxBytes: 1_024 },
    meaning: "What was watched.",
  },
  watch_duration_minutes: {
    ...{ type: "number", isRequired: true, maxBytes: null },
    meaning: "Minutes watched, more than 0 and at most 1440.",
  },
  watch_date: {
    ...{ type: "instant", isRequired: true, maxBytes: null },
    meaning: "When the view started; UTC unless it names a zone.",
  },
  event_id: {
    ...OPTIONAL_TEXT,
    meaning: "The player's id of the event; a user's events with the same id are one view.",
  },
  episode: { ...OPTIONAL_TEXT, meaning: "The episode; empty for a film." },
  device: {
    ...OPTIONAL_TEXT,
    meaning: "The device type.",
    dimension: {
      ...{ fieldId: 10, isAlwaysWritten: true },
      filter: { scope: 3, meaning: "Only views on this device.", plural: "Devices" },
    },
  },
  country: {
    ...OPTIONAL_TEXT,
    meaning: "The country.",
    dimension: {
      ...{ fieldId: 11, isAlwaysWritten: true },
      filter: { scope: 2, meaning: "Only views from this country.", plural: "Countries" },
    },
  },
  genre: { ...OPTIONAL_TEXT, meaning: "Genre of the show, for a catalog that has none." },
  profile: {
    ...OPTIONAL_TEXT,
    meaning: "Who of the people that share an account.",
    dimension: { fieldId: 13, isAlwaysWritten: false, filter: null },
  },
} as const satisfies Readonly<Record<string, Column>>;

/** A key of {@link COLUMNS}. */
export type ColumnName = keyof typeof COLUMNS;
type Table = typeof COLUMNS;
type Having<Facts> = { [N in ColumnName]: Table[N] extends Facts ? N : never }[ColumnName];

/** A column that each row must have. */
export type RequiredColumn = Having<{ readonly isRequired: true }>;
/** A column that is used when present. */
export type OptionalColumn = Exclude<ColumnName, RequiredColumn>;
/** A column of text, of which the length is limited. */
export type LimitedColumn = Having<{ readonly maxBytes: number }>;
/** A column with the facts of a dimension. */
export type Dimension = Having<{ readonly dimension: object }>;
/** A dimension by which views may be filtered. */
export type FilterColumn = Having<{ readonly dimension: { readonly filter: object } }>;
/** A column of which the contract counts the rows that have no value. */
export type SparseColumn = "episode" | Dimension;

/** All columns, the required ones first. */
export const COLUMN_NAMES = Object.keys(COLUMNS) as readonly ColumnName[];
export const REQUIRED_COLUMNS = COLUMN_NAMES
  .filter((name): name is RequiredColumn => COLUMNS[name].isRequired);
export const OPTIONAL_COLUMNS = COLUMN_NAMES
  .filter((name): name is OptionalColumn => !COLUMNS[name].isRequired);
export const LIMITED_COLUMNS = COLUMN_NAMES
  .filter((name): name is LimitedColumn => COLUMNS[name].maxBytes !== null);
/** In the order in which they break ties. */
export const DIMENSIONS = COLUMN_NAMES.filter((name): name is Dimension =>
  "dimension" in COLUMNS[name]
);
export const SPARSE_COLUMNS: readonly SparseColumn[] = ["episode", ...DIMENSIONS];

/** How views are limited to one value of a dimension. */
export function filterFacts(name: FilterColumn): FilterFacts {
  return COLUMNS[name].dimension.filter;
}

/** In the order of their scopes, in which people are shown them. */
export const FILTER_COLUMNS = DIMENSIONS
  .filter((name): name is FilterColumn => COLUMNS[name].dimension.filter !== null)
  .sort((a, b) => filterFacts(a).scope - filterFacts(b).scope);

/** A value for each column of {@link FILTER_COLUMNS}. */
export function forFilters<Value>(
  valueOf: (name: FilterColumn) => Value,
): Record<FilterColumn, Value> {
  return Object.fromEntries(FILTER_COLUMNS.map((name) => [name, valueOf(name)])) as Record<
    FilterColumn,
    Value
  >;
}

/** A value for each dimension. Written out, as rows are made by it: all objects are of one shape. */
export function forDimensions<Value>(
  valueOf: (name: Dimension) => Value,
): Record<Dimension, Value> {
  return {
    device: valueOf("device"),
    country: valueOf("country"),
    profile: valueOf("profile"),
  };
}

/** A view without any dimension. */
export const NO_DIMENSIONS: Readonly<Record<Dimension, null>> = forDimensions(() => null);

/** A value for each column of {@link SPARSE_COLUMNS}. */
export function forSparse<Value>(
  valueOf: (name: SparseColumn) => Value,
): Record<SparseColumn, Value> {
  return { episode: valueOf("episode"), ...forDimensions(valueOf) };
}
