// Apache Kafka's files, fetched once from Maven Central by Maven's own client.

import { join } from "node:path";
import { UsageError } from "../../domain/errors.ts";

/** The version that is tested with. */
export const KAFKA_VERSION = "4.4.0";
const SLF4J_VERSION = "1.7.36";

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>playhead</groupId><artifactId>kafka</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId>
      <version>${SLF4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/**
 * The folder of Kafka's libraries below `folder`, fetched if it is not there.
 *
 * @throws {UsageError} Java or Maven is missing, or they cannot be fetched
 */
export async function kafkaFiles(folder: string): Promise<string> {
  await demand("java", "Java 17 or newer (Debian: openjdk-17-jre-headless)");
  const libraries = join(folder, `libs-${KAFKA_VERSION}`);
  if (await exists(join(libraries, "done"))) return libraries;
  await demand("mvn", "Maven, to fetch Kafka (Debian: maven)");
  await Deno.mkdir(libraries, { recursive: true });
  const pom = join(folder, "pom.xml");
  await Deno.writeTextFile(pom, POM);
  const { success, stdout, stderr } = await new Deno.Command("mvn", {
    args: [
      ...["-q", "-B", "-f", pom, "dependency:copy-dependencies"],
      ...[`-DoutputDirectory=${libraries}`, "-DincludeScope=runtime"],
    ],
    stdin: "null",
  }).output();
  if (!success) {
    const told = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    throw new UsageError(`Cannot fetch Kafka ${KAFKA_VERSION} from Maven Central: ${told.trim()}`);
  }
  await Deno.writeTextFile(join(libraries, "done"), "");
  return libraries;
}

/** Whether a broker can be run here at all. */
export async function hasKafkaTools(): Promise<boolean> {
  return await runs("java") && await runs("mvn");
}

async function demand(command: string, what: string): Promise<void> {
  if (await runs(command)) return;
  throw new UsageError(`Cannot run Kafka as it needs ${what}: \`${command}\` was not found`);
}

async function runs(command: string): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(command, {
      ...{ args: ["-version"], stdin: "null", stdout: "null", stderr: "null" },
    }).output();
    return success;
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
