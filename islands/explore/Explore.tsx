// The explorer: a Parquet file in the browser, by ranges, in a worker.

import { asset } from "fresh/runtime";
import { useEffect, useMemo } from "preact/hooks";
import { Explorer } from "../../client/explore/explorer.ts";
import { ColumnProfiles } from "../../components/explore/ColumnProfiles.tsx";
import { Conditions } from "../../components/explore/Conditions.tsx";
import { FileHead } from "../../components/explore/FileHead.tsx";
import { FileLayout } from "../../components/explore/FileLayout.tsx";
import { FilePicker } from "../../components/explore/FilePicker.tsx";
import { Groups } from "../../components/explore/Groups.tsx";
import { RowDetail } from "../../components/explore/RowDetail.tsx";
import { RowTable } from "../../components/explore/RowTable.tsx";

const startWorker = () => new Worker(asset("/workers/parquet.js"), { type: "module" });

/** Shows what the address says. */
export default function Explore() {
  const explorer = useMemo(() => new Explorer(startWorker), []);
  useEffect(() => explorer.start(), []);
  const view = explorer.view.value, shape = explorer.shape.value;
  const isOpen = view.file !== null || explorer.own.value !== null;
  return (
    <div class="explore">
      <FilePicker explorer={explorer} isSmall={isOpen} />
      {isOpen && <FileHead explorer={explorer} />}
      {explorer.problem.value !== null && (
        <div class="problem" role="alert">
          <p>{explorer.problem.value}</p>
        </div>
      )}
      {shape !== null && (
        <>
          {view.tab !== "layout" && <Conditions explorer={explorer} shape={shape} />}
          {view.tab === "rows" && (
            <div class={view.row === null ? "" : "with-row"}>
              <RowTable explorer={explorer} shape={shape} />
              {view.row !== null && (
                <RowDetail explorer={explorer} shape={shape} place={view.row} />
              )}
            </div>
          )}
          {view.tab === "columns" && <ColumnProfiles explorer={explorer} shape={shape} />}
          {view.tab === "groups" && <Groups explorer={explorer} shape={shape} />}
          {view.tab === "layout" && <FileLayout shape={shape} />}
        </>
      )}
    </div>
  );
}
