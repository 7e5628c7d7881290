// `deno task replay`: sends the views of files through the live path, in the order they happened.

import { formatCount } from "../domain/format.ts";
import {
  type Environment,
  loadStreamConfig,
  STREAM_SETTINGS,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import { AuditError, UsageError } from "../domain/errors.ts";
import { formatInstant } from "../domain/instant.ts";
import { LogError } from "../log/errors.ts";
import { replay, type ReplayProgress } from "../stream/replay.ts";
import type { CommandLine, CommandSpec } from "./command_line.ts";
import { readViews } from "../pipeline/read_views.ts";
import { parseSpeed } from "./replay/parse_speed.ts";
import { openTarget, serviceTarget } from "./replay/replay_targets.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";
import { withInterrupt } from "./with_interrupt.ts";

const SPEC = {
  command: "deno task replay",
  summary: "Replays viewing files through the live path, in the order of their event time.",
  positionals: { value: "FILE…", help: "as for deno task etl" },
  flags: {
    speed: {
      kind: "text",
      value: "N|max",
      default: "max",
      help: "times the pace at which the views happened",
    },
    loop: { kind: "switch", help: "start over at the end; repeats count as duplicates" },
    to: {
      kind: "text",
      value: "URL",
      help: "a service to send to",
      defaultText: "the log, or while a service has it http://127.0.0.1:8000",
    },
    token: { kind: "text", env: "PLAYHEAD_TOKEN", help: "of that service" },
    quiet: { kind: "switch", help: "print nothing but errors" },
  },
  settings: { ...STREAM_SETTINGS, ...THRESHOLD_SETTINGS },
  exitCodes: {
    0: "done",
    1: "the log could not be written: what was sent before is in it",
    2: "usage, an input that cannot be read, or a service that does not take the views",
    130: "interrupted",
  },
  examples: [
    "deno task replay ViewingActivity.csv --speed 3600",
    "deno task replay logs/ --speed max --to http://127.0.0.1:8000",
  ],
} as const satisfies CommandSpec;

const SHOWN_EVERY_MS = 200;
const LOCAL_SERVICE = "http://127.0.0.1:8000";

async function run(
  { flags, positionals }: CommandLine<typeof SPEC>,
  { environment, signal }: { environment: Environment; signal: AbortSignal },
): Promise<number> {
  if (positionals.length === 0) {
    throw new UsageError("Cannot replay as at least one file must be named: none is");
  }
  const speed = parseSpeed(flags.speed);
  const config = loadStreamConfig(environment);
  const validation = { nowMs: Date.now(), thresholds: config.thresholds };
  const say = (text: string) => flags.quiet || console.error(text);
  const { views, quarantined, excluded } = await readViews(
    positionals,
    validation,
    (notice) => say(`note: ${notice}`),
  );
  const token = flags.token ?? null;
  const target = flags.to === undefined
    ? await openTarget(config, { url: LOCAL_SERVICE, token }, signal)
    : await serviceTarget({ url: serviceUrl(flags.to), token }, signal);
  say(
    `Replaying ${formatCount(views.length)} views into ${target.name}; ` +
      `${formatCount(quarantined)} bad rows and ${
        formatCount(excluded)
      } excluded ones are left out`,
  );
  try {
    const done = await replay(views, (batch) => target.send(batch), {
      ...{ speed, signal, loop: flags.loop },
      onProgress: progressLine(!flags.quiet && Deno.stderr.isTerminal()),
    });
    signal.throwIfAborted();
    say(`Sent ${formatCount(done.sent)} views`);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new AuditError(
      `${error.message}. Run again to send all views: those that are in the log already count as ` +
        "duplicates",
      { cause: error },
    );
  } finally {
    await target.close();
  }
}

function serviceUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new UsageError(
    `Cannot parse --to as it must be an http:// or https:// address: current value is "${text}"`,
  );
}

function progressLine(isShown: boolean): (progress: ReplayProgress) => void {
  let shownMs = 0;
  return ({ sent, eventTimeMs }) => {
    if (!isShown || Date.now() - shownMs < SHOWN_EVERY_MS) return;
    shownMs = Date.now();
    const line = `\r\x1b[2K${sent} views sent, up to ${formatInstant(eventTimeMs)}`;
    Deno.stderr.writeSync(new TextEncoder().encode(line));
  };
}

await runCommand(
  SPEC,
  (line, environment) => withInterrupt((signal) => run(line, { environment, signal })),
);
