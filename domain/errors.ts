// Errors that people cause and people can mend. Everything else is a defect and throws as it is.

/** The command line or a setting is wrong: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** An input cannot be read, or is not what it claims to be: one line, exit code 2, nothing written. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The outcome broke the contract: the old output stays, exit code 1. */
export class AuditError extends Error {
  override readonly name = "AuditError";
}

/** Somebody else was faster: what was to be changed is another thing by now. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
}

/** A file of the service's own is not what it must be; the message names it and a way out. */
export class DamagedFileError extends Error {
  override readonly name = "DamagedFileError";
}
