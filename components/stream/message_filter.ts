// Which messages are shown: those that hold a text, or whose field has a value (`show_name=Dark`).

import type { MessageAnswer } from "../../domain/service_answers.ts";
import { parseWritten } from "../../domain/written_number.ts";

const FIELD = /^([\w.-]+)\s*=\s*(.*)$/s;

/** Whether a message fits; an empty filter takes all. Case does not matter. */
export function fitsFilter(message: MessageAnswer, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === "") return true;
  const field = FIELD.exec(filter.trim());
  if (field !== null && fieldOf(message, field[1]!) === field[2]!.toLowerCase()) return true;
  return [message.value, message.key, ...Object.values(message.headers)]
    .some((text) => text.toLowerCase().includes(wanted));
}

/** A field of the value's object in lower case; null when there is none. */
function fieldOf({ value }: MessageAnswer, name: string): string | null {
  try {
    const object = parseWritten(value) as Record<string, unknown> | null;
    const found = object?.[name] ?? null;
    if (found === null) return null;
    return (typeof found === "object" ? JSON.stringify(found) : String(found)).toLowerCase();
  } catch {
    return null;
  }
}
