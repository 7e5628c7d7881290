// Why a part of a file cannot be read here.

/** `message` ends a sentence that begins with "Cannot read column x: ". */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}

/** The sentence for any error that decoding a column ended with. */
export function sayUnreadable(column: string, group: number, error: Error): string {
  const start = `Cannot read column ${column}`;
  if (/replaced while it was read|^Cannot read http/.test(error.message)) return error.message;
  const unsupported = /unsupported (.+)/.exec(error.message)?.[1];
  if (unsupported !== undefined) return `${start} as this page does not know its ${unsupported}.`;
  if (error instanceof UnreadableError) return `${start}: ${error.message}.`;
  return `${start}: its bytes in row group ${group + 1} are damaged (${error.message}).`;
}
