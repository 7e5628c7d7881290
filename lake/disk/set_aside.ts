// Sets a damaged file aside: it is out of the way, and nothing of it is lost.

import { existsSync } from "node:fs";

/** Renames the file to one that says when; gives the new path. */
export function setAside(path: string, nowMs: number): string {
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  for (let n = 1;; n++) {
    const aside = `${path}.damaged-${time}${n === 1 ? "" : `-${n}`}`;
    if (existsSync(aside)) continue;
    Deno.renameSync(path, aside);
    return aside;
  }
}
