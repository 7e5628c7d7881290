// Which folder may import which, and which folder is the door of a package: the table of the import rule.

/** Everything but islands, which only the browser's bundle and the pages that show them may hold. */
const ANYTHING = [
  ...["domain", "clock", "pipeline", "lake", "log", "store", "stream", "telemetry", "serving"],
  ...["routes", "components", "client"],
  ...["fresh", "tasks", "config.ts", "app.ts", "main.ts", "fresh.config.ts"],
];

/** What a folder or file may import beside itself. The longest path that fits a file is its own. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "domain": [],
  "clock": [],
  "pipeline/transform": ["domain"],
  "pipeline/generate": ["domain"],
  "pipeline/workers": ANYTHING,
  "pipeline/io/report_page.ts": ["domain", "components/report"],
  "pipeline": ["domain", "clock", "lake", "telemetry"],
  "lake": ["domain", "clock"],
  "log": ["domain", "clock", "lake"],
  "store": [
    ...["domain", "pipeline/transform", "log/port.ts", "log/topics.ts", "lake/disk/own_file.ts"],
  ],
  "stream": ["domain", "clock", "pipeline/transform", "lake", "log", "store", "telemetry"],
  "telemetry": ["domain"],
  "serving/create_service.ts": ANYTHING,
  "serving/service": ANYTHING,
  "serving/pages": [
    ...["domain", "fresh", "serving/is_origin_allowed.ts", "serving/is_host_allowed.ts"],
  ],
  "serving": ["domain", "clock", "telemetry", "store/port.ts", "store/errors.ts"],
  "client": ["domain"],
  "components": ["domain", "client", "fresh"],
  "islands": ["domain", "components", "client", "fresh"],
  "routes": ["domain", "components", "islands", "serving", "fresh"],
  "fresh": [],
  "config.ts": ["domain"],
  "fresh.config.ts": ["fresh"],
  "app.ts": ["domain", "components", "serving/pages", "fresh"],
  "main.ts": ANYTHING,
  "dev.ts": ANYTHING,
  "tasks": ANYTHING,
};

/** The folders that may import a package; packages that are not named are free. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  "hyparquet-writer": ["pipeline/io", "client/parquet"],
  "kafkajs": ["log/kafka"],
  "kafkajs-snappy": ["log/kafka"],
  "hono": ["serving/api", "fresh"],
  "@hono/zod-openapi": ["serving/api"],
  "zod": ["serving/api"],
  "prom-client": ["telemetry"],
  "re2js": ["pipeline/patterns"],
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
  if (allowed.some((folder) => isWithin(target, folder))) return null;
  return `Cannot import ${target} as ${zone} may import ${allowed.join(", ")} only`;
}

function refusePackage(file: string, specifier: string): string | null {
  const name = packageName(specifier);
  const doors = Object.hasOwn(DOORS, name) ? DOORS[name]! : null;
  if (doors === null || doors.some((folder) => isWithin(file, folder))) return null;
  return `Cannot import ${name} as ${doors.join(" and ")} may import it only`;
}

/** `npm:/hono@4.13.19/cors` → `hono`; `@scope/name/part` → `@scope/name`. */
function packageName(specifier: string): string {
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
