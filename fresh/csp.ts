// csp(): the Content-Security-Policy of answers, with a nonce for our own inline scripts and styles.

import type { Middleware } from "./types.ts";

/** How the policy is sent and what it adds. */
export interface CspOptions {
  /** Only report what would be refused. */
  readonly reportOnly?: boolean;
  /** Where browsers report to. */
  readonly reportTo?: string;
  /** Directives beside the defaults; one of the same name replaces it. */
  readonly csp?: readonly string[];
  /** A new nonce for each page, instead of allowing every inline script and style. */
  readonly useNonce?: boolean;
}

/** Sets the policy on every answer that has none. */
export function csp<State>(options: CspOptions = {}): Middleware<State> {
  const { reportOnly = false, reportTo, csp: added = [], useNonce = false } = options;
  const name = `content-security-policy${reportOnly ? "-report-only" : ""}`;
  return async (ctx) => {
    if (useNonce) ctx.nonce = newNonce();
    const inline = ctx.nonce ? `'nonce-${ctx.nonce}'` : "'unsafe-inline'";
    const answer = await ctx.next();
    if (answer.status === 101 || answer.headers.has(name)) return answer;
    const end = reportTo ? [`report-to csp-endpoint`, `report-uri ${reportTo}`] : [];
    const policy = joinDirectives([...defaults(inline), ...added, ...end], ctx.nonce);
    return withHeaders(answer, [
      [name, policy],
      ...(reportTo ? [["reporting-endpoints", `csp-endpoint="${reportTo}"`] as const] : []),
    ]);
  };
}

function defaults(inline: string): string[] {
  return [
    "default-src 'self'",
    `script-src 'self' ${inline}`,
    `style-src 'self' ${inline}`,
    "font-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
}

/** A directive given again replaces the default; the nonce stays in scripts and styles. */
function joinDirectives(directives: readonly string[], nonce: string | null): string {
  const byName = new Map(directives.map((directive) => {
    const name = directive.trim().split(/\s+/, 1)[0]!;
    const isCode = name === "script-src" || name === "style-src";
    const whole = nonce && isCode && !directive.includes("'nonce-")
      ? `${directive} 'nonce-${nonce}'`
      : directive;
    return [name, whole];
  }));
  return [...byName.values()].join("; ");
}

function newNonce(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toBase64();
}

/** Answers from elsewhere may have headers that cannot be changed: then a copy gets them. */
function withHeaders(answer: Response, added: readonly (readonly [string, string])[]): Response {
  const copy = new Response(answer.body, answer);
  for (const [name, value] of added) copy.headers.set(name, value);
  return copy;
}
