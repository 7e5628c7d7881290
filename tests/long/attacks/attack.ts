// An attack on a running service: what is done to it, and what must hold meanwhile and after it.

import type { SmallDisk } from "../../faults/small_disk.ts";
import type { StartedService, StartOptions } from "../../start_service.ts";

/** The service that is attacked. */
export interface Target {
  readonly service: StartedService;
  readonly dataPath: string;
  /** Where the data lies on a disk of its own. */
  readonly disk: SmallDisk | null;
}

/** One attack. */
export interface Attack {
  readonly name: string;
  /** Its settings; may also put files there before it starts. */
  readonly environment?: (dataPath: string) => Readonly<Record<string, string>>;
  /** Of those who use the service meanwhile. */
  readonly token?: string;
  /** Of a disk of its own, as mount says it; it takes root. */
  readonly diskSize?: string;
  readonly options?: StartOptions;
  /** What the service may take at most, all of it. */
  readonly maxMemoryMb: number;
  /** Whether others may be refused while it lasts: only where every handle or the disk is taken. */
  readonly mayRefuse?: boolean;
  /** Does it; says in a few words what was found, and throws where it does not hold. */
  run(target: Target): Promise<string>;
}

/** Sends a body; status and answer. */
export async function send(
  { url }: StartedService,
  path: string,
  body: RequestInit["body"] = "",
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(url + path, { method: "POST", body: body ?? null });
  return { status: answer.status, text: await answer.text() };
}

/** Views as a body; `about` changes each. */
export function viewsOf(
  count: number,
  about: (n: number) => Readonly<Record<string, unknown>>,
): string {
  return Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      ...{ user_id: `u${n % 97}`, show_name: `Show ${n % 31}`, watch_duration_minutes: 30 },
      watch_date: new Date(Date.UTC(2026, 0, 1) + n * 60_000),
      ...about(n),
    })).join("\n");
}

/** Asks pages and addresses; throws at one that is not answered. */
export async function askAll({ url }: StartedService, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const answer = await fetch(url + path);
    await answer.body?.cancel();
    if (answer.status !== 200) throw new Error(`/${path} must answer 200: ${answer.status}`);
  }
}

/** Sends a file as a page does; waits until it was read or refused. */
export async function importFile(
  service: StartedService,
  name: string,
  body: RequestInit["body"],
): Promise<{ readonly id: string; readonly stage: string; readonly problem: string | null }> {
  const { status, text } = await send(service, `api/imports?name=${name}`, body);
  if (status !== 201) throw new Error(`the import must be taken: ${status} ${text}`);
  const { id } = JSON.parse(text);
  return await untilStage(service, id, ["reading"]);
}

/** Waits until an import leaves these stages. */
export async function untilStage(
  { url }: StartedService,
  id: string,
  stages: readonly string[],
): Promise<{ readonly id: string; readonly stage: string; readonly problem: string | null }> {
  for (;;) {
    const found = await (await fetch(`${url}api/imports/${id}`)).json();
    if (!stages.includes(found.stage)) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A raw connection to the service, with the bytes on their way. */
export async function connectRaw(
  { url }: Pick<StartedService, "url">,
  text: string,
): Promise<Deno.Conn> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
  return connection;
}
