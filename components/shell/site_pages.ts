// The pages that the bar on top leads to.

/** A page: its address, its name, and the key that goes there after `g`. */
export interface SitePage {
  readonly href: string;
  readonly name: string;
  readonly key: string;
}

/** In the order of the bar. */
export const SITE_PAGES: readonly SitePage[] = [
  { href: "/", name: "Now", key: "n" },
  { href: "/shows", name: "Shows", key: "s" },
  { href: "/users", name: "Users", key: "u" },
  { href: "/sittings", name: "Binges", key: "b" },
  { href: "/retention", name: "Retention", key: "r" },
  { href: "/quality", name: "Quality", key: "q" },
  { href: "/runs", name: "Runs", key: "l" },
  { href: "/stream", name: "Stream", key: "t" },
  { href: "/explore", name: "Explore", key: "e" },
  { href: "/time-machine", name: "Time machine", key: "m" },
  { href: "/live-wall", name: "Wall", key: "w" },
];

/** Whether a path belongs to a page or lies below it. */
export function isOfPage(path: string, href: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}
