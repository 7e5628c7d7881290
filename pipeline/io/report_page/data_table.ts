// The numbers behind a chart as a table, folded away: the text alternative, and what one can copy.

import { type Markup, markup } from "./markup.ts";

/** A table; the first column is each row's heading. */
export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The table inside `details`, scrolling by itself when it is long. */
export function dataTable({ caption, columns, rows }: DataTable): Markup {
  return markup`
    <details class="numbers">
      <summary>Numbers<span class="visually-hidden">: ${caption}</span></summary>
      <div class="scroll" tabindex="0" role="region" aria-label="${caption}">
        <table>
          <caption>${caption}</caption>
          <thead>
            <tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr>
          </thead>
          <tbody>${
    rows.map(([head, ...cells]) =>
      markup`<tr><th scope="row">${head ?? ""}</th>${
        cells.map((cell) => markup`<td>${cell}</td>`)
      }</tr>`
    )
  }</tbody>
        </table>
      </div>
    </details>
  `;
}
