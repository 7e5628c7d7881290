// Islands' props as text for the page: shared objects and signals stay shared.

import { Signal } from "@preact/signals";
import { DevalueError, stringify } from "devalue";
import { Fragment, isValidElement, type VNode } from "preact";
import type { PageIsland } from "./page_state.ts";
import { readElement } from "./render_islands.ts";

/** Renders a component that the browser does not have to HTML. */
export type RenderSlot = (vnode: VNode) => string;

/** JavaScript for all islands' props, and the scripts that the islands come from. */
export function serializeProps(islands: readonly PageIsland[], renderSlot: RenderSlot) {
  const scripts = new Set<string>();
  const slots = new Map<VNode, string>();
  const slotOf = (vnode: VNode) => {
    const html = slots.get(vnode) ?? renderSlot(vnode);
    slots.set(vnode, html);
    return html;
  };
  const write = () =>
    stringify(islands.map(({ props }) => props), {
      Computed: (value: unknown) => value instanceof Signal && isComputed(value) && [value.peek()],
      Signal: (value: unknown) => value instanceof Signal && [value.peek()],
      Element: (value: unknown) => isValidElement(value) && describe(value, slotOf, scripts),
    });
  let text = "";
  // Rendering a slot may find islands in it: their props are part of the text too.
  for (let count = -1; count !== islands.length;) {
    count = islands.length;
    text = refuseUnsendable(write);
  }
  for (const { script } of islands) scripts.add(script);
  // Within <script>, neither an end tag nor a comment may be read into it.
  return { text: text.replaceAll("<", "\\u003c"), scripts: [...scripts] };
}

function refuseUnsendable(write: () => string): string {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof DevalueError)) throw error;
    const where = `props${error.path.replace(/^\[\d+\]/, "")}`;
    throw new TypeError(
      `Cannot send props to an island as they must be data: ${error.message} at ${where}`,
      { cause: error },
    );
  }
}

/** `computed()` makes objects of another class than `signal()`. */
function isComputed(value: Signal): boolean {
  return Object.getPrototypeOf(value) !== Signal.prototype;
}

function describe(vnode: VNode, slotOf: (vnode: VNode) => string, scripts: Set<string>) {
  const key = vnode.key ?? null;
  const { type, props, island } = readElement(vnode);
  if (island) {
    scripts.add(island.script);
    return { island: [island.script, island.exportName], key, props };
  }
  if (typeof type === "string") return { tag: type, key, props };
  if (type === Fragment) return { tag: null, key, props };
  return { html: slotOf(vnode), key };
}
