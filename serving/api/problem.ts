// Errors of the API as RFC 9457 tells them: which problem, what is wrong here, what to do.

/** The problems there are: status and title by the last part of their `type`. */
export const PROBLEMS = {
  "invalid-parameter": { status: 400, title: "A parameter cannot be read" },
  "invalid-request": { status: 400, title: "The request is none of HTTP/1.1" },
  "invalid-body": { status: 400, title: "The body cannot be read" },
  "token-needed": { status: 401, title: "A token is needed" },
  "forbidden": { status: 403, title: "This may not be done from there" },
  "not-found": { status: 404, title: "There is no such thing" },
  "method-not-allowed": { status: 405, title: "The method does not fit the address" },
  "body-too-slow": { status: 408, title: "The body took too long" },
  "import-not-ready": { status: 409, title: "The file is not ready for that" },
  "replay-running": { status: 409, title: "A replay is under way" },
  "conflict": { status: 409, title: "Somebody else was faster" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "encoding-unknown": { status: 415, title: "The body's encoding is not known" },
  "range-not-satisfiable": { status: 416, title: "The file has no such range" },
  "misdirected": { status: 421, title: "This service does not answer under that name" },
  "key-reused": { status: 422, title: "The Idempotency-Key was used for another body" },
  "upgrade-needed": { status: 426, title: "This address is a WebSocket's" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "too-far-behind": { status: 429, title: "The pipeline is too far behind" },
  "defect": { status: 500, title: "A defect of Playhead" },
  "log-unavailable": { status: 503, title: "The log is not available" },
  "too-many-listeners": { status: 503, title: "There are too many listeners" },
  "not-ready": { status: 503, title: "The service is not ready" },
  "disk-unavailable": { status: 503, title: "The disk does not do what it is asked" },
  "damaged-file": { status: 503, title: "A file of the service cannot be used" },
  "too-many-questions": { status: 503, title: "Too many questions wait" },
  "no-room": { status: 507, title: "There is no room on the disk" },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

/** The last part of a problem's `type`. */
export type ProblemKind = keyof typeof PROBLEMS;

/** What a problem may say besides. */
export interface ProblemOptions {
  readonly parameter?: string;
  /** For the `Retry-After` header. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request that is refused; its message is the problem's `detail`. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly kind: ProblemKind;
  readonly options: ProblemOptions;

  constructor(kind: ProblemKind, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.options = options;
  }

  /** The answer. */
  toResponse(): Response {
    const { status, title } = PROBLEMS[this.kind];
    const { parameter, retryAfterSeconds, headers } = this.options;
    const type = `urn:playhead:problem:${this.kind}`;
    const body = { type, title, status, detail: this.message };
    return new Response(
      JSON.stringify(parameter === undefined ? body : { ...body, parameter }) + "\n",
      {
        status,
        headers: {
          "content-type": "application/problem+json",
          "cache-control": "no-store",
          ...(retryAfterSeconds === undefined ? {} : { "retry-after": `${retryAfterSeconds}` }),
          ...headers,
        },
      },
    );
  }
}

/** A parameter that cannot be read: `Cannot read limit as it must be …: current value is "0"`. */
export function parameterProblem(name: string, must: string, value: string): ProblemError {
  const shown = value.length > 200 ? value.slice(0, 199) + "…" : value;
  return new ProblemError(
    "invalid-parameter",
    `Cannot read ${name} as it must be ${must}: current value is ${JSON.stringify(shown)}`,
    { parameter: name },
  );
}
