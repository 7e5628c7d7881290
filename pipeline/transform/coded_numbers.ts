// A column of numbers as codes into the numbers that occur in it.

/** Row i has the number `values[codes[i]]`. Arrays may be longer than what is used of them. */
export interface CodedNumbers {
  readonly codes: Uint32Array;
  /** By code; the same number may have several codes, and NaN stands for null. */
  readonly values: Float64Array;
  /** Rows by code; each code occurs. */
  readonly counts: Uint32Array;
  /** How many codes there are. */
  readonly size: number;
}
