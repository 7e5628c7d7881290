// The lines above a table of docs/benchmarks.md that say what it was measured on.

import type { MachineDescription } from "./describe_machine.ts";

/** Two lines of Markdown. */
export function renderMachine({ cpu, cores, memoryBytes, versions, day }: MachineDescription) {
  const memoryGib = (memoryBytes / 2 ** 30).toFixed(0);
  return `- Machine: ${cpu}, ${cores} cores, ${memoryGib} GiB of memory; measured on ${day}
- Versions: ${versions.join(", ")}
`;
}
