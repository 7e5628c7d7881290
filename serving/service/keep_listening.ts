// Listens on the port, and again when the listener fails: clients that take every file handle cannot end the
// service.

import { UsageError } from "../../domain/errors.ts";
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

/** Listens. @throws {UsageError} the port cannot be had at the start */
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
  let server = listenFirst(listen, options);
  return {
    shutdown: () => {
      isStopping = true;
      return server.shutdown();
    },
  };
}

/** What fails at the very start is a setting that does not fit the machine: nothing is tried again. */
function listenFirst<Server>(listen: () => Server, { hostname, port }: ListenOptions): Server {
  try {
    return listen();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isTaken = error instanceof Deno.errors.AddrInUse;
    const needed = isTaken
      ? "PORT must be free"
      : "HOST must be an address of this machine and PORT open to you";
    const advice = isTaken ? "Stop what has it, or choose another PORT" : error.message;
    throw new UsageError(
      `Cannot listen as ${needed}: current value is ${hostname}:${port}. ${advice}`,
      { cause: error },
    );
  }
}
