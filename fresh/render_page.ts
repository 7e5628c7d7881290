// A page as HTML: the tree inside its layouts, inside the app wrapper.

import { type ComponentChildren, type FunctionComponent, h, type VNode } from "preact";
import { renderToStringAsync } from "preact-render-to-string";
import type { Context, Wrapper } from "./context.ts";
import { completePage, inPage } from "./complete_page.ts";
import type { PageState } from "./page_state.ts";
import type { LayoutConfig, PageComponent, PageProps } from "./types.ts";

interface PageParts<State> {
  readonly tree: ComponentChildren;
  readonly wrappers: readonly Wrapper<State>[];
  readonly config: LayoutConfig;
}

/** The HTML of a page, or the answer that an async layout gave instead. */
export async function renderPage<State>(
  ctx: Context<State>,
  { tree, wrappers, config }: PageParts<State>,
): Promise<string | Response> {
  let inner: ComponentChildren = tree;
  for (const { component } of chooseWrappers(wrappers, config).toReversed()) {
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
  ctx: Context<State>,
  data: Data,
  inner: ComponentChildren = null,
): PageProps<Data, State> {
  const { state, url, req, params, route, error } = ctx;
  const Component = () => inner as VNode;
  return { data, state, url, req, params, route, error, Component };
}

function chooseWrappers<State>(wrappers: readonly Wrapper<State>[], config: LayoutConfig) {
  const layouts = wrappers.filter(({ isApp }) => !isApp);
  const first = layouts.findLastIndex((layout) => layout.config.skipInheritedLayouts);
  const chosen = config.skipInheritedLayouts ? [] : layouts.slice(Math.max(0, first));
  const isBare = config.skipAppWrapper || chosen.some((layout) => layout.config.skipAppWrapper);
  return [...(isBare ? [] : wrappers.filter(({ isApp }) => isApp)), ...chosen];
}
