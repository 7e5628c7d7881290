// What is added to a page's HTML when it is rendered: what <Head> holds, and the scripts of its islands.

import { type ComponentChildren, h, toChildArray, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { currentBuild } from "./build_snapshot.ts";
import { PageContext, type PageState } from "./page_state.ts";
import { serializeProps } from "./serialize_props.ts";

/** A tree that knows the page it is rendered for. */
export function inPage(page: PageState, tree: ComponentChildren): VNode {
  return h(PageContext.Provider, { value: page }, tree) as unknown as VNode;
}

/** The whole page. */
export function completePage(html: string, page: PageState): string {
  const islands = islandScript(page);
  const withScripts = insertBefore(html, "</body>", islands.script + reloadScript(page));
  const withLinks = withScripts.replace("</head>", () => `${islands.links}</head>`);
  const whole = page.heads.length > 0 ? insertHeads(withLinks, page) : withLinks;
  return whole.startsWith("<html") ? `<!DOCTYPE html>${whole}` : whole;
}

function insertHeads(html: string, page: PageState): string {
  const elements = new Map<unknown, ComponentChildren>();
  for (const child of toChildArray(page.heads)) {
    const vnode = typeof child === "object" ? child : null;
    elements.set(vnode?.type === "title" ? "title" : headKey(vnode) ?? child, child);
  }
  const added = renderToString(inPage(page, [...elements.values()]));
  const end = html.indexOf("</head>");
  const head = end < 0 ? "" : html.slice(0, end);
  const kept = elements.has("title") ? head.replace(/<title[^>]*>[^<]*<\/title>/, "") : head;
  return kept + added + html.slice(Math.max(0, end));
}

/** `toChildArray` puts `$` and where it was before a key; elements without one are all kept. */
function headKey(vnode: VNode | null): unknown {
  const key = vnode?.key;
  return typeof key === "string" && !/^\$?\d*$/.test(key) ? key : undefined;
}

function islandScript(page: PageState): { readonly script: string; readonly links: string } {
  if (page.islands.length === 0) return { script: "", links: "" };
  const { bootScript, scriptImports } = currentBuild();
  const renderSlot = (vnode: VNode) => renderToString(inPage(page, vnode));
  const { text, scripts } = serializeProps(page.islands, renderSlot);
  const imports = scripts.map((script, i) => `import*as m${i} from${JSON.stringify(script)};`);
  const modules = scripts.map((script, i) => `${JSON.stringify(script)}:m${i}`).join(",");
  const islands = page.islands.map(({ script, exportName }) => [script, exportName]);
  const script =
    `<script type="module"${nonceOf(page)}>import{boot}from${JSON.stringify(bootScript)};` +
    `${imports.join("")}boot({${modules}},${JSON.stringify(islands)},${text});</script>`;
  // A browser finds imports only when it has the script that has them: by these it asks for all at once.
  const all = [bootScript, ...scripts].flatMap((own) => [own, ...scriptImports[own] ?? []]);
  const links = [...new Set(all)].map((path) => `<link rel="modulepreload" href="${path}"/>`);
  return { script, links: links.join("") };
}

function reloadScript(page: PageState): string {
  const { isDevelopment, buildId } = currentBuild();
  if (!isDevelopment) return "";
  const script = `new EventSource("/_fresh/live").onmessage=(e)=>` +
    `{if(e.data!==${JSON.stringify(buildId)})location.reload()}`;
  return `<script type="module"${nonceOf(page)}>${script}</script>`;
}

function nonceOf({ nonce }: PageState): string {
  return nonce ? ` nonce="${nonce}"` : "";
}

function insertBefore(html: string, tag: string, added: string): string {
  if (added === "") return html;
  const at = html.lastIndexOf(tag);
  return at < 0 ? html + added : html.slice(0, at) + added + html.slice(at);
}
