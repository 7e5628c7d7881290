// The nodes between an island's two comments, as the element that preact renders into.

/** Stands for an element whose children are what lies from `start` to its end comment. */
export function islandRoot(start: Comment): Element {
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
