// The text of `--help`: everything that a task's table says, in aligned columns.

import type { Setting } from "../../domain/setting.ts";
import type { CommandSpec, Flag } from "./command_spec.ts";
import { flagPlaceholder } from "./flag_placeholder.ts";

/** Lines are broken at this column. */
const LINE_WIDTH = 100;
/** A first column wider than this gets a line of its own. */
const MAX_HEAD_WIDTH = 34;

type Row = readonly [head: string, text: string];

/** Usage, arguments, every flag with its default and variable, exit codes, examples; no last newline. */
export function renderHelp(spec: CommandSpec): string {
  const { positionals, settings = {} } = spec;
  const flags = Object.entries(spec.flags).map(([name, flag]): Row => [
    `--${name} ${flagPlaceholder(flag)}`.trimEnd(),
    withNotes(flag.help, flag, flag.env),
  ]);
  const usage = [spec.command, positionals?.value, "[FLAGS]"].filter(Boolean).join(" ");
  const sections: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    ["Arguments", positionals === undefined ? [] : [[positionals.value, positionals.help]]],
    ["Flags", [...flags, ["-h, --help", "show this text"]]],
    [
      "Environment, also from .env",
      Object.entries(settings).map(([name, setting]) => [name, withNotes(setting.help, setting)]),
    ],
    ["Exit codes", Object.entries(spec.exitCodes).map(([code, meaning]) => [code, meaning])],
  ];
  const blocks = sections.filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `${title}:\n${layOut(rows)}`);
  return [
    spec.summary,
    `Usage: ${usage}`,
    ...blocks,
    ...spec.examples.length === 0
      ? []
      : [`Examples:\n${spec.examples.map((line) => `  ${line}`).join("\n")}`],
  ].join("\n\n");
}

function withNotes(help: string, setting: Setting | Flag, env?: string): string {
  const fallback = defaultOf(setting);
  const notes = [
    ...fallback === undefined ? [] : [`default ${fallback}`],
    ...env === undefined ? [] : [`env ${env}`],
  ];
  return notes.length === 0 ? help : `${help} (${notes.join("; ")})`;
}

function defaultOf(setting: Setting): string | undefined {
  if (setting.defaultText !== undefined || setting.kind === "switch") return setting.defaultText;
  const value = setting.default;
  if (value === undefined || value === "") return undefined;
  if (setting.kind === "instant") return new Date(Number(value)).toISOString();
  return Array.isArray(value) ? value.join(",") : String(value);
}

function layOut(rows: readonly Row[]): string {
  const fitting = rows.map(([head]) => head.length).filter((width) => width <= MAX_HEAD_WIDTH);
  const width = Math.max(0, ...fitting);
  return rows.flatMap(([head, text]) => {
    const lines = breakLines(text, LINE_WIDTH - width - 4);
    const indent = " ".repeat(width + 4);
    return head.length > width
      ? [`  ${head}`, ...lines.map((line) => indent + line)]
      : lines.map((line, at) => at === 0 ? `  ${head.padEnd(width)}  ${line}` : indent + line);
  }).join("\n");
}

function breakLines(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > width && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
