// The cells of the rollups as they are gathered: what a transaction adds to each bucket.

/** Sums of units stay exact in a double up to here; a cell that would pass it goes on in another. */
const MAX_WEIGHT = 2 ** 52;
/** How many scopes there are, so that a scope fits beside an id into one number: id · SCOPES + scope. */
export const SCOPES = 4;

/** What is added to one bucket of one scope. */
export interface Cell {
  readonly scope: number;
  readonly id: number;
  readonly bucket: number;
  accepted: number;
  qualified: number;
  binge: number;
  rated: number;
  minuteUnits: number;
  completionUnits: number;
  engagementUnits: number;
  /** No sum of its units is further from 0 than this. */
  weight: number;
}

/** A view's part of a cell; units are null when the view has no rate. */
export interface CellPart {
  readonly sign: number;
  readonly minuteUnits: number;
  readonly isQualified: boolean;
  readonly isBinge: boolean;
  readonly completionUnits: number | null;
  readonly engagementUnits: number;
  /** At least as far from 0 as any of its units. */
  readonly weight: number;
}

/** Cells of one level; there may be several of one bucket, which add up. */
export class CellSums {
  /** By scope and id, then by bucket. */
  readonly #cells = new Map<number, Map<number, Cell>>();
  readonly #full: Cell[] = [];

  /** Adds a view's part to a bucket. */
  add(scope: number, id: number, bucket: number, part: CellPart): void {
    const cell = this.#cell(scope, id, bucket, part.weight);
    cell.accepted += part.sign;
    cell.minuteUnits += part.minuteUnits;
    if (!part.isQualified) return;
    cell.qualified += part.sign;
    if (part.isBinge) cell.binge += part.sign;
    if (part.completionUnits === null) return;
    cell.rated += part.sign;
    cell.completionUnits += part.completionUnits;
    cell.engagementUnits += part.engagementUnits;
  }

  /** These cells added up to buckets that are `factor` times as wide. */
  widen(factor: number): CellSums {
    const wide = new CellSums();
    for (const cell of this.all()) {
      const sum = wide.#cell(cell.scope, cell.id, Math.floor(cell.bucket / factor), cell.weight);
      sum.accepted += cell.accepted;
      sum.qualified += cell.qualified;
      sum.binge += cell.binge;
      sum.rated += cell.rated;
      sum.minuteUnits += cell.minuteUnits;
      sum.completionUnits += cell.completionUnits;
      sum.engagementUnits += cell.engagementUnits;
    }
    return wide;
  }

  *all(): Generator<Cell> {
    for (const cells of this.#cells.values()) yield* cells.values();
    yield* this.#full;
  }

  clear(): void {
    this.#cells.clear();
    this.#full.length = 0;
  }

  /** The cell to add to, with room for `weight` more. */
  #cell(scope: number, id: number, bucket: number, weight: number): Cell {
    const place = id * SCOPES + scope;
    let cells = this.#cells.get(place);
    if (cells === undefined) this.#cells.set(place, cells = new Map());
    let cell = cells.get(bucket);
    if (cell === undefined || cell.weight + weight > MAX_WEIGHT) {
      if (cell !== undefined) this.#full.push(cell);
      cells.set(bucket, cell = emptyCell(scope, id, bucket));
    }
    cell.weight += weight;
    return cell;
  }
}

function emptyCell(scope: number, id: number, bucket: number): Cell {
  return {
    scope,
    id,
    bucket,
    accepted: 0,
    qualified: 0,
    binge: 0,
    rated: 0,
    minuteUnits: 0,
    completionUnits: 0,
    engagementUnits: 0,
    weight: 0,
  };
}
