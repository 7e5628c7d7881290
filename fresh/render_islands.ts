// Islands and nonces in what the server renders, by a hook on every element.

import { type ComponentType, Fragment, h, options, type VNode } from "preact";
import { useContext } from "preact/hooks";
import { findIsland, type RegisteredIsland } from "./island_registry.ts";
import { IslandContext, PageContext } from "./page_state.ts";

type Props = Record<string, unknown>;

/** Marks elements that the hook made itself, so that it leaves them alone. */
const DONE = "data-fresh-done";

interface BoundaryProps {
  readonly component: ComponentType<Props>;
  readonly island: RegisteredIsland;
  readonly given: Props;
}

/** An island between two comments, by which the browser finds it; inside another one, its mere tree. */
function IslandBoundary({ component, island, given }: BoundaryProps): VNode {
  const page = useContext(PageContext);
  const isInside = useContext(IslandContext);
  const tree = h(component, { ...given, [DONE]: true });
  if (!page || isInside) return tree;
  const index = page.islands.push({ ...island, props: given }) - 1;
  const inner = h(IslandContext.Provider, { value: true }, tree);
  return h(Fragment, null, comment(`fresh:island:${index}`), inner, comment(`/fresh:island`));
}

/** A script or style with the page's nonce. */
function WithNonce({ type, given }: { type: string; given: Props }): VNode {
  const nonce = useContext(PageContext)?.nonce;
  const props: Props = { ...given, [DONE]: true, ...(nonce ? { nonce } : {}) };
  return h(type, props) as VNode;
}

function comment(text: string): VNode {
  return h(Fragment as ComponentType<Props>, { UNSTABLE_comment: text });
}

function takeOver(vnode: VNode): void {
  const { type } = vnode;
  const props = vnode.props as Props;
  if (DONE in props) {
    delete props[DONE];
    return;
  }
  if (typeof type === "function") {
    const island = findIsland(type);
    if (island) replace(vnode, IslandBoundary, { component: type, island, given: props });
  } else if (type === "script" || type === "style") {
    replace(vnode, WithNonce, { type, given: props });
  }
}

function replace(vnode: VNode, type: unknown, props: object): void {
  Object.assign(vnode, { type, props });
}

/** What an element was before the hook took it over. */
export function readElement(vnode: VNode) {
  const { type } = vnode;
  if (type === IslandBoundary as unknown) {
    const { component, island, given } = vnode.props as unknown as BoundaryProps;
    return { type: component, props: given, island };
  }
  if (type === WithNonce as unknown) {
    const { type: tag, given } = vnode.props as unknown as { type: string; given: Props };
    return { type: tag, props: given, island: null };
  }
  return { type, props: vnode.props as Props, island: null };
}

let isInstalled = false;

/** Has every element that is made from now on go through here; islands are what they are by it. */
export function installHook(): void {
  if (isInstalled) return;
  isInstalled = true;
  const before = options.vnode;
  options.vnode = (vnode) => {
    takeOver(vnode);
    before?.(vnode);
  };
}
