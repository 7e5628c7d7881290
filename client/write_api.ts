// Writes to the API from a page; a service that wants its token is given it.

const TOKEN_KEY = "token";

/** The API refused: its problem's detail is the message. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** Keeps the service's token while this tab is open. */
export function keepToken(token: string): void {
  sessionStorage.setItem(TOKEN_KEY, token);
}

/** The header of the kept token; none without one. */
export function bearer(): Readonly<Record<string, string>> {
  const token = sessionStorage.getItem(TOKEN_KEY);
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** Posts JSON and reads the answer. @throws {RefusedError} the API refuses, or cannot be reached */
export async function postJson<Answer>(
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearer() },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error) => {
    if (signal?.aborted) throw error;
    throw new RefusedError(0, "The service cannot be reached. Nothing was sent.");
  });
  if (answer.ok) return await answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new RefusedError(answer.status, problem.detail ?? `The service answered ${answer.status}.`);
}
