// The door to how tasks read their command line: one table gives the typed values, the help and the errors.

export type { CommandLine, CommandSpec, Flag } from "./command_line/command_spec.ts";
export { parseFlags } from "./command_line/parse_flags.ts";
export { renderHelp } from "./command_line/render_help.ts";
