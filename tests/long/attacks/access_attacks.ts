// Attacks from beyond the machine: guessed tokens, and the front end as a way round with foreign hosts and origins.

import { post, statusOf } from "../../ask_service.ts";
import { startFront } from "../../start_front.ts";
import { type Attack, connectRaw, viewsOf } from "./attack.ts";

const TOKEN = "s3cret-of-the-attack";

const guesses: Attack = {
  name: "a service that everybody reaches: no token, 300 guessed ones",
  maxMemoryMb: 600,
  environment: () => ({ HOST: "0.0.0.0", PLAYHEAD_TOKEN: TOKEN }),
  token: TOKEN,
  async run({ service }) {
    const statuses = new Map<number, number>();
    for (let guess = 0; guess < 300; guess++) {
      const { status } = await statusOf(
        post(service, viewsOf(1, () => ({})), { authorization: `Bearer g${guess}` }),
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    if (statuses.has(202) || !statuses.has(429)) throw new Error("guesses must be slowed down");
    if ((await statusOf(post(service, "{}"))).status !== 401) throw new Error("a write needs it");
    for (const path of ["metrics", "readyz", "openapi.json"]) {
      const text = await (await fetch(service.url + path)).text();
      if (text.includes(TOKEN)) throw new Error(`/${path} must not tell the token`);
    }
    return `300 guesses: ${[...statuses].map(([status, n]) => `${n} × ${status}`).join(", ")}`;
  },
};

const front: Attack = {
  name: "writes through the front end, with foreign hosts and origins",
  maxMemoryMb: 600,
  async run({ service }) {
    await using front = await startFront(service.url);
    const row = viewsOf(1, () => ({ user_id: "through-the-front" }));
    const { hostname, port } = new URL(front.url);
    const ask = async (host: string, headers: string) => {
      const request =
        `POST /api/events HTTP/1.1\r\nHost: ${host}\r\n${headers}Connection: close\r\n` +
        `Content-Length: ${row.length}\r\n\r\n${row}`;
      using connection = await connectRaw({ url: `http://${hostname}:${port}/` }, request);
      const buffer = new Uint8Array(64), read = await connection.read(buffer);
      return new TextDecoder().decode(buffer.subarray(0, read ?? 0)).slice(9, 12);
    };
    const answers = [
      await ask("public.example", ""),
      await ask("evil.example", "Origin: http://evil.example\r\n"),
      await ask(`${hostname}:${port}`, "Origin: http://evil.example\r\n"),
    ];
    const taken = await fetch(`${service.url}api/users/through-the-front`);
    await taken.body?.cancel();
    if (answers.some((status) => status.startsWith("2")) || taken.ok) {
      throw new Error(`none may pass: ${answers.join(", ")}`);
    }
    return `none passes: ${answers.join(", ")}`;
  },
};

/** Those of this kind. */
export const ACCESS_ATTACKS: readonly Attack[] = [guesses, front];
