// The tab's one connection to the live stream: everything that moves on a page reads its signals.

import { LiveFeed } from "./live_feed.ts";
import { openLiveSocket } from "./open_live_socket.ts";

/** All islands of a tab share it. */
export const live = new LiveFeed((since) => openLiveSocket("/live", since));

/** Connects, once in a tab. */
export function connect(): void {
  live.connect();
}
