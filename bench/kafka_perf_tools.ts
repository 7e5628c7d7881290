// Kafka's own tools of measuring (kafka-producer-perf-test, kafka-consumer-perf-test), fetched once by Maven.

import { join } from "node:path";

/** The newest version of the tools that Maven Central has; the broker may be newer. */
const TOOLS_VERSION = "4.3.1";

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>playhead</groupId><artifactId>kafka-perf-tools</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId>
      <version>${TOOLS_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** Measures with Kafka's own tools; each answers with records a second. */
export class KafkaPerfTools {
  readonly #libraries: string;
  readonly #bootstrap: string;

  private constructor(libraries: string, bootstrap: string) {
    this.#libraries = libraries;
    this.#bootstrap = bootstrap;
  }

  /** The tools below `folder`, fetched if they are not there. */
  static async open(folder: string, bootstrap: string): Promise<KafkaPerfTools> {
    const libraries = join(folder, `perf-tools-${TOOLS_VERSION}`);
    const done = join(libraries, "done");
    if (await Deno.stat(done).then(() => true, () => false)) {
      return new KafkaPerfTools(libraries, bootstrap);
    }
    await Deno.mkdir(libraries, { recursive: true });
    const pom = join(libraries, "pom.xml");
    await Deno.writeTextFile(pom, POM);
    await run("mvn", [
      ...["-q", "-B", "-f", pom, "dependency:copy-dependencies"],
      ...[`-DoutputDirectory=${libraries}`, "-DincludeScope=runtime"],
    ]);
    await Deno.writeTextFile(done, "");
    return new KafkaPerfTools(libraries, bootstrap);
  }

  /** Lines of `path`, taken at random, without keys; settings are those of our own producer. */
  async produce(topic: string, path: string, rows: number): Promise<number> {
    const told = await this.#tool("ProducerPerformance", [
      ...["--bootstrap-server", this.#bootstrap, "--topic", topic, "--payload-file", path],
      ...["--num-records", String(rows), "--throughput", "-1", "--command-property"],
      ...["acks=all", "enable.idempotence=true", "compression.type=gzip", "linger.ms=2"],
    ]);
    return readProduced(told);
  }

  /** What is in a topic, from its beginning; the time of joining the group is left out. */
  async consume(topic: string, rows: number): Promise<number> {
    const told = await this.#tool("ConsumerPerformance", [
      ...["--bootstrap-server", this.#bootstrap, "--topic", topic, "--num-records", String(rows)],
      ...["--group", `perf-${topic}`, "--timeout", "60000", "--hide-header"],
    ]);
    return readConsumed(told);
  }

  #tool(name: string, args: readonly string[]): Promise<string> {
    const libraries = join(this.#libraries, "*");
    return run("java", ["-Xmx512m", "-cp", libraries, `org.apache.kafka.tools.${name}`, ...args]);
  }
}

/** Records a second in the last line that kafka-producer-perf-test writes: the sum of the run. */
export function readProduced(told: string): number {
  const rates = [...told.matchAll(/([\d.]+) records\/sec/g)].map(([, rate]) => Number(rate));
  const last = rates.at(-1);
  if (last === undefined) throw unreadable(told);
  return last;
}

/** Records a second (`fetch.nMsg.sec`) in the one line that kafka-consumer-perf-test writes. */
export function readConsumed(told: string): number {
  const line = told.split("\n").findLast((one) => /^\d{4}-\d\d-\d\d /.test(one));
  const rate = Number(line?.split(",")[9]);
  if (!(rate > 0)) throw unreadable(told);
  return rate;
}

function unreadable(told: string): Error {
  return new Error(`Cannot read a rate as the tool must tell one: it told ${told.slice(-500)}`);
}

async function run(command: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args, stdin: "null" })
    .output();
  const told = new TextDecoder().decode(stdout);
  if (success) return told;
  throw new Error(`${command} failed: ${(told + new TextDecoder().decode(stderr)).slice(-2_000)}`);
}
