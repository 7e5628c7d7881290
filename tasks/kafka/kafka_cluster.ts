// One or more Kafka brokers (KRaft) on loopback, for developers and tests.

import { join } from "node:path";
import { kafkaFiles } from "./kafka_files.ts";

/** What is run. */
export interface ClusterOptions {
  /** What the brokers hold. */
  readonly folder: string;
  /** Where Kafka's libraries are kept, to be fetched once. */
  readonly libraries: string;
  readonly brokers: number;
  /** Of the first broker; the others follow, with a controller each. */
  readonly port: number;
  /** Further lines of server.properties. */
  readonly properties?: readonly string[];
  /** How clients connect, when it is not in plain text without signing in. */
  readonly protocol?: "PLAINTEXT" | "SASL_PLAINTEXT" | "SASL_SSL" | "SSL";
  /** Who may sign in by SCRAM, with their passwords. */
  readonly users?: Readonly<Record<string, string>>;
}

/** A broker that ended by itself, and by what signal or exit code. */
export interface LostBroker {
  readonly id: number;
  readonly how: string;
}

const STARTED_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 20_000;
/** Behind the ports of nine brokers and their controllers: where brokers talk to each other. */
const AMONG_PORTS = 18;
const KEPT_CHARACTERS = 4_000;

interface Broker {
  readonly child: Deno.ChildProcess;
  readonly started: Promise<void>;
}

/** A running cluster. */
export class KafkaCluster {
  readonly bootstrap: string;
  readonly #libraries: string;
  readonly #options: ClusterOptions;
  readonly #brokers = new Map<number, Broker>();

  private constructor(libraries: string, options: ClusterOptions) {
    this.#libraries = libraries;
    this.#options = options;
    this.bootstrap = ids(options).map((id) => `127.0.0.1:${portOf(options, id)}`).join(",");
  }

  /** Starts the brokers and waits until all of them answer. */
  static async start(options: ClusterOptions): Promise<KafkaCluster> {
    const libraries = await kafkaFiles(options.libraries);
    const cluster = new KafkaCluster(libraries, options);
    const uuid = await clusterUuid(options.folder);
    for (const id of ids(options)) await cluster.#format(id, uuid);
    try {
      for (const id of ids(options)) cluster.#run(id);
      await Promise.all([...cluster.#brokers.values()].map(({ started }) => started));
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** Ends a broker with SIGKILL. */
  async kill(id: number): Promise<void> {
    const broker = this.#brokers.get(id)!;
    this.#brokers.delete(id);
    broker.child.kill("SIGKILL");
    await broker.child.status;
  }

  /** Starts a broker that was ended. */
  async restart(id: number): Promise<void> {
    this.#run(id);
    await this.#brokers.get(id)!.started;
  }

  /** Brokers that run. */
  get running(): readonly number[] {
    return [...this.#brokers.keys()];
  }

  /** The next broker that ends without having been asked to; it is not one of the cluster's any more. */
  async nextLost(): Promise<LostBroker> {
    const lost = [...this.#brokers].map(async ([id, broker]): Promise<LostBroker> => {
      const { code, signal } = await broker.child.status;
      // Ended on purpose, or another one by now: nobody waits for that.
      if (this.#brokers.get(id) !== broker) return await new Promise(() => {});
      return { id, how: signal ?? `exit code ${code}` };
    });
    const first = await Promise.race(lost);
    this.#brokers.delete(first.id);
    return first;
  }

  /** Ends all brokers in order. */
  async stop(): Promise<void> {
    const brokers = [...this.#brokers.values()];
    this.#brokers.clear();
    await Promise.all(brokers.map(async ({ child }) => {
      const late = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
      try {
        child.kill("SIGTERM");
      } catch {
        // it ended by itself
      }
      await child.status;
      clearTimeout(late);
    }));
  }

  async #format(id: number, uuid: string): Promise<void> {
    const home = this.#home(id);
    await Deno.mkdir(home, { recursive: true });
    const path = join(home, "server.properties");
    await Deno.writeTextFile(path, properties(id, home, this.#options));
    if (await Deno.stat(join(home, "data", "meta.properties")).catch(() => null)) return;
    const scram = Object.entries(this.#options.users ?? {}).flatMap(([name, password]) =>
      ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
        "--add-scram",
        `${mechanism}=[name=${name},password=${password}]`,
      ])
    );
    const tool = ["kafka.tools.StorageTool", "format", "-t", uuid, "-c", path, ...scram];
    const { success, stderr, stdout } = await this.#java(tool).output();
    if (success) return;
    const told = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    throw new Error(`Cannot prepare ${home} for Kafka: ${told.slice(-KEPT_CHARACTERS)}`);
  }

  #run(id: number): void {
    const path = join(this.#home(id), "server.properties");
    const child = this.#java(["kafka.Kafka", path]).spawn();
    this.#brokers.set(id, { child, started: hearStart(child) });
  }

  #java(args: readonly string[]): Deno.Command {
    return new Deno.Command("java", {
      args: ["-Xmx512m", "-cp", join(this.#libraries, "*"), ...args],
      ...{ stdin: "null", stdout: "piped", stderr: "piped" },
    });
  }

  #home(id: number): string {
    return join(this.#options.folder, `broker-${id}`);
  }
}

/** Resolves when the broker says that it is there; its output is read to the end. */
function hearStart(child: Deno.ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let told = "";
  const hear = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      told = (told + text).slice(-KEPT_CHARACTERS);
      if (told.includes("Kafka Server started")) resolve();
    }
  };
  const late = setTimeout(
    () => reject(new Error(`Kafka does not start: ${told}`)),
    STARTED_WITHIN_MS,
  );
  Promise.all([hear(child.stdout), hear(child.stderr)])
    .then(() => reject(new Error(`Kafka ended: ${told}`)));
  const stop = () => clearTimeout(late);
  promise.then(stop, stop);
  return promise;
}

function ids({ brokers }: ClusterOptions): number[] {
  return Array.from({ length: brokers }, (_, i) => i + 1);
}

function portOf({ port }: ClusterOptions, id: number): number {
  return port + (id - 1) * 2;
}

async function clusterUuid(folder: string): Promise<string> {
  const path = join(folder, "cluster-uuid");
  const there = await Deno.readTextFile(path).catch(() => null);
  // Kafka's tool takes one that begins with a dash for a flag.
  if (there !== null && !there.startsWith("-")) return there;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0]! &= 0x7f; // dash and underline are the letters 62 and 63
  const uuid = bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  await Deno.writeTextFile(path, uuid);
  return uuid;
}

function properties(id: number, home: string, options: ClusterOptions): string {
  const port = portOf(options, id), copies = Math.min(3, options.brokers);
  const { protocol = "PLAINTEXT" } = options;
  const among = `BROKERS://127.0.0.1:${options.port + AMONG_PORTS + id}`;
  const voters = ids(options).map((one) => `${one}@127.0.0.1:${portOf(options, one) + 1}`);
  return [
    "process.roles=broker,controller",
    `node.id=${id}`,
    `controller.quorum.voters=${voters.join(",")}`,
    `listeners=CLIENTS://127.0.0.1:${port},${among},CONTROLLER://127.0.0.1:${port + 1}`,
    `advertised.listeners=CLIENTS://127.0.0.1:${port},${among}`,
    "inter.broker.listener.name=BROKERS",
    "controller.listener.names=CONTROLLER",
    `listener.security.protocol.map=CLIENTS:${protocol},BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    `log.dirs=${join(home, "data")}`,
    `offsets.topic.replication.factor=${copies}`,
    `transaction.state.log.replication.factor=${copies}`,
    `transaction.state.log.min.isr=${Math.max(1, copies - 1)}`,
    `default.replication.factor=${copies}`,
    `min.insync.replicas=${Math.max(1, copies - 1)}`,
    "group.initial.rebalance.delay.ms=0",
    "group.min.session.timeout.ms=1000",
    "broker.session.timeout.ms=3000",
    "offsets.topic.num.partitions=4",
    ...options.properties ?? [],
  ].join("\n") + "\n";
}
