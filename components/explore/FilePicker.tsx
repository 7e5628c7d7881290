// Opens a file of the reader's own, or one at an address.

import { useEffect, useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import { parseView } from "../../client/parquet/questions/view_state.ts";

/** The whole page takes dropped files; `isSmall` while one is open. */
export function FilePicker(
  { explorer, isSmall }: { readonly explorer: Explorer; readonly isSmall: boolean },
) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) explorer.openOwn(file);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  if (isSmall) return isOver ? <div class="drop-veil">Drop the file to open it</div> : null;
  return (
    <div class={`drop-zone${isOver ? " over" : ""}`}>
      <p>
        <strong>Drop a Parquet file here</strong>
        <span class="muted">It is read by this page and goes nowhere else.</span>
      </p>
      <div class="drop-choices">
        <label class="button primary file-button">
          Choose a file
          <input
            type="file"
            accept=".parquet,.parq,.pq"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file) explorer.openOwn(file);
            }}
          />
        </label>
        <form
          class="url-form"
          onSubmit={(event) => {
            event.preventDefault();
            const file = String(new FormData(event.currentTarget).get("file") ?? "").trim();
            if (file !== "") explorer.go({ ...parseView(""), file });
          }}
        >
          <label class="unseen" for="file-url">Address of a Parquet file</label>
          <input
            id="file-url"
            name="file"
            type="text"
            placeholder="https://… or /api/files/…"
          />
          <button type="submit" class="button">Open</button>
        </form>
      </div>
    </div>
  );
}
