// What a measurement ran on: the machine, the versions, the day.

import { pythonVersion } from "./build_env.ts";
import { benchPath } from "./paths.ts";

/** Shown above every table of docs/benchmarks.md. */
export interface MachineDescription {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Deno, V8, Python and its libraries, each `name version`. */
  readonly versions: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/** Libraries that a reader looks for; the others are what these depend on. */
const LIBRARIES = ["polars", "duckdb", "pandas", "pyarrow", "numpy"];

/** Reads the machine's description; `withPeers` adds the peers' versions. */
export async function describeMachine(
  { withPeers }: { readonly withPeers: boolean },
): Promise<MachineDescription> {
  const versions = [`Deno ${Deno.version.deno}`, `V8 ${Deno.version.v8}`];
  if (withPeers) versions.push(await pythonVersion(), ...await pinnedLibraries());
  return {
    cpu: await cpuModel(),
    cores: navigator.hardwareConcurrency,
    memoryBytes: Deno.systemMemoryInfo().total,
    versions,
    day: new Date().toISOString().slice(0, 10),
  };
}

/** Through `cat`, as Deno opens /proc only to a process that may do everything. */
async function cpuModel(): Promise<string> {
  const { stdout } = await new Deno.Command("cat", { args: ["/proc/cpuinfo"] }).output();
  const model = /^model name\s*:\s*(.+)$/m.exec(new TextDecoder().decode(stdout));
  return model?.[1] ?? Deno.build.arch;
}

/** The pins are the versions that run: the environment is rebuilt whenever they change. */
async function pinnedLibraries(): Promise<string[]> {
  const pins = (await Deno.readTextFile(benchPath("requirements.txt"))).split("\n")
    .map((line) => line.split("=="));
  return LIBRARIES.flatMap((name) =>
    pins.filter(([pinned]) => pinned === name).map(([, version]) => `${name} ${version}`)
  );
}
