// Repairs that are kept by name and taken on new rows as they come.

import type { Repair, RepairSelection } from "./repair.ts";

/** A repair with the rows that it is for. */
export interface SavedRepair {
  /** Unique; each record that it sends names it. */
  readonly name: string;
  /** Rows by rule, source and text; not by id. */
  readonly select: Omit<RepairSelection, "ids">;
  readonly repair: Repair;
  /** When it was saved (ISO): rows that were there before wait for `run`. */
  readonly created_at: string;
  /** Rows that it has sent or set aside by itself. */
  readonly settled: number;
  /** Why it is taken on no more rows until it is saved again; null while it is. */
  readonly stopped: string | null;
}

/** What `GET /api/quarantine/repairs` answers, and every change of them. */
export interface SavedRepairList {
  readonly repairs: readonly SavedRepair[];
}
