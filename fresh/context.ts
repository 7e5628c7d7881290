// What a middleware or handler knows of a request, and how it answers.

import type { ComponentChildren } from "preact";
import { renderPage } from "./render_page.ts";
import {
  listenTo,
  type SocketHandlers,
  type SocketOptions,
  upgradeSocket,
} from "./upgrade_socket.ts";
import type { LayoutConfig, PageComponent } from "./types.ts";

/** The outer parts of a page, from the outside in. */
export interface Wrapper<State> {
  readonly component: PageComponent<unknown, State>;
  readonly isApp: boolean;
  readonly config: LayoutConfig;
}

/** What of an app's settings a middleware may see. */
export interface ResolvedConfig {
  /** The project's folder, in which `static/` lies. */
  readonly root: string;
}

interface ContextInit<State> {
  readonly req: Request;
  readonly info: Deno.ServeHandlerInfo | undefined;
  readonly url: URL;
  readonly params: Record<string, string>;
  readonly route: string | null;
  readonly config: ResolvedConfig;
  /** Found only when something is rendered. */
  readonly wrappers: () => readonly Wrapper<State>[];
}

/** One request on its way through the middlewares. */
export class Context<State = unknown> {
  readonly req: Request;
  readonly url: URL;
  readonly params: Record<string, string>;
  /** The pattern of the route that fits, or null. */
  readonly route: string | null;
  readonly config: ResolvedConfig;
  /** The connection, where the server tells it. */
  readonly info: Deno.ServeHandlerInfo | undefined;
  /** Shared by the middlewares of this request. */
  readonly state: State = {} as State;
  /** What was thrown, in an error page. */
  error: unknown = null;
  /** Runs what follows; set anew for each middleware. */
  next: () => Promise<Response> = () => Promise.reject(new Error("nothing follows"));
  #wrappers: () => readonly Wrapper<State>[];

  constructor(init: ContextInit<State>) {
    this.req = init.req;
    this.info = init.info;
    this.url = init.url;
    this.params = init.params;
    this.route = init.route;
    this.config = init.config;
    this.#wrappers = init.wrappers;
  }

  /** The nonce of this answer's scripts and styles, when `csp()` asks for one. */
  nonce: string | null = null;

  /** Sets the layouts of what is rendered from now on, as an error page has other ones. */
  setWrappers(wrappers: () => readonly Wrapper<State>[]): void {
    this.#wrappers = wrappers;
  }

  /** Opens a WebSocket: with handlers the answer, without them the socket and the answer. */
  upgrade(handlers: SocketHandlers, options?: SocketOptions): Response;
  upgrade(options?: SocketOptions): Deno.WebSocketUpgrade;
  upgrade(
    first: SocketHandlers & SocketOptions = {},
    options?: SocketOptions,
  ): Response | Deno.WebSocketUpgrade {
    const isManaged = options || first.open || first.message || first.close || first.error;
    const upgraded = upgradeSocket(this.req, isManaged ? options ?? {} : first);
    if (!isManaged) return upgraded;
    listenTo(upgraded.socket, first);
    return upgraded.response;
  }

  /** Sends the browser elsewhere. `//host` would be another site, so leading slashes become one. */
  redirect(path: string, status = 302): Response {
    const location = path.replace(/^[/\\]{2,}/, "/");
    return new Response(null, { status, headers: { location } });
  }

  /** Answers with a tree inside the layouts and the app wrapper. */
  async render(
    tree: ComponentChildren,
    init: ResponseInit = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    const html = await renderPage(this, { tree, wrappers: this.#wrappers(), config });
    return html instanceof Response ? html : this.html(html, init);
  }

  text(text: string, init: ResponseInit = {}): Response {
    return respond(text, "text/plain; charset=utf-8", init);
  }

  html(html: string, init: ResponseInit = {}): Response {
    return respond(html, "text/html; charset=utf-8", init);
  }

  json(value: unknown, init: ResponseInit = {}): Response {
    return Response.json(value, init);
  }
}

function respond(body: string, type: string, init: ResponseInit): Response {
  const headers = new Headers(init.headers);
  if (!headers.has("content-type")) headers.set("content-type", type);
  return new Response(body, { ...init, headers });
}
