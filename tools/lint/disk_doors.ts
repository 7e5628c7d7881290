// Lint rule: which code may touch the disk. All else goes through the lake, which may be no disk at all.

import { isFree, isWithin } from "./arrows.ts";
import { projectPath } from "./project_path.ts";

/** The folders and files that may, each with what it has there. */
const DOORS: Readonly<Record<string, string>> = {
  "lake/disk": "the lake's disk, and scratch files of this machine",
  "log/embedded": "the embedded log's folder",
  "log/open_log.ts": "whether the embedded log is there",
  "store/sqlite": "the store's database",
  "serving/api/docs": "files of a package",
  "serving/pages/is_stale.ts": "the sources that pages are built of",
  "serving/service/open_files.ts": "what Linux tells of this process",
  "serving/pages/bundle_workers.ts": "the scripts of the pages' threads",
  "fresh": "the sources of pages, and what is built of them",
  "config.ts": "the file of settings",
  "main.ts": "files that settings name",
  "dev.ts": "what was built",
  "tasks": "what a person at a terminal names",
};

/** What of `Deno` touches the disk; the same with `Sync` behind it. */
const DISK_CALLS = [
  ...["chmod", "chown", "copyFile", "create", "link", "lstat", "makeTempDir", "makeTempFile"],
  ...["mkdir", "open", "readDir", "readFile", "readLink", "readTextFile", "realPath", "remove"],
  ...["rename", "stat", "symlink", "truncate", "utime", "watchFs", "writeFile", "writeTextFile"],
];
const CALLS = new Set(DISK_CALLS.flatMap((name) => [name, `${name}Sync`]));
const MODULES = /^(?:node:)?fs(?:\/promises)?$/;

/** Reports calls that touch the disk, and imports of what does, outside of the table above. */
export const diskDoors: Deno.lint.Rule = {
  create(context) {
    const file = projectPath(context.filename);
    if (isFree(file) || Object.keys(DOORS).some((door) => isWithin(file, door))) return {};
    const report = (node: Deno.lint.Node, what: string) =>
      context.report({
        node,
        message:
          `Cannot use ${what} as ${file} is in no line of the table in tools/lint/disk_doors.ts`,
        hint: "Take a Lake (lake/port.ts), or call what lake/disk has.",
      });
    return {
      MemberExpression(node) {
        const { object, property } = node;
        if (object.type !== "Identifier" || object.name !== "Deno") return;
        const name = property.type === "Identifier"
          ? property.name
          : property.type === "Literal"
          ? String(property.value)
          : "";
        if (CALLS.has(name)) report(node, `Deno.${name}`);
      },
      ImportDeclaration(node) {
        if (MODULES.test(node.source.value)) report(node, node.source.value);
      },
    };
  },
};
