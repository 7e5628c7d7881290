// The texts of the numbers that stand for them.

/** The texts of numbers that an adapter has answered. */
export interface StoredNames {
  showOf(id: number): string;
  /** The text of an episode or dimension; null when it is missing. */
  labelOf(id: number): string | null;
}
