// Listens on the port, and again when the listener fails: clients that take every file handle cannot end the
// service.

import type { PageHandler } from "../pages/load_pages.ts";

/** Until the port is free again. */
const AGAIN_AFTER_MS = 200;

/** Where to listen, and what is told of it. */
export interface ListenOptions {
  readonly hostname: string;
  /** 0 for any. */
  readonly port: number;
  readonly onListen: (address: Deno.NetAddr) => void;
  readonly onFailure: (error: unknown) => void;
}

/** What listens. */
export interface Listening {
  /** Takes no more; resolves when the requests under way are answered. */
  readonly shutdown: () => Promise<void>;
}

/** Listens. @throws {Error} the port cannot be had at the start */
export function keepListening(handle: PageHandler, options: ListenOptions): Listening {
  const { hostname, onListen, onFailure } = options;
  let isStopping = false, port = options.port;
  const listen = () => {
    const connections = new AbortController();
    const { signal } = connections;
    const server = Deno.serve({ hostname, port, signal, onListen }, handle);
    port = server.addr.port;
    server.finished.catch((error) => {
      if (isStopping) return;
      onFailure(error);
      connections.abort(); // nobody knows which ones to keep
      setTimeout(listenAgain, AGAIN_AFTER_MS);
    });
    return server;
  };
  const listenAgain = () => {
    if (isStopping) return;
    try {
      server = listen();
    } catch (error) {
      onFailure(error);
      setTimeout(listenAgain, AGAIN_AFTER_MS);
    }
  };
  let server = listen();
  return {
    shutdown: () => {
      isStopping = true;
      return server.shutdown();
    },
  };
}
