// Which part of the service answers a request: pages, API or live stream.

import { answerHead } from "../answer_head.ts";
import { ProblemError } from "../api/problem.ts";
import { isHostAllowed } from "../is_host_allowed.ts";
import type { OriginSettings } from "../is_origin_allowed.ts";
import type { PageHandler } from "../pages/load_pages.ts";

/** The parts. */
export interface Parts {
  readonly api: PageHandler;
  readonly pages: PageHandler;
  /** `/live`, which becomes a WebSocket. */
  readonly live: (request: Request) => Response;
  /** `/time-machine/live`: the same of the history that is replayed. */
  readonly replay: (request: Request) => Response;
}

const API_PATH = /^\/(?:api|docs)(?:\/|$)|^\/(?:openapi\.json|healthz|readyz|metrics)$/;

/** Names that are remembered; whoever sends more is not waited for. */
const MAX_HOSTS = 1_000;

const SOCKETS = new Set(["/live", "/time-machine/live"]);

/** The handler of the service's port; `settings` say under which names it answers. */
export function routeRequests(
  { api, pages, live, replay }: Parts,
  settings: OriginSettings,
): PageHandler {
  const handle: PageHandler = (request, info) => {
    const path = pathOf(request.url);
    if (path === "/live") return listen(request, live);
    if (path === "/time-machine/live") return listen(request, replay);
    return API_PATH.test(path) ? api(request, info) : pages(request, info);
  };
  const isKnown = rememberHosts(settings);
  return (request, info) => {
    if (!request.headers.has("host") && !namesHost(request)) return hostless();
    if (!isKnown(request)) return misdirected(request);
    return request.method === "HEAD" && !SOCKETS.has(pathOf(request.url))
      ? answerHead(request, { handle, info })
      : handle(request, info);
  };
}

/** HTTP/2 has the host in another place; without any, Deno puts localhost into the URL. */
function namesHost({ url }: Request): boolean {
  return !/^https?:\/\/(localhost|\[::\]|0\.0\.0\.0)(:\d+)?\//.test(url);
}

function hostless(): Response {
  return new ProblemError(
    "invalid-request",
    "Cannot answer as the request must name its host: it has no Host header",
    { headers: { connection: "close" } },
  ).toResponse();
}

/** Clients ask under the same few names, and reading one takes as long as many an answer. */
function rememberHosts(settings: OriginSettings): (request: Request) => boolean {
  const known = new Map<string, boolean>();
  return (request) => {
    const host = request.headers.get("host") ?? "";
    let isAllowed = known.get(host);
    if (isAllowed === undefined) {
      if (known.size >= MAX_HOSTS) known.clear();
      known.set(host, isAllowed = isHostAllowed(request, settings));
    }
    return isAllowed;
  };
}

function misdirected(request: Request): Response {
  const host = JSON.stringify((request.headers.get("host") ?? "").slice(0, 200));
  return new ProblemError(
    "misdirected",
    `Cannot answer as the host must be localhost or 127.0.0.1, or that of an origin in CORS_ORIGINS: ` +
      `current value is ${host}`,
  ).toResponse();
}

function listen(request: Request, live: Parts["live"]): Response {
  try {
    return live(request);
  } catch (error) {
    if (error instanceof ProblemError) return error.toResponse();
    throw error;
  }
}

/** The path of `http://host/path?query`. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2), end = url.indexOf("?", start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}
