// Attacks by connections: silent ones, slow ones, ones that never read, and what is no HTTP.

import { type Attack, connectRaw, importFile, send, viewsOf } from "./attack.ts";

const HALF_HEAD = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
const CSV = "user_id,show_name,watch_duration_minutes,watch_date\n";

/** Everybody who can connect; most of them until handles are short. */
async function connectMany(target: Parameters<Attack["run"]>[0], count: number, text: string) {
  const connections: Deno.Conn[] = [];
  for (let n = 0; n < count; n++) {
    try {
      connections.push(await connectRaw(target.service, text));
    } catch {
      break; // refused: handles are short
    }
  }
  return connections;
}

function closeAll(connections: readonly Deno.Conn[]): void {
  for (const connection of connections) {
    try {
      connection.close();
    } catch { /* closed by the service */ }
  }
}

async function drip(connections: readonly Deno.Conn[], seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await Promise.all(connections.map((one) => one.write(new Uint8Array([97])).catch(() => 0)));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

const idle: Attack = {
  name: "1,500 connections that never end their heads, 20 s",
  maxMemoryMb: 600,
  async run(target) {
    const connections = await connectMany(target, 1_500, HALF_HEAD);
    await drip(connections, 20);
    closeAll(connections);
    return `${connections.length} held`;
  },
};

const handles: Attack = {
  name: "idle connections up to the limit of 150 handles, then an import",
  ...{ maxMemoryMb: 600, mayRefuse: true },
  options: { openFiles: 150 },
  async run(target) {
    let held = 0;
    for (let round = 0; round < 3; round++) {
      const connections = await connectMany(target, 300, HALF_HEAD);
      held = Math.max(held, connections.length);
      await drip(connections, 3);
      closeAll(connections);
    }
    for (;;) {
      try {
        const { stage } = await importFile(
          target.service,
          "a.csv",
          `${CSV}ann,Dark,5,2026-01-01\n`,
        );
        return `${held} held, let go thrice; an import after it is ${stage}`;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 200)); // it listens anew
      }
    }
  },
};

const silentSockets: Attack = {
  name: "54 rows with episodes of 900 KB, 40 WebSockets that never read",
  maxMemoryMb: 900,
  async run(target) {
    const { service } = target;
    for (let n = 0; n < 6; n++) {
      await send(service, "api/events", viewsOf(9, () => ({ episode: "p".repeat(900_000) })));
    }
    const opening = "GET /live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n" +
      "Connection: Upgrade\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n" +
      "Sec-WebSocket-Version: 13\r\n\r\n";
    const sockets = await connectMany(target, 40, opening);
    for (let n = 0; n < 20; n++) {
      await send(service, "api/events", viewsOf(500, (row) => ({ user_id: `s${n}-${row}` })));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const page = await (await fetch(service.url)).text();
    closeAll(sockets);
    if (page.length > 2_000_000) throw new Error(`/ must stay small: ${page.length} characters`);
    return `${sockets.length} sockets, / has ${Math.round(page.length / 1_000)} KB`;
  },
};

const methods: Attack = {
  name: "20,000 invented methods",
  maxMemoryMb: 600,
  async run({ service }) {
    for (let round = 0; round < 100; round++) {
      const requests = Array.from(
        { length: 200 },
        (_, n) => `M${round}X${n} /api/overview HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      );
      const connection = await connectRaw(service, requests.join(""));
      const buffer = new Uint8Array(1 << 16), text = new TextDecoder();
      for (let answers = 0; answers < 200;) {
        const read = await connection.read(buffer);
        if (read === null) break;
        answers += text.decode(buffer.subarray(0, read)).split("HTTP/1.1 ").length - 1;
      }
      connection.close();
    }
    const metrics = await (await fetch(`${service.url}metrics`)).text();
    if (metrics.length > 500_000) throw new Error(`/metrics must stay small: ${metrics.length}`);
    return `/metrics has ${Math.round(metrics.length / 1_000)} KB`;
  },
};

const HOST = "Host: 127.0.0.1\r\n";
const NO_HTTP: readonly string[] = [
  ...["GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n", "GET /healthz HTTP/1.1\r\n\r\n"],
  `GET http://evil.example/api/overview HTTP/1.1\r\n${HOST}\r\n`,
  ...[`OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, `TRACE / HTTP/1.1\r\n${HOST}\r\n`],
  ...["CONNECT evil:80 HTTP/1.1\r\nHost: evil:80\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  `GET / HTTP/1.1\r\n${HOST}${Array.from({ length: 500 }, (_, n) => `X${n}: 1\r\n`).join("")}\r\n`,
  `GET /api/shows?cursor=${"a".repeat(70_000)} HTTP/1.1\r\n${HOST}\r\n`,
  `GET /\0 HTTP/1.1\r\n${HOST}\r\n`,
  `POST /api/events HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx`,
  `POST /api/events HTTP/1.1\r\n${HOST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
];
const ODD_BODIES: readonly string[] = [
  ...[
    "[".repeat(200_000) + "]".repeat(200_000),
    '{"user_id":'.repeat(50_000) + "1" + "}".repeat(50_000),
  ],
  ...['[1,"x",null,true]', "null", "5", "[]", "", '{"user_id":NaN}', '{"a":1}//x'],
  viewsOf(1, () => ({ user_id: "constructor", show_name: "__proto__", device: "toString" })),
  viewsOf(1, () => ({ user_id: "\ud800", show_name: "\0" })),
  viewsOf(1, () => ({ watch_duration_minutes: `${"0".repeat(900_000)}5` })),
  viewsOf(1, () => ({ watch_date: "9999-12-31T23:59:59.999Z" })),
  viewsOf(1, () => ({ event_id: "e".repeat(500_000), episode: "p".repeat(400_000) })),
];

const raw: Attack = {
  name: "requests that are no HTTP, bodies that are no views",
  maxMemoryMb: 700,
  async run({ service }) {
    for (const text of NO_HTTP) {
      const connection = await connectRaw(service, text);
      const late = setTimeout(() => connection.close(), 1_000); // what it leaves open
      const buffer = new Uint8Array(64);
      const read = await connection.read(buffer).catch(() => null);
      clearTimeout(late);
      closeAll([connection]);
      const status = new TextDecoder().decode(buffer.subarray(0, read ?? 0)).slice(9, 12);
      if (status.startsWith("5")) {
        throw new Error(`${JSON.stringify(text.slice(0, 80))}: ${status}`);
      }
    }
    const statuses = new Set<number>();
    for (const body of ODD_BODIES) {
      const { status, text } = await send(service, "api/events", body);
      if (status >= 500) throw new Error(`${body.slice(0, 80)}: ${status} ${text}`);
      statuses.add(status);
    }
    return `${NO_HTTP.length} and ${ODD_BODIES.length}: ${[...statuses].sort().join(", ")}`;
  },
};

/** Those of this kind. */
export const CONNECTION_ATTACKS: readonly Attack[] = [idle, handles, silentSockets, methods, raw];
