// Where a name leads: a run replaces what a link points to, and leaves the link.

import { dirname, resolve } from "node:path";

/** More in a row lead in a circle, as the system has it too. */
const MAX_LINKS = 40;

/** The path that the links of this name end at, also when nothing is there yet. */
export function followLink(path: string): string {
  let place = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const target = linkTarget(place);
    if (target === null) return place;
    place = resolve(dirname(place), target);
  }
  return path;
}

function linkTarget(path: string): string | null {
  try {
    // With a slash at its end the name is that of the folder behind the link.
    return Deno.readLinkSync(path.replace(/(?<=.)\/+$/, ""));
  } catch {
    return null;
  }
}
