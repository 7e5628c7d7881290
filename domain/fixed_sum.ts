// Sums that do not depend on the order of their terms, so that any split of the work gives the same
// figures: values are counted in integer units and added exactly.

/** Units in which minutes are summed: 10⁻⁹ minute. */
export const UNITS_PER_MINUTE = 1e9;
/** Units in which rates (0–1) are summed: 10⁻¹¹. */
export const UNITS_PER_RATE = 1e11;

/** Minutes (0–1440) in integer units; exact to 10⁻⁹ minute. */
export function minuteUnits(minutes: number): number {
  return Math.round(minutes * UNITS_PER_MINUTE);
}

/** A rate (0–1) in integer units; exact to 10⁻¹¹. */
export function rateUnits(rate: number): number {
  return Math.round(rate * UNITS_PER_RATE);
}

/** An exact sum of integer units: a double while it is exact, folded into a BigInt before it is not. */
export class FixedSum {
  #folded = 0n;
  #open = 0;

  /** Adds whole units, |units| ≤ 2⁵². */
  add(units: number): void {
    this.#open += units;
    if (this.#open > 4_503_599_627_370_496 || this.#open < -4_503_599_627_370_496) {
      // Above 2⁵² the next addition might round: 2⁵² + 2⁵² is still exact.
      this.#folded += BigInt(this.#open);
      this.#open = 0;
    }
  }

  /** Adds another exact total. */
  addTotal(units: bigint): void {
    this.#folded += units;
  }

  /** The exact total, in units. */
  get total(): bigint {
    return this.#folded + BigInt(this.#open);
  }
}

/** Hours from a total of minute units, rounded to 10⁻⁹ hour. */
export function hoursOf(totalMinuteUnits: bigint): number {
  return Math.round(Number(totalMinuteUnits) / 60) / UNITS_PER_MINUTE;
}

/** Mean rate from a total of rate units, rounded to 10⁻¹⁰; null without any term. */
export function meanRateOf(totalRateUnits: bigint, count: number): number | null {
  return count === 0 ? null : Math.round(Number(totalRateUnits) / count / 10) / 1e10;
}
