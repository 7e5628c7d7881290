// Which folder may import which, and which folder is the door of a package: the table of the import rule.

/** What a folder or file may import beside itself. The longest path that fits a file is its own. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "domain": [],
  "clock": [],
  "telemetry": ["domain"],
  "lake": ["domain", "clock"],
  "log": ["domain", "clock", "lake"],
  "pipeline/transform": ["domain"],
  "pipeline/patterns": [],
  "pipeline/repair": ["domain", "pipeline/transform", "pipeline/patterns"],
  "pipeline/generate": ["domain"],
  "pipeline/io": ["domain", "lake", "pipeline/transform"],
  "pipeline/io/report_page.ts": ["domain", "lake", "components/report"],
  "pipeline/workers": ["domain", "pipeline/transform", "pipeline/io"],
  "pipeline": ["domain", "lake"],
  "store/port.ts": ["domain", "store/core"],
  "store/core": [
    ...["domain", "pipeline/transform", "log/port.ts", "log/topics.ts"],
  ],
  "store": ["domain", "log/port.ts", "log/topics.ts", "lake"],
  "stream": ["domain", "clock", "pipeline/transform", "lake", "log", "store"],
  "serving/create_service.ts": ["domain", "lake", "config.ts", "telemetry", "serving"],
  "serving/compose.ts": ["domain", "log", "store", "stream", "telemetry", "serving"],
  "serving/service": [
    ...["domain", "clock", "config.ts", "lake", "log", "pipeline", "store", "stream", "telemetry"],
    "serving",
  ],
  "serving/pages": [
    ...["domain", "fresh", "serving/is_origin_allowed.ts", "serving/is_host_allowed.ts"],
  ],
  "serving": ["domain", "clock", "lake/port.ts", "telemetry", "store/port.ts", "store/errors.ts"],
  "client": ["domain"],
  "components": ["domain", "client", "fresh"],
  "islands": ["domain", "components", "client", "fresh"],
  "routes": ["domain", "components", "islands", "serving/pages", "fresh"],
  "fresh": [],
  "config.ts": ["domain"],
  "fresh.config.ts": [],
  "app.ts": ["domain", "components", "serving/pages", "fresh"],
  "dev.ts": ["app.ts", "fresh", "fresh.config.ts", "serving/pages"],
  "main.ts": [
    ...["domain", "clock", "config.ts", "log/errors.ts", "serving", "store/open_store.ts"],
    ...["tasks", "telemetry"],
  ],
  "tasks": [
    ...["domain", "clock", "config.ts", "lake", "log", "pipeline", "store", "stream", "telemetry"],
    ...["serving", "components/runs"],
  ],
};

/** The inside of what can be exchanged for another of its kind, and who may know it. */
export const ADAPTERS: Readonly<Record<string, readonly string[]>> = {
  "log/embedded": ["log/open_log.ts", "tasks/doctor"],
  "log/kafka": ["log/open_log.ts", "log/own_log.ts"],
  "store/sqlite": ["store/open_store.ts", "store/open_view.ts"],
};

/** The folders and files that may import a package; packages that are not named are free. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  "node:sqlite": [
    ...["store/sqlite", "log/embedded"],
    ...["serving/service/answered_keys.ts", "tasks/doctor", "tasks/prove"],
  ],
  "kafkajs": ["log/kafka"],
  "kafkajs-snappy": ["log/kafka"],
  "@kafkajs/confluent-schema-registry": ["log/kafka"],
  "hyparquet": ["pipeline/io", "pipeline/etl", "client/parquet", "tasks/prove"],
  "hyparquet-compressors": ["client/parquet"],
  "hyparquet-writer": ["pipeline/io", "client/parquet"],
  "zstddec": ["client/parquet"],
  "hono": ["serving/api", "fresh"],
  "@hono/zod-openapi": ["serving/api"],
  "zod": ["serving/api"],
  "swagger-ui-dist": ["serving/api/docs"],
  "devalue": ["fresh"],
  "preact-render-to-string": ["fresh", "components/report"],
  "prom-client": ["telemetry"],
  "re2js": ["pipeline/patterns"],
  "yaml": ["pipeline/io"],
  // What only tests import, which may import anything.
  "ajv": [],
  "axe-core": [],
  "deno-std": [],
  "fast-check": [],
  "playwright-core": ["fresh/fixture"],
};

/** Code that tests, measures or builds may import anything. */
const FREE = ["tests", "bench", "tools", "deploy"];

/**
 * Why `file` may not import `target`, or null when it may. Both are paths from the project's root, or
 * `target` is a package as it is written in an import.
 */
export function refuseImport(file: string, target: string, isPackage: boolean): string | null {
  if (isFree(file)) return null;
  if (isPackage) return refusePackage(file, target);
  const zone = zoneOf(file);
  if (zone === null) return `${file} is in no folder of the table in tools/lint/arrows.ts`;
  const allowed = [zone, ...ARROWS[zone]!];
  if (!allowed.some((folder) => isWithin(target, folder))) {
    return `Cannot import ${target} as ${zone} may import ${allowed.join(", ")} only`;
  }
  const adapter = Object.keys(ADAPTERS).find((folder) => isWithin(target, folder));
  if (adapter === undefined) return null;
  const known = [adapter, ...ADAPTERS[adapter]!];
  if (known.some((folder) => isWithin(file, folder))) return null;
  return `Cannot import ${target} as ${known.join(", ")} may know ${adapter} only: use its port`;
}

function refusePackage(file: string, specifier: string): string | null {
  const name = packageName(specifier);
  const doors = Object.hasOwn(DOORS, name) ? DOORS[name]! : null;
  if (doors === null || doors.some((folder) => isWithin(file, folder))) return null;
  const who = doors.length === 0 ? "tests" : doors.join(", ");
  return `Cannot import ${name} as ${who} may import it only`;
}

/** `npm:/hono@4.13.19/cors` → `hono`; `@scope/name/part` → `@scope/name`. */
function packageName(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  const path = specifier.replace(/^npm:\/?/, "");
  return /^(@[^/]+\/)?[^/@]+/.exec(path)?.[0] ?? path;
}

/** Whether a file may import and do anything: tests, wherever they stand, and what serves them. */
export function isFree(file: string): boolean {
  return FREE.some((folder) => isWithin(file, folder)) || /_(test|fixture|bench)\.tsx?$/.test(file);
}

function zoneOf(file: string): string | null {
  const fitting = Object.keys(ARROWS).filter((zone) => isWithin(file, zone));
  return fitting.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** Whether a path is a folder, a file, or the module a folder is opened by (`log/port.ts`). */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path === `${folder}.ts` || path.startsWith(`${folder}/`);
}
