// Listens on the port, and again when the listener fails: clients that take every file handle cannot end the
// service.

import { UsageError } from "../../domain/errors.ts";
import type { PageHandler } from "../pages/load_pages.ts";
import { countOpenFiles, type OpenFiles } from "./open_files.ts";

/** Until the port is free again. */
const AGAIN_AFTER_MS = 200;
/** How often handles are counted, and how many are kept for databases, files and threads: a share of few. */
const LOOK_EVERY_MS = 500, KEPT_HANDLES = 64, KEPT_SHARE = 0.25;

/** Where to listen, and what is told of it. */
export interface ListenOptions {
  readonly hostname: string;
  /** 0 for any. */
  readonly port: number;
  readonly onListen: (address: Deno.NetAddr) => void;
  readonly onFailure: (error: unknown) => void;
  /** How many handles are open and may be; of this process when absent. */
  readonly countFiles?: () => OpenFiles | null;
}

/** What listens. */
export interface Listening {
  /** Takes no more; resolves when the requests under way are answered. */
  readonly shutdown: () => Promise<void>;
}

/** Listens. @throws {UsageError} the port cannot be had at the start */
export function keepListening(handle: PageHandler, options: ListenOptions): Listening {
  const { hostname, onListen, onFailure, countFiles = countOpenFiles } = options;
  let isStopping = false, isLettingGo = false, port = options.port;
  const listen = () => {
    const connections = new AbortController();
    const { signal } = connections;
    // Deno ends the process when it needs a handle and there is none: some are kept for files and threads.
    const watch = setInterval(() => {
      if (!isShort(countFiles())) return;
      clearInterval(watch);
      onFailure(new Error("Connections took nearly all file handles: all of them are let go"));
      server.finished.finally(() => setTimeout(listenAgain, AGAIN_AFTER_MS));
      isLettingGo = true;
      connections.abort();
    }, LOOK_EVERY_MS);
    Deno.unrefTimer(watch);
    const server = Deno.serve({ hostname, port, signal, onListen }, handle);
    port = server.addr.port;
    server.finished.finally(() => clearInterval(watch)).catch((error) => {
      if (isStopping || isLettingGo) return;
      onFailure(error);
      connections.abort(); // nobody knows which ones to keep
      setTimeout(listenAgain, AGAIN_AFTER_MS);
    });
    return server;
  };
  const listenAgain = () => {
    if (isStopping) return;
    isLettingGo = false;
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

function isShort(files: OpenFiles | null): boolean {
  if (files === null) return false;
  const { open, limit } = files;
  return limit - open < Math.min(KEPT_HANDLES, limit * KEPT_SHARE);
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
