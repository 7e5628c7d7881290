// A WebSocket to a live stream of this page's own host.

/** `since`: the message to go on after; null begins anew. */
export function openLiveSocket(path: string, since: number | null): WebSocket {
  const address = new URL(path, location.href);
  if (since !== null) address.searchParams.set("since", String(since));
  address.protocol = address.protocol.replace("http", "ws");
  return new WebSocket(address);
}
