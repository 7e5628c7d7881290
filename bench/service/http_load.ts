// Asks one address over and over on several connections: `http_load.ts URL SECONDS CONNECTIONS`, a process of its
// own. Answers are read whole; raw connections, as fetch() would cost more than what is measured.

/** What came of it. */
export interface HttpLoad {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  /** Answers that were not 200. */
  readonly failed: number;
}

const HEAD_END = new TextEncoder().encode("\r\n\r\n");

/** Reads one answer from the connection; its status. */
async function readAnswer(connection: Deno.Conn, buffer: Uint8Array): Promise<number> {
  let filled = 0, needed = Infinity, status = 0;
  while (filled < needed) {
    const read = await connection.read(buffer.subarray(filled));
    if (read === null) throw new Error("the connection was closed");
    filled += read;
    if (needed !== Infinity) continue;
    const end = indexOf(buffer, filled);
    if (end < 0) continue;
    const head = new TextDecoder().decode(buffer.subarray(0, end));
    status = Number(head.slice(9, 12));
    needed = end + HEAD_END.length + Number(/content-length: *(\d+)/i.exec(head)![1]);
  }
  return status;
}

function indexOf(bytes: Uint8Array, filled: number): number {
  for (let at = 0; at + 4 <= filled; at++) {
    if (HEAD_END.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

async function load(url: URL, seconds: number, connections: number): Promise<HttpLoad> {
  const { hostname, port, pathname, search, host } = url;
  const text = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nAccept: */*\r\n\r\n`;
  const request = new TextEncoder().encode(text), times: number[] = [];
  let failed = 0;
  const startMs = performance.now(), untilMs = startMs + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async () => {
    const connection = await Deno.connect({ hostname, port: Number(port) });
    connection.setNoDelay(true);
    const buffer = new Uint8Array(1 << 20);
    for (let sentMs = performance.now(); sentMs < untilMs; sentMs = performance.now()) {
      await connection.write(request);
      if (await readAnswer(connection, buffer) !== 200) failed++;
      times.push(performance.now() - sentMs);
    }
    connection.close();
  }));
  const perSecond = times.length / ((performance.now() - startMs) / 1000);
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return { perSecond, p50Ms: at(0.5), p99Ms: at(0.99), worstMs: times.at(-1)!, failed };
}

if (import.meta.main) {
  const [url, seconds, connections] = Deno.args;
  console.log(JSON.stringify(await load(new URL(url!), Number(seconds), Number(connections))));
}
