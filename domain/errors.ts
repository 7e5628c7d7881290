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
