// Finds the columns of a table that have a meaning, by their names in its header.

/** Where columns stand in a header, and what else it holds. */
export interface LocatedColumns<Name extends string> {
  /** Index by meaning; -1 when the header does not have it. */
  readonly columns: Readonly<Record<Name, number>>;
  /** Meanings that more than one column claims: nobody can tell which one counts. */
  readonly repeated: readonly Name[];
  /** Names of the columns without a meaning; a column without a name is called `(column N)`. */
  readonly ignored: readonly string[];
}

/**
 * Looks for columns by their spellings, the preferred one first. Case, white space and hyphens do not
 * matter, except that a column spelt exactly right wins over one that is not.
 */
export function locateColumns<Name extends string>(
  header: readonly string[],
  spellings: Readonly<Record<Name, readonly string[]>>,
): LocatedColumns<Name> {
  const names = Object.keys(spellings) as Name[];
  const exact = header.map((cell) => cell.trim());
  const lenient = exact.map(lenientSpelling);
  const columns: Partial<Record<Name, number>> = {};
  const repeated: Name[] = [];
  for (const name of names) {
    let found = indicesOf(exact, spellings[name]);
    if (found.length === 0) found = indicesOf(lenient, spellings[name].map(lenientSpelling));
    columns[name] = found[0] ?? -1;
    if (found.length > 1) repeated.push(name);
  }
  const used = new Set(Object.values(columns));
  const ignored = exact.map((name, index) => name === "" ? `(column ${index + 1})` : name)
    .filter((_, index) => !used.has(index));
  return { columns: columns as Record<Name, number>, repeated, ignored };
}

/** A name as it compares when its spelling does not matter: `Show Name` is `show_name`. */
export function lenientSpelling(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[\s-]+/g, "_");
}

function indicesOf(names: readonly string[], wanted: readonly string[]): number[] {
  return names.flatMap((name, index) => wanted.includes(name) ? [index] : []);
}
