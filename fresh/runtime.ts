// The door of `fresh/runtime`: what components may import on both sides.

import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { PageContext } from "./page_state.ts";

export { asset } from "./asset.ts";

/** Puts its children into `<head>`; of elements with one `key`, and of titles, the last stays. */
export function Head({ children }: { children?: ComponentChildren }): null {
  useContext(PageContext)?.heads.push(children);
  return null;
}
