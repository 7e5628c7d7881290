// Tests of the settings: defaults, what overrides them, errors, and that .env.example lists them all.

import assert from "node:assert/strict";
import { parseEnv } from "node:util";
import {
  CONSUMER_SETTINGS,
  FLAG_SETTINGS,
  loadConfig,
  loadServiceConfig,
  loadStreamConfig,
  PATH_SETTINGS,
  SERVICE_SETTINGS,
  STREAM_SETTINGS,
  THRESHOLD_SETTINGS,
} from "./config.ts";
import { UsageError } from "./domain/errors.ts";
import { DEFAULT_THRESHOLDS } from "./domain/scoring.ts";
import { readTasks } from "./tools/task_arguments.ts";

const load = (variables: Readonly<Record<string, string>>) => loadConfig((name) => variables[name]);

Deno.test("loadConfig() gives the contract's numbers when nothing is set, or set to nothing", () => {
  const expected = { rawDataPath: "data/raw/watch_logs.csv", thresholds: DEFAULT_THRESHOLDS };
  assert.deepEqual(load({}), expected);
  assert.deepEqual(load({ RAW_DATA_PATH: "", BINGE_EPISODES: "" }), expected);
});

Deno.test("loadConfig() reads each setting in its unit", () => {
  const { rawDataPath, thresholds } = load({
    RAW_DATA_PATH: "a.csv",
    QUALIFIED_MINUTES: "1.5",
    SITTING_GAP_MINUTES: "45",
    BINGE_EPISODES: "4",
    COMPLETION_WEIGHT: "0.6",
    DEPTH_WEIGHT: "0.4",
    EARLIEST_WATCH_DATE: "1895-12-28",
    FUTURE_TOLERANCE_MINUTES: "0",
  });
  assert.equal(rawDataPath, "a.csv");
  assert.deepEqual(thresholds, {
    ...DEFAULT_THRESHOLDS,
    qualifiedMinutes: 1.5,
    sittingGapMs: 2_700_000,
    bingeEpisodes: 4,
    completionWeight: 0.6,
    depthWeight: 0.4,
    earliestMs: Date.UTC(1895, 11, 28),
    futureToleranceMs: 0,
  });
});

Deno.test("loadStreamConfig() reads the folder and the partitions", () => {
  const variables: Record<string, string> = { PLAYHEAD_DATA: "d", PARTITIONS: "8" };
  const { dataPath, partitions } = loadStreamConfig((name) => variables[name]);
  assert.deepEqual([dataPath, partitions], ["d", 8]);
  assert.deepEqual(loadStreamConfig(() => undefined), {
    dataPath: "data",
    partitions: 4,
    thresholds: DEFAULT_THRESHOLDS,
    log: { kind: "embedded", dataPath: "data" },
  });
});

Deno.test("loadConfig() names the variable, what it must be and what it is", () => {
  const message = "Cannot parse BINGE_EPISODES as it must be a whole number from 1 to 255: " +
    'current value is "many"';
  const isExpected = (error: unknown) => error instanceof UsageError && error.message === message;
  assert.throws(() => load({ BINGE_EPISODES: "many" }), isExpected);
});

Deno.test("loadServiceConfig() keeps all files in the service's folder unless they are set", () => {
  const given: Readonly<Record<string, string>> = {
    ...{ PLAYHEAD_DATA: "/srv/playhead", PORT: "0", CORS_ORIGINS: "https://a.example,*" },
  };
  const config = loadServiceConfig((name) => given[name]);
  assert.equal(config.rawDataPath, "/srv/playhead/raw/watch_logs.csv");
  assert.equal(config.processedDataPath, "/srv/playhead/processed/processed_watch_data.parquet");
  assert.equal(config.port, 0);
  assert.deepEqual(config.corsOrigins, ["https://a.example", "*"]);
  assert.equal(config.token, null);
  const set = loadServiceConfig((name) => name === "RAW_DATA_PATH" ? "in.csv" : undefined);
  assert.equal(set.rawDataPath, "in.csv");
  assert.equal(set.dataPath, "data");
});

Deno.test(".env.example lists every setting with its default, or empty where there is none", async () => {
  const text = await Deno.readTextFile(new URL("./.env.example", import.meta.url));
  // Settings stand there as comments, so that a copy changes nothing until a line is opened.
  const shown = parseEnv(text.replace(/^#(?=[A-Z_]+=)/gm, ""));
  const settings = {
    ...PATH_SETTINGS,
    ...FLAG_SETTINGS,
    ...STREAM_SETTINGS,
    ...THRESHOLD_SETTINGS,
    ...CONSUMER_SETTINGS,
    ...SERVICE_SETTINGS,
  };
  const expected = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [
      name,
      setting.kind === "instant"
        ? setting.defaultText
        : "default" in setting
        ? String(setting.default)
        : "",
    ]),
  );
  assert.deepEqual({ ...shown }, expected);
  assert.deepEqual({ ...parseEnv(text) }, {});
});

/** Variables that the YAML parser and Kafka's driver read when they are loaded. */
const ASKED_BY_LIBRARIES = ["LOG_TOKENS", "LOG_STREAM", "KAFKAJS_*", "NODE_ENV"];

Deno.test("tasks may read the settings, what their libraries ask for, and no more", () => {
  const listed = (file: string) =>
    Deno.readTextFileSync(new URL(`./tasks/env/${file}.txt`, import.meta.url)).trim().split(",");
  const settings = Object.keys({
    ...{ ...STREAM_SETTINGS, ...CONSUMER_SETTINGS, ...PATH_SETTINGS, ...FLAG_SETTINGS },
    ...THRESHOLD_SETTINGS,
  });
  assert.deepEqual(listed("pipeline").toSorted(), [...settings, ...ASKED_BY_LIBRARIES].toSorted());
  const ofService = [...Object.keys(SERVICE_SETTINGS), "PIPELINE_URL"];
  assert.deepEqual(listed("service").toSorted(), ofService.toSorted());
});

Deno.test("a task is one line that can be read", () => {
  for (const [name, task] of Object.entries(readTasks())) {
    const command = typeof task === "string" ? task : task.command;
    assert.ok(command.length < 260, `${name}: ${command}`);
  }
});
