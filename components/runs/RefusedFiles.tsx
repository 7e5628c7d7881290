// Files of the watched folder that were not taken in: each with why, and when.

import type { RefusedFile } from "../../domain/refused_file.ts";
import { formatWhen } from "../../domain/format.ts";
import { fileName } from "../kit/file_name.ts";

/** Nothing where all were taken in. */
export function RefusedFiles({ files }: { readonly files: readonly RefusedFile[] }) {
  if (files.length === 0) return null;
  return (
    <section class="card refused-files" aria-labelledby="refused-files">
      <h2 id="refused-files">Files that were refused</h2>
      <p class="muted">
        They lie in the watched folder as they were put there, and are read again when they change.
      </p>
      <ul class="inputs">
        {files.map(({ path, reason, at, run_id }) => (
          <li key={path}>
            <p>
              <strong>{fileName(path)}</strong>{" "}
              <span class="muted">
                {formatWhen(at)}
                {run_id !== null && (
                  <>
                    {" "}· <a href={`/runs/${run_id}`}>the run</a>
                  </>
                )}
              </span>
            </p>
            <p>{reason}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
