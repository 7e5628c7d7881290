// Joins a browser's WebSocket to the pipeline's: what the pipeline says is passed on, nothing else.

/** How long the pipeline may take to open. */
const OPEN_WITHIN_MS = 10_000;
/** A browser that lets more wait is let go: it comes back and goes on from where it was. */
const MAX_WAITING_BYTES = 1 << 20;

/** Opens the pipeline's end first. @throws {Error} it does not open */
export async function joinSockets(request: Request, url: URL): Promise<Response> {
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const far = new WebSocket(url);
  const early: unknown[] = [];
  far.onmessage = ({ data }) => early.push(data); // the snapshot may come before the browser is ready
  await opened(far);
  const { socket: near, response } = Deno.upgradeWebSocket(request);
  const end = (other: WebSocket) => () => {
    if (other.readyState <= WebSocket.OPEN) other.close();
  };
  const send = (data: unknown) => {
    if (near.readyState !== WebSocket.OPEN) return;
    if (near.bufferedAmount > MAX_WAITING_BYTES) return near.close(1013, "too slow");
    near.send(data as string);
  };
  near.onopen = () => {
    for (const data of early.splice(0)) send(data);
    far.onmessage = ({ data }) => send(data);
  };
  near.onclose = near.onerror = end(far);
  far.onclose = far.onerror = end(near);
  return response;
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error("its live stream does not open"));
      socket.close();
    }, OPEN_WITHIN_MS);
    socket.onopen = () => {
      clearTimeout(late);
      resolve();
    };
    socket.onerror = (event) => {
      clearTimeout(late);
      const { message } = event as ErrorEvent;
      reject(new Error(message || "its live stream cannot be opened"));
    };
  });
}
