// Reads the body of a request to write within limits of size and time, and unpacks it.

import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { ProblemError } from "../problem.ts";

/** How much a body may be, and how long it may take. */
export interface BodyLimits {
  /** As it comes, and unpacked. */
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
}

const unpack = promisify(gunzip) as (
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number },
) => Promise<Uint8Array>;

/** Reads the body whole. @throws {ProblemError} it is too large, too slow, cut off or cannot be unpacked */
export async function readBody(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() || "identity";
  // The old name of gzip is as good (RFC 9110).
  if (!["identity", "gzip", "x-gzip"].includes(encoding)) {
    throw new ProblemError(
      "encoding-unknown",
      `Cannot read the body as its Content-Encoding must be gzip or identity: current value is ` +
        JSON.stringify(encoding.slice(0, 100)),
      { parameter: "Content-Encoding", headers: { "accept-encoding": "gzip" } },
    );
  }
  if (Number(request.headers.get("content-length")) > limits.maxBodyBytes) throw tooLarge(limits);
  const bytes = await readAll(request, limits);
  return encoding === "identity" ? bytes : await unpackWithin(bytes, limits);
}

async function readAll(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(tooSlow(limits)), limits.bodyTimeoutMs);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for (;;) {
      const { value, done } = await Promise.race([reader.read().catch(cutOff), late]);
      if (done) break;
      sizeBytes += value.length;
      if (sizeBytes > limits.maxBodyBytes) throw tooLarge(limits);
      chunks.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => {}); // the client may be gone: it is refused either way
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, sizeBytes);
}

async function unpackWithin(bytes: Uint8Array, limits: BodyLimits): Promise<Uint8Array> {
  try {
    return await unpack(bytes, { maxOutputLength: limits.maxBodyBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(limits);
    throw new ProblemError(
      "invalid-body",
      "Cannot unpack the body as it must be gzip, as its Content-Encoding says.",
      { parameter: "Content-Encoding", cause },
    );
  }
}

/** Nobody reads the answer, and it is no defect that the log should tell of. */
function cutOff(cause: unknown): never {
  throw new ProblemError(
    "invalid-body",
    "Cannot read the body as the connection must stay open until its end: it was closed.",
    { cause },
  );
}

function tooLarge({ maxBodyBytes }: BodyLimits): ProblemError {
  return new ProblemError(
    "body-too-large",
    `Cannot take the body as it must be at most ${maxBodyBytes} bytes, also unpacked: send it in parts.`,
    { headers: { connection: "close" } },
  );
}

function tooSlow({ bodyTimeoutMs }: BodyLimits): ProblemError {
  return new ProblemError(
    "body-too-slow",
    `Cannot take the body as it must be here within ${
      bodyTimeoutMs / 1000
    } seconds: send less at once.`,
    { headers: { connection: "close" } },
  );
}
