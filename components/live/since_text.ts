// How long ago something was, in few words.

import { formatCount } from "../kit/format.ts";

/** `3 s ago`; a dash when there was nothing. */
export function sinceText(at: string | null, nowMs: number): string {
  if (at === null) return "–";
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(at)) / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  return `${formatCount(Math.floor(seconds / 3_600))} h ago`;
}
