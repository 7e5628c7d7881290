// What a middleware or handler knows of a request, and how it answers.

import type { ComponentChildren } from "preact";
import { type LayoutConfig, type PageComponent, renderPage } from "./render_page.ts";

/** What is around every page: `routes/_app` and in it `routes/_layout`. */
export interface PageShell<State> {
  readonly app: PageComponent<unknown, State> | null;
  readonly layout: PageComponent<unknown, State> | null;
}

interface ContextInit<State> {
  readonly req: Request;
  readonly info: Deno.ServeHandlerInfo | undefined;
  readonly url: URL;
  readonly params: Record<string, string>;
  readonly shell: PageShell<State>;
}

/** One request on its way through the middlewares. */
export class Context<State = unknown> {
  readonly req: Request;
  readonly url: URL;
  readonly params: Record<string, string>;
  /** The connection, where the server tells it. */
  readonly info: Deno.ServeHandlerInfo | undefined;
  /** Shared by the middlewares of this request. */
  readonly state: State = {} as State;
  /** Runs what follows; set anew for each middleware. */
  next: () => Promise<Response> = () => Promise.reject(new Error("nothing follows"));
  /** The nonce of this answer's scripts and styles, when `csp()` asks for one. */
  nonce: string | null = null;
  readonly #shell: PageShell<State>;

  constructor({ req, info, url, params, shell }: ContextInit<State>) {
    this.req = req;
    this.info = info;
    this.url = url;
    this.params = params;
    this.#shell = shell;
  }

  /** Answers with a tree inside the layout and the app wrapper. */
  async render(
    tree: ComponentChildren,
    init: ResponseInit = {},
    { skipInheritedLayouts = false }: LayoutConfig = {},
  ): Promise<Response> {
    const { app, layout } = this.#shell;
    const around = [app, skipInheritedLayouts ? null : layout].filter((one) => one !== null);
    const html = await renderPage(this, tree, around);
    if (html instanceof Response) return html;
    const headers = new Headers(init.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(html, { ...init, headers });
  }
}
