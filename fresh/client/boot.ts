// Starts the islands of a page in the browser, from the props that the server wrote into it.

import { computed, signal } from "@preact/signals";
import { unflatten } from "devalue";
import { type ComponentType, Fragment, h, render, type VNode } from "preact";

type Props = Record<string, unknown>;
/** A script and the name of its export. */
type IslandName = readonly [script: string, exportName: string];
type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type SentElement =
  & { readonly key: string | number | null }
  & (
    | { readonly html: string }
    | { readonly island: IslandName; readonly props: Props }
    | { readonly tag: string | null; readonly props: Props }
  );

/** Renders each island in its place; signals that islands share are one. */
export function boot(modules: Modules, islands: readonly IslandName[], data: unknown[]): void {
  const find = ([script, name]: IslandName) => {
    const exports = modules[script]!.islands as Record<string, ComponentType<Props>>;
    return exports[name]!;
  };
  const startWithin = (root: Node) => {
    for (const start of findStarts(root)) {
      const index = Number(start.data.slice("fresh:island:".length));
      // Not hydrate(): it would keep attributes that differ from the server's.
      render(h(find(islands[index]!), allProps[index]!), islandRoot(start));
    }
  };
  const revive = (sent: SentElement): VNode => {
    if ("html" in sent) return h("fresh-slot", slotProps(sent.html, startWithin)) as VNode;
    const type = "island" in sent ? find(sent.island) : sent.tag ?? Fragment;
    return h(type as ComponentType<Props>, { ...sent.props, key: sent.key });
  };
  const allProps = unflatten(data as number[], {
    Signal: ([value]) => signal(value),
    Computed: ([value]) => computed(() => value),
    Element: revive,
  }) as Props[];
  startWithin(document);
}

/** All first, as rendering changes what the walker walks over. */
function findStarts(root: Node): Comment[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const starts: Comment[] = [];
  while (walker.nextNode()) {
    const comment = walker.currentNode as Comment;
    if (comment.data.startsWith("fresh:island:")) starts.push(comment);
  }
  return starts;
}

/** The server's HTML inside an island, shown as if there were no element around it. */
function slotProps(html: string, startWithin: (root: Node) => void): Props {
  const ref = (element: HTMLElement | null) => {
    if (!element || element.style.display === "contents") return;
    element.style.display = "contents";
    startWithin(element);
  };
  return { dangerouslySetInnerHTML: { __html: html }, ref };
}

/** Stands for an element whose children are what lies from `start` to its end comment. */
function islandRoot(start: Comment): Element {
  const parent = start.parentNode as Element;
  const childNodes = () => {
    const nodes: ChildNode[] = [];
    for (let node = start.nextSibling; node && !isEnd(node); node = node.nextSibling) {
      nodes.push(node);
    }
    return nodes;
  };
  const end = childNodes().at(-1)?.nextSibling ?? start.nextSibling;
  const root = {
    nodeType: 1,
    ownerDocument: document,
    namespaceURI: parent.namespaceURI,
    parentNode: parent,
    get childNodes() {
      return childNodes();
    },
    get firstChild() {
      return childNodes()[0] ?? null;
    },
    insertBefore: (node: Node, before: Node | null) => parent.insertBefore(node, before ?? end),
    appendChild: (node: Node) => parent.insertBefore(node, end),
    removeChild: (node: Node) => parent.removeChild(node),
    contains: (node: Node) => parent.contains(node),
  };
  return root as unknown as Element;
}

function isEnd(node: Node): boolean {
  return node.nodeType === Node.COMMENT_NODE && (node as Comment).data === "/fresh:island";
}
