// A page as HTML: the tree inside its layout, inside the app wrapper.

import { type ComponentChildren, type FunctionComponent, h, type VNode } from "preact";
import { renderToStringAsync } from "preact-render-to-string";
import { completePage, inPage } from "./complete_page.ts";
import type { PageState } from "./page_state.ts";

/** What a page or layout is given. */
export interface PageProps<Data = unknown, State = unknown> {
  readonly data: Data;
  readonly state: State;
  readonly url: URL;
  readonly req: Request;
  readonly params: Record<string, string>;
  /** What a layout or the app wrapper is around. */
  readonly Component: FunctionComponent;
}

/** A component, or an async function that makes a tree once, on the server, or answers itself. */
export type PageComponent<Data, State> = (
  props: PageProps<Data, State>,
) => VNode | ComponentChildren | Promise<VNode | ComponentChildren | Response>;

export interface LayoutConfig {
  readonly skipInheritedLayouts?: boolean;
}

/** What a page may know of its request. */
interface PageSource<State> extends Omit<PageProps<unknown, State>, "data" | "Component"> {
  readonly nonce: string | null;
}

/** The HTML of a page, or the answer that an async layout gave instead; `around` begins with the outermost. */
export async function renderPage<State>(
  ctx: PageSource<State>,
  tree: ComponentChildren,
  around: readonly PageComponent<unknown, State>[],
): Promise<string | Response> {
  let inner = tree;
  for (const component of around.toReversed()) {
    const wrapped = await buildTree(component, propsOf(ctx, undefined, inner));
    if (wrapped instanceof Response) return wrapped;
    inner = wrapped;
  }
  const page: PageState = { islands: [], heads: [], nonce: ctx.nonce };
  return completePage(await renderToStringAsync(inPage(page, inner)), page);
}

/** A component's tree: async functions are called now, others when the page is rendered. */
export async function buildTree<Data, State>(
  component: PageComponent<Data, State>,
  props: PageProps<Data, State>,
): Promise<ComponentChildren | Response> {
  if (component.constructor.name === "AsyncFunction") return await component(props);
  return h(component as FunctionComponent<PageProps<Data, State>>, props);
}

export function propsOf<Data, State>(
  { state, url, req, params }: PageSource<State>,
  data: Data,
  inner: ComponentChildren = null,
): PageProps<Data, State> {
  return { data, state, url, req, params, Component: () => inner as VNode };
}
