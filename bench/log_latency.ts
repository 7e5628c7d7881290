// A reader in a worker of its own that tells how old each record is when it gets there.

/** Ages of records as the worker got them. */
export interface Echoes {
  /** Resolves with `count` ages in milliseconds, and ends the worker. */
  take(count: number): Promise<readonly number[]>;
}

/** Starts the reader at the end of the topic; records must hold the instant they were sent, in ms. */
export async function startEchoes(root: string, topic: string): Promise<Echoes> {
  const worker = new Worker(new URL("./log_latency_worker.ts", import.meta.url), {
    type: "module",
  });
  const agesMs: number[] = [];
  let arrived = Promise.withResolvers<void>();
  worker.onmessage = ({ data }: MessageEvent<readonly number[]>) => {
    agesMs.push(...data);
    arrived.resolve();
    arrived = Promise.withResolvers<void>();
  };
  const ready = arrived.promise;
  worker.postMessage({ root, topic });
  await ready;
  return {
    async take(count) {
      while (agesMs.length < count) await arrived.promise;
      worker.terminate();
      return agesMs;
    },
  };
}
