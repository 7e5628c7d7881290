// The project's Parquet files.

import type { FileAnswer } from "../../domain/service_answers.ts";
import { formatBytes, formatDateTime } from "../../domain/format.ts";

export function FileTable({ files }: { readonly files: readonly FileAnswer[] }) {
  if (files.length === 0) {
    return <p class="empty">No file yet: a run of the ETL writes the first one.</p>;
  }
  return (
    <table class="table files">
      <thead>
        <tr>
          <th scope="col">file</th>
          <th scope="col" class="num">size</th>
          <th scope="col">written</th>
          <th scope="col">
            <span class="unseen">download</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map(({ path, bytes, modified_at, href }) => (
          <tr key={path}>
            <th scope="row">
              <a href={`/explore?file=${encodeURIComponent(href)}`}>
                <bdi>{path}</bdi>
              </a>
            </th>
            <td class="num">{formatBytes(bytes)}</td>
            <td>{formatDateTime(modified_at, "UTC")}</td>
            <td>
              <a href={href} download aria-label={`Download ${path}`}>download</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
