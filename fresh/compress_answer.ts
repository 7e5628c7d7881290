// Packs text answers for clients that take it; scripts and static files come packed from the build.

import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { acceptedEncoding, type Encoding } from "./accepted_encoding.ts";
import { isPackable } from "./content_type.ts";

/** Below this, packing does not pay. */
const MIN_BYTES = 512;

/** Packs what is text and not packed yet. Event streams stay as they are: events must not wait. */
export async function compressAnswer(req: Request, answer: Response): Promise<Response> {
  if (!answer.body || !mayPack(answer)) return answer;
  const encoding = acceptedEncoding(req.headers.get("accept-encoding"), ["br", "gzip"]);
  if (!encoding) return withVary(answer, answer.body);
  const reader = answer.body.getReader();
  const first = await reader.read();
  const second = first.done ? first : await reader.read();
  if (second.done) return packWhole(answer, first.value ?? new Uint8Array(), encoding);
  const packed = continueStream(reader, [first.value!, second.value]);
  return withEncoding(answer, packed.pipeThrough(new CompressionStream("gzip")), "gzip");
}

function mayPack({ status, headers }: Response): boolean {
  const type = headers.get("content-type");
  return type !== null && isPackable(type) && status !== 206 && !headers.has("content-encoding") &&
    !headers.get("cache-control")?.includes("no-transform");
}

function packWhole(
  answer: Response,
  bytes: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
): Response {
  if (bytes.length < MIN_BYTES) return withVary(answer, bytes);
  // 4 packs pages nearly as well as the default 11, in a twentieth of the time.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
  const packed = encoding === "br" ? brotliCompressSync(bytes, { params }) : gzipSync(bytes);
  return withEncoding(answer, new Uint8Array(packed), encoding);
}

function withVary(answer: Response, body: BodyInit): Response {
  const copy = new Response(body, answer);
  if (!/accept-encoding|\*/i.test(copy.headers.get("vary") ?? "")) {
    copy.headers.append("vary", "accept-encoding");
  }
  return copy;
}

/** Other bytes than the tag was made for: the tag then only says that they mean the same. */
function withEncoding(answer: Response, body: BodyInit, encoding: Encoding): Response {
  const copy = withVary(answer, body);
  copy.headers.set("content-encoding", encoding);
  copy.headers.delete("content-length");
  const etag = copy.headers.get("etag");
  if (etag && !etag.startsWith("W/")) copy.headers.set("etag", `W/${etag}`);
  return copy;
}

function continueStream(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  chunks: Uint8Array<ArrayBuffer>[],
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const chunk = chunks.shift() ?? (await reader.read()).value;
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
