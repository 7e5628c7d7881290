// Writes log lines: JSON, one line an event, or text for people at a terminal.

import { escapeHidden } from "../domain/escape_hidden.ts";

/**
 * Who must act: `error` somebody now, `warning` somebody when there is time, `info` nobody, `debug`
 * nobody, and of interest only while searching for a cause.
 */
export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
export type LogLevel = typeof LOG_LEVELS[number];

/** What a line says beside its event; an Error is told with its stack. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where lines go and which. */
export interface LoggerOptions {
  readonly format: "json" | "text";
  /** Lines below this level are left out. */
  readonly level: LogLevel;
  readonly nowMs: () => number;
  readonly write: (level: LogLevel, line: string) => void;
}

/** Writes one line for an event. */
export type Logger = (level: LogLevel, event: string, fields?: LogFields) => void;

/** A logger that writes nothing, for tests. */
export const silentLogger: Logger = () => {};

/** The process's own output: lines that ask for action go to standard error. */
export function writeToConsole(level: LogLevel, line: string): void {
  // The console's own levels, as Deno's OpenTelemetry takes the severity from them.
  if (level === "error") console.error(line);
  else if (level === "warning") console.warn(line);
  else if (level === "info") console.info(line);
  else console.debug(line);
}

/** Makes a logger. */
export function createLogger({ format, level, nowMs, write }: LoggerOptions): Logger {
  const lowest = LOG_LEVELS.indexOf(level);
  const render = format === "json" ? renderJson : renderText;
  return (level, event, fields = {}) => {
    if (LOG_LEVELS.indexOf(level) < lowest) return;
    write(level, render({ atMs: nowMs(), level, event, fields }));
  };
}

interface LogLine {
  readonly atMs: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: LogFields;
}

function renderJson({ atMs, level, event, fields }: LogLine): string {
  const shown = Object.entries(fields).map(([name, value]) => [name, plain(value)]);
  const head = { time: new Date(atMs).toISOString(), level, event };
  // What JSON leaves as it is may still act on a terminal; inside its strings, codes mean the same.
  return escapeHidden(JSON.stringify({ ...Object.fromEntries(shown), ...head }));
}

function renderText({ atMs, level, event, fields }: LogLine): string {
  const time = new Date(atMs).toISOString().slice(11, 23);
  const shown = Object.entries(fields).map(([name, value]) => {
    if (value instanceof Error) return `${name}: ${visibleStack(value)}`;
    return `${name}=${escapeHidden(typeof value === "string" ? value : JSON.stringify(value))}`;
  });
  const mark = level === "info" || level === "debug" ? "" : ` ${level.toUpperCase()}`;
  return `${time}${mark} ${event.replaceAll("_", " ")}${shown.length > 0 ? "  " : ""}${
    shown.join("  ")
  }`;
}

/** A stack has lines of its own; a message that brings some along could pass for lines of the log. */
function visibleStack({ stack, message }: Error): string {
  const lines = (stack ?? message).split(/\n(?= {4}at )/);
  return lines.map(escapeHidden).join("\n");
}

function plain(value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === "bigint" ? String(value) : value;
}
