// From a row to its run, its input and its line, as far as the file tells.

import type { Lineage } from "../../client/explore/lineage.ts";
import { showHref, userHref } from "../kit/hrefs.ts";

interface Props {
  readonly lineage: Lineage;
  readonly row: ReadonlyMap<string, string | null>;
  /** Its row group, from 0. */
  readonly group: number;
}

export function RowOrigin({ lineage: { runId, inputs }, row, group }: Props) {
  const user = row.get("user_id"), show = row.get("show_name");
  return (
    <div class="origin">
      <h3>Where it came from</h3>
      <ul>
        <li>row group {group + 1} of this file</li>
        {runId !== null && (
          <li>
            run <a class="mono" href={`/runs/${encodeURIComponent(runId)}`}>{runId}</a>
          </li>
        )}
        {inputs.map(({ path }) => (
          <li key={path}>
            {inputs.length === 1 ? "input" : "one of the inputs"} <span class="mono">{path}</span>
          </li>
        ))}
        {runId === null && <li>The file does not say which run wrote it.</li>}
      </ul>
      {runId !== null && user && (
        <>
          <p class="muted">
            Rows do not keep their line, and an equal event may stand in several. This finds it:
          </p>
          <pre>{searchCommand(user, row.get("watch_date"), inputs.map(({ path }) => path))}</pre>
        </>
      )}
      {runId !== null && user && show && (
        <p>
          <a href={userHref(user)}>This user</a> · <a href={showHref(show)}>this show</a>
        </p>
      )}
    </div>
  );
}

/** A day is written the same in most formats of time; the instant is not. */
function searchCommand(
  user: string,
  watched: string | null | undefined,
  inputs: readonly string[],
): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const day = watched?.slice(0, 10);
  const files = inputs.map(quote).join(" ");
  return `grep -nF ${quote(user)} ${files}${day ? ` | grep -F ${quote(day)}` : ""}`;
}
