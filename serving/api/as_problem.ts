// What an error of any part is to whoever asked: their mistake, somebody else's change, the disk, or a defect.

import { diskTrouble } from "../../domain/disk_trouble.ts";
import { ConflictError, DamagedFileError } from "../../domain/errors.ts";
import { ProblemError } from "./problem.ts";
import { StoreBusyError } from "../../store/errors.ts";

/** The problem that an error is; null when it is a defect of Playhead. */
export function asProblem(cause: unknown): ProblemError | null {
  if (cause instanceof ProblemError) return cause;
  if (cause instanceof ConflictError) return new ProblemError("conflict", cause.message, { cause });
  if (cause instanceof DamagedFileError) {
    return new ProblemError("damaged-file", cause.message, { cause, retryAfterSeconds: 60 });
  }
  if (cause instanceof StoreBusyError) {
    const detail = `${cause.message}: ask again in a few seconds, or for a shorter period.`;
    return new ProblemError("too-many-questions", detail, { cause, retryAfterSeconds: 5 });
  }
  switch (diskTrouble(cause)) {
    case "full":
      return new ProblemError("no-room", "The service's disk is full: make room and try again.", {
        cause,
        retryAfterSeconds: 10,
      });
    case "read-only":
      return onDisk("The service's disk is mounted read-only: make it writable.", cause);
    case "failing":
    case "refused":
      return onDisk("The service's disk refuses: see the service's log.", cause);
    case "damaged":
      return new ProblemError(
        "damaged-file",
        "A database of the service is damaged: stop the service and run deno task doctor --repair.",
        { cause, retryAfterSeconds: 60 },
      );
    case null:
      return null;
  }
}

function onDisk(detail: string, cause: unknown): ProblemError {
  return new ProblemError("disk-unavailable", detail, { cause, retryAfterSeconds: 10 });
}
