// The open file: its name, its size, how much of it was read, and the page's tabs.

import { useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import { formatView, type Tab, TABS } from "../../client/parquet/questions/view_state.ts";
import { formatBytes, formatCount } from "../../domain/format.ts";
import { type Format, FORMATS } from "../../client/parquet/export/formats.ts";

const NAMES: Readonly<Record<Tab, string>> = {
  rows: "Rows",
  columns: "Columns",
  groups: "Groups",
  layout: "Layout and lineage",
};

export function FileHead({ explorer }: { readonly explorer: Explorer }) {
  const view = explorer.view.value, shape = explorer.shape.value;
  const name = explorer.own.value?.name ?? nameOf(view.file ?? "");
  return (
    <div class="file-head">
      <div class="file-title">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        {explorer.own.value !== null && <span class="badge">only in this browser</span>}
        <button type="button" class="button" onClick={() => explorer.leave()}>
          Other file
        </button>
      </div>
      <p class="muted num">
        {shape !== null && (
          <>
            {formatCount(shape.rows)} rows · {shape.columns.length} columns ·{" "}
            {shape.groups.length === 1 ? "1 row group" : `${shape.groups.length} row groups`}
            {shape.createdBy !== null && <>{" · "}written by {shape.createdBy}</>}
          </>
        )}
      </p>
      <Status explorer={explorer} />
      <div class="file-tools">
        <nav class="tabs" aria-label="Of this file">
          {TABS.map((tab) => (
            <a
              key={tab}
              href={formatView({ ...view, tab, row: null }) || "?"}
              aria-current={tab === view.tab ? "page" : undefined}
              onClick={(event) => {
                event.preventDefault();
                explorer.go({ tab, row: null });
              }}
            >
              {NAMES[tab]}
            </a>
          ))}
        </nav>
        {shape !== null && <SaveButtons explorer={explorer} />}
      </div>
    </div>
  );
}

/** How much was read, and what is being done. */
function Status({ explorer }: { readonly explorer: Explorer }) {
  const read = explorer.read.value, progress = explorer.progress.value;
  const isReading = read === null && explorer.problem.value === null;
  return (
    <p class="read-status num" role="status">
      {isReading && "opening…"}
      {read !== null && (
        <>
          read {formatBytes(Math.min(read.readBytes, read.sizeBytes))} of{" "}
          {formatBytes(read.sizeBytes)}
          <svg class="read-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="all" width="100" height="4" />
            <rect
              class="done"
              width={Math.min(100, 100 * read.readBytes / Math.max(1, read.sizeBytes))}
              height="4"
            />
          </svg>
        </>
      )}
      {progress !== null && (
        <span class="muted">{DOING[progress.name]} {Math.round(100 * progress.share)}%</span>
      )}
    </p>
  );
}

const DOING = {
  open: "opening",
  look: "looking for rows",
  rows: "reading rows",
  row: "reading the row",
  profile: "counting",
  group: "grouping",
  save: "saving",
} as const;

function nameOf(address: string): string {
  const path = address.replace(/^\/api\/files\//, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** All of the selection, in its order, with every column. */
function SaveButtons({ explorer }: { readonly explorer: Explorer }) {
  const [isGuarded, setGuarded] = useState(true);
  const save = async (format: Format) => {
    try {
      const formulas = isGuarded ? "guard" : "keep";
      const blob = await explorer.ask("save", { format, formulas });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `selection.${format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      explorer.report(error);
    }
  };
  return (
    <div class="save" role="group" aria-label="Save the shown rows">
      <span class="muted">Save as</span>
      {FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          class="button"
          onClick={() => save(format)}
        >
          {format === "parquet" ? "Parquet" : format.toUpperCase()}
        </button>
      ))}
      <label
        class="guard"
        title="Texts in CSV that begin with = + - @ get an apostrophe before them, so that no spreadsheet runs them"
      >
        <input
          type="checkbox"
          checked={isGuarded}
          onChange={({ currentTarget }) => setGuarded(currentTarget.checked)}
        />
        CSV safe for spreadsheets
      </label>
    </div>
  );
}
