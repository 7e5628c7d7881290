// How a file is laid out: lineage, schema, row groups with their columns.

import { keyText } from "../../client/parquet/values/cell.ts";
import type { ChunkShape, FileShape, GroupShape } from "../../client/parquet/file/file_shape.ts";
import { formatBytes, formatCount } from "../../domain/format.ts";
import { readLineage } from "../../client/explore/lineage.ts";

/** Row groups listed one by one. */
const MAX_GROUPS = 200;

interface Props {
  readonly shape: FileShape;
}

export function FileLayout({ shape }: Props) {
  return (
    <div class="layout">
      <LineagePanel shape={shape} />
      <Schema shape={shape} />
      <section class="card" aria-labelledby="row-groups">
        <h2 id="row-groups">Row groups</h2>
        <p class="muted">
          What is read at once. Least and most values let conditions leave whole groups out.
        </p>
        {shape.groups.slice(0, MAX_GROUPS).map((group, i) => (
          <Group key={i} group={group} number={i + 1} shape={shape} isOpen={i === 0} />
        ))}
        {shape.groups.length > MAX_GROUPS && (
          <p class="muted">…and {formatCount(shape.groups.length - MAX_GROUPS)} more.</p>
        )}
      </section>
    </div>
  );
}

function Schema({ shape }: Props) {
  const total = shape.groups.reduce((sum, group) => sum + group.compressedBytes, 0);
  const bytesOf = (name: string) =>
    shape.groups.reduce(
      (sum, { chunks }) =>
        sum + chunks.filter(({ top }) => top === name)
          .reduce((all, chunk) => all + chunk.compressedBytes, 0),
      0,
    );
  return (
    <section class="card" aria-labelledby="schema">
      <h2 id="schema">Schema</h2>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Columns">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">type</th>
              <th scope="col">may be missing</th>
              <th scope="col" class="num">size</th>
              <th scope="col" class="num">share</th>
            </tr>
          </thead>
          <tbody>
            {shape.columns.map(({ name, type, isNullable }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>{type}</td>
                <td>{isNullable ? "yes" : "no"}</td>
                <td class="num">{formatBytes(bytesOf(name))}</td>
                <td class="num">
                  {total === 0 ? "–" : `${(100 * bytesOf(name) / total).toFixed(1)}%`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Group({ group, number, shape, isOpen }: Props & {
  readonly group: GroupShape;
  readonly number: number;
  readonly isOpen: boolean;
}) {
  const { rowStart, rows, compressedBytes, plainBytes, chunks } = group;
  const kindOf = (top: string) => shape.columns.find(({ name }) => name === top)?.kind ?? "other";
  return (
    <details class="row-group" open={isOpen}>
      <summary class="num">
        <strong>{number}</strong>
        <span>rows {formatCount(rowStart + 1)}–{formatCount(rowStart + rows)}</span>
        <span>{formatBytes(compressedBytes)}</span>
        <span class="muted">{(plainBytes / Math.max(1, compressedBytes)).toFixed(1)} : 1</span>
      </summary>
      <div
        class="table-scroll"
        tabIndex={0}
        role="region"
        aria-label={`Columns of row group ${number}`}
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">codec</th>
              <th scope="col">encodings</th>
              <th scope="col" class="num">size</th>
              <th scope="col" class="num">missing</th>
              <th scope="col">least</th>
              <th scope="col">most</th>
            </tr>
          </thead>
          <tbody>
            {chunks.map((chunk, i) => <Chunk key={i} chunk={chunk} kind={kindOf(chunk.top)} />)}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Chunk({ chunk, kind }: {
  readonly chunk: ChunkShape;
  readonly kind: FileShape["columns"][number]["kind"];
}) {
  const { column, codec, encodings, compressedBytes, nulls, min, max } = chunk;
  const bound = (key: typeof min) => key === null ? "not told" : keyText(key, kind).slice(0, 40);
  return (
    <tr>
      <th scope="row">
        <bdi>{column}</bdi>
      </th>
      <td>{codec === "UNCOMPRESSED" ? "none" : codec.toLowerCase()}</td>
      <td class="encodings">{encodings.map((name) => name.toLowerCase()).join(", ")}</td>
      <td class="num">{formatBytes(compressedBytes)}</td>
      <td class="num">{nulls === null ? "not told" : formatCount(nulls)}</td>
      <td class="num-start">
        <bdi>{bound(min)}</bdi>
      </td>
      <td class="num-start">
        <bdi>{bound(max)}</bdi>
      </td>
    </tr>
  );
}

function LineagePanel({ shape }: { readonly shape: FileShape }) {
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
