// A request that becomes a WebSocket, with functions for what happens on it.

import { HttpError } from "./http_error.ts";

/** What to do when something happens on a socket. */
export interface SocketHandlers {
  readonly open?: (socket: WebSocket) => void;
  readonly message?: (socket: WebSocket, event: MessageEvent) => void;
  readonly close?: (socket: WebSocket, code: number, reason: string) => void;
  readonly error?: (socket: WebSocket, event: Event) => void;
}

/** Which protocol to agree on, and after how many seconds of silence to give up. */
export type SocketOptions = Deno.UpgradeWebSocketOptions;

/** The socket and the answer that opens it; a request for anything else is refused with 426. */
export function upgradeSocket(req: Request, options: SocketOptions): Deno.WebSocketUpgrade {
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") throw new HttpError(426);
  return Deno.upgradeWebSocket(req, options);
}

/** Calls the handlers for what happens on the socket. */
export function listenTo(socket: WebSocket, handlers: SocketHandlers): void {
  const { open, message, close, error } = handlers;
  if (open) socket.addEventListener("open", () => open(socket));
  if (message) socket.addEventListener("message", (event) => message(socket, event));
  if (close) socket.addEventListener("close", ({ code, reason }) => close(socket, code, reason));
  if (error) socket.addEventListener("error", (event) => error(socket, event));
}
