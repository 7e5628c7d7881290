// A repair and its selection as the command that does the same.

import type { Repair, RepairSelection } from "../../domain/repair.ts";

/** Behind a fold. */
export function RepairCommand({ select, repair }: {
  readonly select: RepairSelection;
  readonly repair: Repair;
}) {
  const flags = (["rule", "source", "search"] as const)
    .flatMap((name) => select[name] ? [`--${name} ${quoted(select[name])}`] : []);
  return (
    <details class="fold">
      <summary>The same from the command line</summary>
      <pre class="command"><code>{
        ["deno task quarantine replay", ...flags, `--repair ${quoted(JSON.stringify(repair))}`]
          .join(" ")
      }</code></pre>
    </details>
  );
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
