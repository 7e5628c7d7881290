// Listens on many WebSockets: `live_clients.ts URL CLIENTS SECONDS`, a process of its own. A view whose user is
// `at<microseconds>` was sent then: how long each took to each client is told.

/** What the clients heard. */
export interface LiveLoad {
  readonly connected: number;
  readonly messagesPerClient: number;
  readonly bytesPerMessage: number;
  /** From sending a view to its message, over all clients; null without such views. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

const SENT = /"user_id":"at(\d+)"/g;

interface Heard {
  messages: number;
  bytes: number;
  readonly latenciesMs: number[];
}

async function listen(url: string, heard: Heard): Promise<WebSocket> {
  const socket = new WebSocket(url);
  let lastUs = 0;
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    if (data.startsWith('{"kind":"snapshot"')) return;
    heard.messages++;
    heard.bytes += data.length;
    const nowMs = performance.timeOrigin + performance.now();
    let newestUs = lastUs;
    for (const [, sent] of data.matchAll(SENT)) {
      const sentUs = Number(sent);
      if (sentUs <= lastUs) continue;
      newestUs = Math.max(newestUs, sentUs);
      heard.latenciesMs.push(nowMs - sentUs / 1000);
    }
    lastUs = newestUs;
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return socket;
}

async function load(url: string, clients: number, seconds: number): Promise<LiveLoad> {
  const heard: Heard = { messages: 0, bytes: 0, latenciesMs: [] };
  const sockets: WebSocket[] = [];
  for (let i = 0; i < clients; i++) sockets.push(await listen(url, heard));
  console.log("listening");
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const connected = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
  for (const socket of sockets) socket.close();
  const times = Float64Array.from(heard.latenciesMs).sort();
  const at = (share: number) =>
    times.length === 0 ? null : times[Math.floor(times.length * share)]!;
  return {
    connected,
    messagesPerClient: heard.messages / clients,
    bytesPerMessage: heard.bytes / heard.messages,
    ...{ p50Ms: at(0.5), p99Ms: at(0.99) },
  };
}

if (import.meta.main) {
  const [url, clients, seconds] = Deno.args;
  console.log(JSON.stringify(await load(url!, Number(clients), Number(seconds))));
  Deno.exit(0); // sockets whose other end is slow to close
}
