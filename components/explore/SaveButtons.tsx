// The shown rows as a file of the reader's own.

import { useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import { type Format, FORMATS } from "../../client/parquet/formats.ts";

/** All of the selection, in its order, with every column. */
export function SaveButtons({ explorer }: { readonly explorer: Explorer }) {
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
