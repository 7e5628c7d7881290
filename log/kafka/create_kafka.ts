// A kafkajs client with our settings: codecs, patience, and logs that go nowhere by themselves.

import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { Buffer } from "node:buffer";
import process from "node:process";
import kafkajs, { type Kafka, type SASLOptions } from "kafkajs";
import snappy from "kafkajs-snappy";
import type { KafkaSettings } from "../../domain/log_settings.ts";
import { decodeLz4Frame } from "./lz4_frame.ts";
import { markAbortedInFetches } from "./mark_aborted.ts";

/** kafkajs sets timeouts to what is left of a time that is over, and has many requests wait for one connection. */
const NOT_WORTH_A_LINE: ReadonlySet<unknown> = new Set([
  ...["TimeoutNegativeWarning", "MaxListenersExceededWarning"],
]);
const emitWarning = process.emitWarning;
process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
  const name = warning instanceof Error ? warning.name : rest[0];
  if (!NOT_WORTH_A_LINE.has(name)) Reflect.apply(emitWarning, process, [warning, ...rest]);
};

const { CompressionCodecs, CompressionTypes, Kafka: Client, logLevel } = kafkajs;

const codecs = CompressionCodecs as Record<number, unknown>;
codecs[CompressionTypes.Snappy] = snappy;
codecs[CompressionTypes.ZSTD] = () => ({
  compress: ({ buffer }: { buffer: Buffer }) => Promise.resolve(zstdCompressSync(buffer)),
  decompress: (buffer: Buffer) => Promise.resolve(zstdDecompressSync(buffer)),
});
codecs[CompressionTypes.LZ4] = () => ({
  compress: () => Promise.reject(new Error("LZ4 is only read: use gzip, snappy or zstd")),
  decompress: (buffer: Buffer) => Promise.resolve(Buffer.from(decodeLz4Frame(buffer))),
});

markAbortedInFetches();

/** By the name in the settings. */
export const COMPRESSIONS: Readonly<Record<KafkaSettings["compression"], number>> = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  zstd: CompressionTypes.ZSTD,
};

/** Waits for a broker for as long as it takes; callers who cannot wait give up by themselves. */
const PATIENCE = { retries: 1_000_000, initialRetryTime: 50, maxRetryTime: 1_000 };
const CONNECT_WITHIN_MS = 2_000, ANSWER_WITHIN_MS = 30_000;
/** A session is renewed so long before it ends; some brokers end them after a few seconds. */
const SIGN_IN_AHEAD_MS = 1_500;

/** How a client differs from those that work for as long as it takes. */
export interface KafkaPatience {
  /** Attempts after the first. */
  readonly retries: number;
  /** Told what went wrong on the way, also where it is tried again. */
  readonly onError: (message: string) => void;
}

/** A client; it connects when it is first used. */
export function createKafka(settings: KafkaSettings, patience?: KafkaPatience): Kafka {
  const { brokers, tls, tlsAuthority, sasl } = settings;
  return new Client({
    clientId: "playhead",
    brokers: [...brokers],
    connectionTimeout: CONNECT_WITHIN_MS,
    requestTimeout: ANSWER_WITHIN_MS,
    reauthenticationThreshold: SIGN_IN_AHEAD_MS,
    retry: patience === undefined ? PATIENCE : { ...PATIENCE, retries: patience.retries },
    ssl: tls ? (tlsAuthority === null ? true : { ca: [tlsAuthority] }) : false,
    // A copy: the driver adds functions to it, and settings are sent to workers.
    ...sasl === null ? {} : { sasl: { ...sasl } as SASLOptions },
    logLevel: patience === undefined ? logLevel.NOTHING : logLevel.ERROR,
    // What matters comes as errors and events; kafkajs's own lines would hold addresses and more.
    logCreator: () => ({ log: { message } }) => patience?.onError(message),
  });
}
