// Attacks the service in all the ways that there are, one after the other, each on a service of its own: others are
// answered meanwhile, its memory is bounded, it lives on, stops in order, and what it acknowledged is counted.

import { applied } from "../../ask_service.ts";
import { SmallDisk } from "../../faults/small_disk.ts";
import { type StartedService, startService } from "../../start_service.ts";
import { ACCESS_ATTACKS } from "./access_attacks.ts";
import type { Attack } from "./attack.ts";
import { CONNECTION_ATTACKS } from "./connection_attacks.ts";
import { DATA_ATTACKS } from "./data_attacks.ts";
import { FILE_ATTACKS } from "./file_attacks.ts";
import { RACE_ATTACKS } from "./race_attacks.ts";
import { STORAGE_ATTACKS } from "./storage_attacks.ts";
import { type Seen, Watch } from "./watch.ts";

const ATTACKS: readonly Attack[] = [
  ...[...CONNECTION_ATTACKS, ...FILE_ATTACKS, ...DATA_ATTACKS],
  ...[...RACE_ATTACKS, ...STORAGE_ATTACKS, ...ACCESS_ATTACKS],
];
const STOP_WITHIN_MS = 12_000;
const NOTHING: Seen = { healthMs: [], postMs: [], refused: [], acknowledged: [], peakMb: 0 };

interface Withstood {
  readonly found: string;
  readonly seen: Seen;
}

/** Tells each attack's outcome as a row of a table; throws at the end where one did not hold. */
export async function attackService(
  onRow: (row: string) => void,
  wanted: readonly string[] = [],
): Promise<string> {
  const failed: string[] = [];
  onRow("| attack | found | healthz p99 / worst, ms | POST p99 / worst, ms | memory, MB |");
  onRow("| --- | --- | --: | --: | --: |");
  const chosen = ATTACKS.filter(({ name }) =>
    wanted.length === 0 || wanted.some((part) => name.includes(part))
  );
  for (const attack of chosen) {
    try {
      const { found, seen } = await withstand(attack);
      const { healthMs, postMs, peakMb } = seen;
      const times = `${describeTimes(healthMs)} | ${describeTimes(postMs)}`;
      onRow(`| ${attack.name} | ${found} | ${times} | ${Math.round(peakMb)} |`);
    } catch (error) {
      failed.push(attack.name);
      const why = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ");
      onRow(`| ${attack.name} | FAILED: ${why} | | | |`);
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} did not hold: ${failed.join("; ")}`);
  return `${chosen.length} attacks, none stopped it or lost a view`;
}

async function withstand(attack: Attack): Promise<Withstood> {
  if (attack.diskSize === undefined) {
    const dataPath = await Deno.makeTempDir({ prefix: "playhead-attack-" });
    try {
      return await withstandAt(attack, dataPath, null);
    } finally {
      await Deno.remove(dataPath, { recursive: true });
    }
  }
  await using disk = await SmallDisk.mount(attack.diskSize);
  if (disk === null) return { found: "skipped: it takes root on Linux", seen: NOTHING };
  return await withstandAt(attack, disk.path, disk);
}

async function withstandAt(
  attack: Attack,
  dataPath: string,
  disk: SmallDisk | null,
): Promise<Withstood> {
  const service = await startService(dataPath, attack.environment?.(dataPath), attack.options);
  let outcome: Withstood;
  try {
    const watch = new Watch(service, attack.token);
    let found: string, seen: Seen;
    try {
      found = await attack.run({ service, dataPath, disk });
    } finally {
      seen = await watch.stop();
    }
    checkSeen(attack, seen);
    await applied(service);
    await checkCounted(service, seen.acknowledged.length);
    outcome = { found, seen };
  } catch (error) {
    await stop(service);
    throw error;
  }
  if (await stop(service) !== 0) throw new Error("it must stop in order");
  return outcome;
}

async function stop(service: StartedService): Promise<number | null> {
  try {
    service.kill("SIGTERM");
  } catch { /* it is gone */ }
  const late = setTimeout(() => service.kill("SIGKILL"), STOP_WITHIN_MS);
  const code = await service.ended;
  clearTimeout(late);
  return code;
}

function checkSeen({ mayRefuse = false, maxMemoryMb }: Attack, seen: Seen): void {
  const { healthMs, postMs, refused, peakMb } = seen;
  if (!mayRefuse && refused.length > 0) {
    throw new Error(`${refused.length} others were refused: ${refused[0]}`);
  }
  if (healthMs.length === 0 || postMs.length === 0) throw new Error("nobody else was answered");
  if (peakMb > maxMemoryMb) {
    throw new Error(`it must take at most ${maxMemoryMb} MB: ${Math.round(peakMb)}`);
  }
}

async function checkCounted({ url }: StartedService, acknowledged: number): Promise<void> {
  const answer = await fetch(`${url}api/shows/Watch`);
  const { qualified_views: counted } = await answer.json();
  // One that was refused may have been taken all the same.
  if (counted >= acknowledged) return;
  throw new Error(`${acknowledged} views were acknowledged, ${counted} are counted`);
}

function describeTimes(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return `${Math.round(at(0.99) ?? 0)} / ${Math.round(sorted.at(-1) ?? 0)}`;
}

// Alone: words choose attacks by their names.
if (import.meta.main) console.log(await attackService((row) => console.log(row), Deno.args));
