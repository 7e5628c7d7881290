// Where the file's rows come from: run, inputs, parameters; what other writers left in it.

import { readLineage } from "../../client/explore/lineage.ts";
import type { FileShape } from "../../client/parquet/file_shape.ts";
import { formatBytes } from "./format_bytes.ts";

export function LineagePanel({ shape }: { readonly shape: FileShape }) {
  const { runId, inputs, parameters, others } = readLineage(shape);
  return (
    <section class="card lineage" aria-labelledby="lineage">
      <h2 id="lineage">Lineage</h2>
      <dl>
        <div>
          <dt>written by</dt>
          <dd>{shape.createdBy ?? "not told"}</dd>
        </div>
        {runId !== null && (
          <div>
            <dt>run</dt>
            <dd>
              <a class="mono" href={`/runs/${encodeURIComponent(runId)}`}>{runId}</a>
            </dd>
          </div>
        )}
        {inputs.map(({ path, sha256 }) => (
          <div key={path}>
            <dt>input</dt>
            <dd>
              <span class="mono">{path}</span>
              {sha256 !== null && <span class="muted mono hash">sha256 {sha256}</span>}
            </dd>
          </div>
        ))}
        {parameters.map(([name, value]) => (
          <div key={name}>
            <dt>{name.replaceAll("_", " ")}</dt>
            <dd class={value.length > 40 ? "mono hash" : "num"}>{value}</dd>
          </div>
        ))}
        <div>
          <dt>footer</dt>
          <dd class="num">{formatBytes(shape.footerBytes)}</dd>
        </div>
      </dl>
      {runId === null && (
        <p class="muted">The file was not written by this pipeline: it names no run or inputs.</p>
      )}
      {others.map(({ key, text }) => (
        <details key={key}>
          <summary class="mono">{key}</summary>
          <pre tabIndex={0}>{text}</pre>
        </details>
      ))}
    </section>
  );
}
