// Whether an instant lies in a period, for lists that the store gives whole.

import { parseInstant } from "../../domain/instant.ts";
import type { EventRange } from "../../store/port.ts";

/** `from` is part of the period, `to` is not. */
export function isWithin(instant: string, { from, to }: EventRange): boolean {
  const timeMs = parseInstant(instant);
  return (from === null || timeMs >= from) && (to === null || timeMs < to);
}
