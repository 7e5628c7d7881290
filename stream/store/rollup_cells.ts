// The cells of the rollups as they are gathered: what a transaction adds to each bucket.

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
}

/** Nothing yet. */
export function emptyCell(scope: number, id: number, bucket: number): Cell {
  const counts = { accepted: 0, qualified: 0, binge: 0, rated: 0 };
  return { scope, id, bucket, ...counts, minuteUnits: 0, completionUnits: 0, engagementUnits: 0 };
}

/** Adds a view's part, or takes it away; units are null when the view has no rate. */
export function addTo(cell: Cell, part: {
  readonly sign: number;
  readonly minuteUnits: number;
  readonly isQualified: boolean;
  readonly isBinge: boolean;
  readonly completionUnits: number | null;
  readonly engagementUnits: number;
}): void {
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

/** Adds up cells to buckets that are `factor` times as wide. */
export function widen(cells: readonly Cell[], factor: number): Cell[] {
  const wide = new Map<string, Cell>();
  for (const cell of cells) {
    const { scope, id } = cell, bucket = Math.floor(cell.bucket / factor);
    const key = `${scope} ${id} ${bucket}`;
    let sum = wide.get(key);
    if (sum === undefined) wide.set(key, sum = emptyCell(scope, id, bucket));
    sum.accepted += cell.accepted;
    sum.qualified += cell.qualified;
    sum.binge += cell.binge;
    sum.rated += cell.rated;
    sum.minuteUnits += cell.minuteUnits;
    sum.completionUnits += cell.completionUnits;
    sum.engagementUnits += cell.engagementUnits;
  }
  return [...wide.values()];
}
