// `/live` (WebSocket) and `/api/live` (server-sent events): both carry the hub's messages.

import type { Telemetry } from "../../telemetry/telemetry.ts";
import { parameterProblem, ProblemError } from "../api/problem.ts";
import { isOriginAllowed, type OriginSettings } from "../is_origin_allowed.ts";
import type { LiveHub } from "./live_hub.ts";

/** Deno pings a silent client and lets it go when it does not answer. */
const IDLE_SECONDS = 30;
/** Clients only listen; what they say is not read, and may not be much. */
const MAX_SAID_BYTES = 1_024;

/** What the two addresses need. */
export interface LiveServing {
  readonly hub: LiveHub;
  readonly telemetry: Telemetry;
  readonly origins: OriginSettings;
}

/**
 * Answers `GET /live` or `GET /api/live`.
 *
 * @throws {ProblemError} the request may not listen, or not in this way
 */
export function serveLive(request: Request, { hub, telemetry, origins }: LiveServing): Response {
  const refuse = (reason: string, problem: ProblemError): never => {
    telemetry.emit("live_client_refused", { reason });
    throw problem;
  };
  const { pathname, searchParams } = new URL(request.url);
  const since = readSince(searchParams.get("since") ?? request.headers.get("last-event-id"));
  if (!isOriginAllowed(request, origins)) {
    const detail = "Pages of other origins may listen only when CORS_ORIGINS names them.";
    refuse("origin", new ProblemError("forbidden", detail));
  }
  if (hub.isFull) {
    const detail = "There are as many listeners as MAX_LIVE_CLIENTS allows: try again later.";
    refuse("full", new ProblemError("too-many-listeners", detail, { retryAfterSeconds: 5 }));
  }
  if (pathname === "/api/live") return eventStream(hub, since);
  if (request.method !== "GET") {
    throw new ProblemError("method-not-allowed", `${request.method} does not fit /live: use GET.`, {
      headers: { allow: "GET" },
    });
  }
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    const detail = "Ask /live by WebSocket, or /api/live for server-sent events.";
    throw new ProblemError("upgrade-needed", detail, {
      headers: { upgrade: "websocket", connection: "upgrade" },
    });
  }
  return upgrade(request, hub, since);
}

function upgrade(request: Request, hub: LiveHub, since: number | null): Response {
  const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_SECONDS });
  let leave = () => {};
  socket.onopen = () => {
    leave = hub.join({
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      waitingBytes: () => socket.bufferedAmount,
      close: (reason) => socket.close(1001, reason),
    }, since);
  };
  socket.onclose = () => leave();
  socket.onerror = () => leave();
  socket.onmessage = ({ data }) => {
    const bytes = typeof data === "string" ? data.length : data.byteLength;
    if (bytes > MAX_SAID_BYTES) socket.close(1009, "listen only");
  };
  return response;
}

/** An EventSource that reconnects says where it was by a header of its own. */
function readSince(text: string | null): number | null {
  if (text === null || text === "") return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw parameterProblem("since", "the seq of a message", text);
}

const PING_MS = 15_000;

/** What may wait for a client; the hub leaves it out long before. */
const BUFFER_BYTES = 1 << 20;

/** Joins the hub; each message is an event whose id is its `seq`, so that a browser resumes by itself. */
function eventStream(hub: LiveHub, since: number | null): Response {
  const encoder = new TextEncoder();
  let leave = () => {};
  let ping: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      leave = hub.join({
        send: (text) => write(`${idLine(text)}data: ${text}\n\n`),
        waitingBytes: () => BUFFER_BYTES - (controller.desiredSize ?? 0),
        close: () => {
          clearInterval(ping);
          controller.close();
        },
      }, since);
      ping = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) write(": ping\n\n");
      }, PING_MS);
    },
    cancel() {
      clearInterval(ping);
      leave();
    },
  }, new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }));
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

/** Notices have no number. */
function idLine(text: string): string {
  const seq = /^\{"kind":"(?:snapshot|delta)".*?"seq":(\d+)/.exec(text)?.[1];
  return seq === undefined ? "" : `id: ${seq}\n`;
}
