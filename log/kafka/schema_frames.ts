// Records in the frame of a schema registry: a zero byte, the schema's number in four bytes, then the JSON.

import { Buffer } from "node:buffer";
import { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { LogReadError } from "../errors.ts";
import type { LogBatch, LogRecord } from "../port.ts";

const FRAME_BYTES = 5;
const RETRY = { retries: 4, initialRetryTimeInSecs: 0.2, maxRetryTimeInSecs: 2 };
const OPENING_BRACE = 123;

/**
 * Takes records out of their frames. With a registry, values are held against their schema, and one that does not
 * keep it, or whose schema is not there, is refused: it comes as it is, with the reason beside it.
 */
export class SchemaFrames {
  readonly #registry: SchemaRegistry | null;
  readonly #host: string;

  /** `url` may hold a user and a password; null when there is no registry to ask. */
  constructor(url: string | null) {
    const { protocol = "", host = "", pathname = "", username = "", password = "" } = url === null
      ? {}
      : new URL(url);
    this.#host = host;
    const auth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
    this.#registry = url === null ? null : new SchemaRegistry({
      ...{ host: `${protocol}//${host}${pathname.replace(/\/$/, "")}`, retry: RETRY },
      ...username === "" ? {} : { auth },
    });
  }

  /** @throws {LogReadError} the registry does not answer: nothing of the batches is read before it does */
  async open(batches: readonly LogBatch[]): Promise<readonly LogBatch[]> {
    return await Promise.all(batches.map(async (batch) => {
      if (!batch.records.some(isFramed)) return batch;
      return { ...batch, records: await Promise.all(batch.records.map((one) => this.#open(one))) };
    }));
  }

  async #open(record: LogRecord): Promise<LogRecord> {
    if (!isFramed(record) || record.refusal !== undefined) return record;
    const { value } = record, text = value.subarray(FRAME_BYTES);
    if (this.#registry === null) {
      return text[0] === OPENING_BRACE ? { ...record, value: text } : record;
    }
    const refusal = await this.#refusal(this.#registry, value);
    return refusal === null ? { ...record, value: text } : { ...record, refusal };
  }

  async #refusal(registry: SchemaRegistry, value: Uint8Array): Promise<string | null> {
    const id = new DataView(value.buffer, value.byteOffset).getUint32(1);
    if (value[FRAME_BYTES] !== OPENING_BRACE) return `of schema ${id}, but no JSON object`;
    try {
      await registry.decode(Buffer.from(value.buffer, value.byteOffset, value.length));
      return null;
    } catch (error) {
      const { name, message, status } = error as Error & { readonly status?: number };
      if (status === 404) return `of schema ${id}, which the schema registry does not know`;
      if (name === "ConfluentSchemaRegistryValidationError" || error instanceof SyntaxError) {
        return `it does not keep schema ${id}: ${message}`;
      }
      throw new LogReadError(
        `Cannot read the log as the schema registry at ${this.#host} must answer: ${message}`,
        { cause: error },
      );
    }
  }
}

/** No JSON begins with a zero byte. */
function isFramed({ value }: LogRecord): boolean {
  return value.length > FRAME_BYTES && value[0] === 0;
}
