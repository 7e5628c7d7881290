// Which pages may write, and listen to the live stream: those of our own address, and those allowed by name.

/** Whom the service knows. */
export interface OriginSettings {
  readonly corsOrigins: readonly string[];
  /** Whether it listens beyond loopback. */
  readonly isPublic: boolean;
}

/**
 * Whether a request that says from which page it comes may do more than read. Programs send no Origin.
 * While only this machine is served, our own address is one of loopback's names: a page whose name was
 * pointed at 127.0.0.1 (DNS rebinding) comes with a host of its own.
 */
export function isOriginAllowed(request: Request, settings: OriginSettings): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  const { corsOrigins, isPublic } = settings;
  if (corsOrigins.includes("*") || corsOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false; // `null`: a file or a sandbox
  const { host, hostname } = new URL(origin);
  const isOwn = host === (request.headers.get("host") ?? new URL(request.url).host);
  return isOwn && (isPublic || isLoopback(hostname));
}

/** Whether a host is one of loopback's names or addresses. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(hostname);
}
