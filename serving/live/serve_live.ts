// `/live` (WebSocket) and `/api/live` (server-sent events): both carry the hub's messages.

import type { Telemetry } from "../../telemetry/telemetry.ts";
import { isOriginAllowed, type OriginSettings } from "../is_origin_allowed.ts";
import type { LiveHub } from "./live_hub.ts";
import { eventStream } from "./event_stream.ts";

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

/** Answers `GET /live` or `GET /api/live`. */
export function serveLive(request: Request, { hub, telemetry, origins }: LiveServing): Response {
  const refuse = (status: number, reason: string, text: string, headers = {}) => {
    telemetry.emit("live_client_refused", { reason });
    return problem(status, text, headers);
  };
  const url = new URL(request.url);
  const since = readSince(url.searchParams.get("since") ?? request.headers.get("last-event-id"));
  if (since === "bad") {
    return problem(400, "Cannot resume as since must be the seq of a message.");
  }
  if (!isOriginAllowed(request, origins)) {
    return refuse(
      403,
      "origin",
      "Pages of other origins may listen only when CORS_ORIGINS names them.",
    );
  }
  if (hub.isFull) {
    return refuse(503, "full", "There are as many listeners as there may be.", {
      "retry-after": "5",
    });
  }
  if (url.pathname === "/api/live") return eventStream(hub, since);
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return problem(426, "Ask /live by WebSocket, or /api/live for server-sent events.", {
      upgrade: "websocket",
      connection: "upgrade",
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
function readSince(text: string | null): number | null | "bad" {
  if (text === null || text === "") return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : "bad";
}

function problem(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
  const type = "urn:playhead:problem:live";
  const body = { type, title: "The live stream cannot be given", status, detail };
  return new Response(JSON.stringify(body) + "\n", {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
    },
  });
}
